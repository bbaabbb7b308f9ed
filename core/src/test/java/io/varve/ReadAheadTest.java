package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.EntryChange;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Iterator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
@DisplayName("Of a map that is only in the store")
class ReadAheadTest extends BackendTest {

    private static final int SIZE = 5_000;

    private Calls calls;

    /** Counts calls that read pages, and the pages. */
    private static final class Calls extends ForwardingStore {

        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger pages = new AtomicInteger();

        Calls(SnapshotStore store) {
            super(store);
        }

        @Override
        public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
            calls.incrementAndGet();
            pages.addAndGet(ids.size());
            return super.getPages(tenant, ids);
        }
    }

    @BeforeEach
    void fill() {
        Tenant<Ledger> acme = open().createTenant("acme");
        acme.apply(state -> new Ledger(
                1, "one", state.entries().putAll(Iterator.range(0, SIZE).map(i -> Tuple.of("key " + i, entry(i))))));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.with("key 7", -7));
        acme.snapshot(SnapshotRequest.named("v2"));
        closeAll();
    }

    private static Ledger.Entry entry(int number) {
        return new Ledger.Entry("text " + number, number);
    }

    private Tenant<Ledger> counted() {
        Tenant<Ledger> acme = open(
                        store -> {
                            calls = new Calls(store);
                            return calls;
                        },
                        builder -> {})
                .tenant("acme");
        calls.calls.set(0);
        calls.pages.set(0);
        return acme;
    }

    private static Ledger at(Tenant<Ledger> acme, String name) {
        return acme.at(SnapshotRef.named(name)).state();
    }

    @Test
    @DisplayName("the first entry reads the pages above it and no other")
    void readsOnePathForTheFirst() {
        assertThat(at(counted(), "v1").entries().iterator().next()._1).startsWith("key ");
        // The state, two branches, the leaf.
        assertThat(calls.pages).hasValueLessThanOrEqualTo(4);
    }

    @Test
    @DisplayName("who stops early has read little more than what he has seen")
    void readsLittleMoreForSome() {
        Iterator<Tuple2<String, Ledger.Entry>> some =
                at(counted(), "v1").entries().iterator().take(500);
        assertThat(some.length()).isEqualTo(500);
        int forSome = calls.pages.get();
        closeAll();
        assertThat(at(counted(), "v1").entries().iterator().length()).isEqualTo(SIZE);
        assertThat(forSome).isLessThan(calls.pages.get() / 3);
    }

    @Test
    @DisplayName("all entries are read in few calls, and each page once")
    void readsAllInFewCalls() {
        Ledger state = at(counted(), "v1");
        assertThat(state.entries().iterator().length()).isEqualTo(SIZE);
        int pages = calls.pages.get();
        assertThat(pages).isGreaterThan(80);
        assertThat(calls.calls).hasValueLessThan(pages / 3);
        assertThat(state.entries().iterator().length()).isEqualTo(SIZE);
        assertThat(calls.pages).as("what is on the heap is not read again").hasValue(pages);
    }

    @Test
    @DisplayName("all is read by a thread that is interrupted, and stays so")
    void readsAllWhenInterrupted() {
        Ledger state = at(counted(), "v1");
        Iterator<Tuple2<String, Ledger.Entry>> entries = state.entries().iterator();
        List<String> keys = new ArrayList<>();
        while (entries.hasNext()) {
            keys.add(entries.next()._1);
            if (keys.size() == SIZE / 2) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(keys).doesNotHaveDuplicates().hasSize(SIZE);
    }

    @Test
    @DisplayName("a damaged page fails the step that comes to it, again and again, and no step before")
    void failsWhereThePageIsNeeded() {
        Ledger intact = at(counted(), "v1");
        List<String> order = intact.entries().iterator().map(Tuple2::_1).toJavaList();
        closeAll();
        // The page that holds an entry of the middle is the last that is read for it.
        List<PageId> read = new ArrayList<>();
        UnaryOperator<SnapshotStore> recording = store -> new ForwardingStore(store) {
            @Override
            public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
                read.addAll(ids);
                return super.getPages(tenant, ids);
            }
        };
        Ledger again = at(open(recording, builder -> {}).tenant("acme"), "v1");
        assertThat(again.entries().get(order.get(SIZE / 2)).isDefined()).isTrue();
        PageId damaged = read.get(read.size() - 1);
        closeAll();

        UnaryOperator<SnapshotStore> spoiling = store -> {
            SpoiledStore spoiled = new SpoiledStore(store, SpoiledStore.Damage.ONE_BIT_FLIPPED);
            spoiled.spoil(damaged);
            return spoiled;
        };
        Ledger state = at(open(spoiling, builder -> {}).tenant("acme"), "v1");
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> state.entries().forEach((key, value) -> seen.add(key)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(damaged.toString());
        assertThat(seen).isEqualTo(order.subList(0, seen.size()));
        assertThat(SIZE / 2 - seen.size())
                .as("entries of the same leaf that come before")
                .isBetween(0, 63);
        assertThatThrownBy(() -> state.entries().get(order.get(seen.size()))).isInstanceOf(CorruptDataException.class);
    }

    @Test
    @DisplayName("two versions of a leaf that are compared leave neither of them on the heap")
    void comparedLeavesAreNotKept() {
        Tenant<Ledger> acme = counted();
        Ledger one = at(acme, "v1");
        Ledger two = at(acme, "v2");
        assertThat(one.entries().diff(two.entries())).hasSize(1);
        for (Ledger each : List.of(one, two)) {
            calls.pages.set(0);
            assertThat(each.entries().get("key 7")).isNotEmpty();
            assertThat(calls.pages.get()).as("pages of %s", each.note()).isBetween(1, 2);
        }
    }

    @Test
    @DisplayName("a leaf that is compared with another that is on the heap shares the entries that are the same")
    void comparedLeavesShareEntries() {
        Tenant<Ledger> acme = counted();
        Ledger one = at(acme, "v1");
        assertThat(one.entries().get("key 7")).isNotEmpty();
        Ledger two = at(acme, "v2");
        assertThat(one.entries().diff(two.entries()))
                .singleElement()
                .satisfies(change -> assertThat(change)
                        .isEqualTo(new EntryChange.Replaced<>(
                                "key 7",
                                one.entries().get("key 7").get(),
                                two.entries().get("key 7").get())));
        Set<Ledger.Entry> entriesOfOne = Collections.newSetFromMap(new IdentityHashMap<>());
        one.entries().values().forEach(entriesOfOne::add);
        int shared = two.entries().values().count(entriesOfOne::contains);
        assertThat(shared).isBetween(1, 63);
        assertThat(two.entries().diff(one.entries())).hasSize(1);
    }
}
