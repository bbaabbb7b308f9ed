package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.id;
import static io.varve.tck.Samples.number;
import static io.varve.tck.Samples.page;
import static io.varve.tck.Samples.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readers against writers: every read sees whole commits, and every commit that has returned. */
@SuppressWarnings("NullAway.Init")
abstract class VisibilityContract extends ContractGroup {

    private static final int REFS = 32;

    private SnapshotStore writer;
    private SnapshotStore reader;

    VisibilityContract(StoreFixture fixture) {
        super(fixture);
    }

    /** The instance that reads: the same one, or another one on the same data. */
    abstract SnapshotStore openOther();

    @BeforeEach
    final void openBoth() {
        writer = store();
        reader = openOther();
    }

    @Test
    void a_scan_of_refs_never_sees_half_a_commit() {
        update(ACME, setAll(-1, 0));
        Race.of(
                times(500, 100),
                i -> update(ACME, setAll(i, i + 1)),
                this::assertAllRefsEqual,
                this::assertAllRefsEqual);
    }

    @Test
    void a_scan_of_refs_never_sees_half_a_commit_of_several_writers() {
        update(ACME, setAll(-1, 0));
        Race.Task write = () -> {
            for (int i = 0; i < times(300, 50); i++) {
                long value = number(writer.readRef(ACME, "r/00").orElseThrow());
                assertThat(writer.commit(ACME, 0, List.of(), setAll(value, value + 1)))
                        .isNotNull();
            }
        };
        Race.of(List.of(write, write), List.of(this::assertAllRefsEqual));
    }

    @Test
    void a_scan_of_refs_never_sees_half_an_exchange_of_refs() {
        Set<String> odd = names(1);
        Set<String> even = names(0);
        update(
                ACME,
                even.stream().map(name -> RefUpdate.create(name, bytes(name))).toList());
        Race.of(
                times(300, 50),
                i -> {
                    update(ACME, exchange(even, odd));
                    update(ACME, exchange(odd, even));
                },
                () -> assertThat(reader.scanRefs(ACME, "r/", null, 1_000).stream()
                                .map(Ref::name)
                                .collect(Collectors.toSet()))
                        .isIn(odd, even));
    }

    @Test
    void a_conflict_tells_values_of_one_instant() {
        update(ACME, setAll(-1, 0));
        List<RefUpdate> hopeless = IntStream.range(0, REFS)
                .mapToObj(i -> RefUpdate.check(name(i), bytes(-1)))
                .toList();
        Race.of(times(500, 100), i -> update(ACME, setAll(i, i + 1)), () -> {
            var result = reader.commit(ACME, 0, List.of(), hopeless);
            assertThat(((CommitResult.Conflict) result)
                            .actual().values().stream()
                                    .map(value -> number(value.orElseThrow()))
                                    .distinct())
                    .as("actual values in one conflict, which are always written together")
                    .hasSize(1);
        });
    }

    @Test
    void a_commit_that_has_returned_is_seen_by_every_later_read() {
        AtomicLong returned = new AtomicLong();
        update(ACME, RefUpdate.create("head", bytes(0)));
        Race.of(
                times(1_000, 150),
                i -> {
                    update(ACME, RefUpdate.replace("head", bytes(i), bytes(i + 1)));
                    returned.set(i + 1);
                },
                () -> {
                    long atLeast = returned.get();
                    assertThat(number(reader.readRef(ACME, "head").orElseThrow()))
                            .isGreaterThanOrEqualTo(atLeast);
                },
                () -> {
                    long atLeast = returned.get();
                    assertThat(number(reader.scanRefs(ACME, "head", null, 1)
                                    .get(0)
                                    .value()))
                            .isGreaterThanOrEqualTo(atLeast);
                });
    }

    @Test
    void the_pages_of_a_commit_are_readable_no_later_than_its_refs() {
        int commits = times(500, 100);
        Race.of(
                commits,
                i -> {
                    RefUpdate head = Samples.update("head", i == 0 ? null : bytes(i - 1), bytes(i));
                    assertThat(writer.commit(ACME, 1, pages(i * 5, 5), List.of(head))
                                    .isApplied())
                            .isTrue();
                },
                () -> reader.readRef(ACME, "head").ifPresent(head -> {
                    List<Page> expected = pages((int) number(head) * 5, 5);
                    var found = reader.getPages(ACME, Samples.ids(expected));
                    expected.forEach(page -> assertThat(found.get(page.id()))
                            .as("a page of the commit that wrote head %d", number(head))
                            .isEqualTo(page.bytes()));
                }));
    }

    @Test
    void a_page_put_again_is_never_missing_or_mixed() {
        byte[] first = Samples.randomBytes(20_000, 1);
        byte[] second = Samples.randomBytes(30_000, 2);
        put(ACME, 0, new Page(id(1), first));
        Race.of(
                times(500, 60),
                i -> put(ACME, i, new Page(id(1), i % 2 == 0 ? first : second)),
                () -> assertThat(reader.getPages(ACME, List.of(id(1))).get(id(1)))
                        .isIn(first, second),
                () -> assertThat(reader.scanPages(ACME, null, 9))
                        .hasSize(1)
                        .allMatch(stat -> stat.size() == first.length || stat.size() == second.length));
    }

    @Test
    void a_scan_of_pages_in_many_calls_finds_all_that_stay() {
        List<PageId> staying = Samples.ids(pages(0, 60));
        put(ACME, Long.MAX_VALUE, pages(0, 60));
        Race.of(
                times(200, 30),
                i -> {
                    put(ACME, 1, pages(1_000, 30));
                    assertThat(writer.deletePages(ACME, UNGUARDED, Samples.ids(pages(980, 50)), 2))
                            .isEqualTo(30);
                },
                () -> assertThat(Walk.pages(reader, ACME, 7))
                        .extracting(PageStat::id)
                        .containsAll(staying));
    }

    @Test
    void a_scan_of_refs_in_many_calls_finds_all_that_stay() {
        List<String> staying =
                IntStream.range(0, 30).mapToObj(i -> "r/" + name(i) + "/stays").toList();
        update(
                ACME,
                staying.stream().map(name -> RefUpdate.create(name, bytes("x"))).toList());
        List<RefUpdate> come = IntStream.range(0, 30)
                .mapToObj(i -> RefUpdate.create("r/" + name(i) + "/goes", bytes("x")))
                .toList();
        List<RefUpdate> go =
                come.stream().map(u -> RefUpdate.delete(u.name(), bytes("x"))).toList();
        Race.of(
                times(300, 40),
                i -> {
                    update(ACME, come);
                    update(ACME, go);
                },
                () -> assertThat(Walk.refs(reader, ACME, "r/", 7))
                        .extracting(Ref::name)
                        .containsAll(staying));
    }

    @Test
    void a_scan_of_tenants_in_many_calls_finds_all_that_stay() {
        List<TenantId> staying = IntStream.range(0, 20)
                .mapToObj(i -> new TenantId("t" + i + "-stays"))
                .toList();
        staying.forEach(tenant -> put(tenant, 1, page(1)));
        Race.of(
                times(300, 30),
                i -> {
                    TenantId going = new TenantId("t" + i % 20);
                    update(going, RefUpdate.create("g", bytes("x")));
                    put(going, 1, page(1));
                    update(going, RefUpdate.delete("g", bytes("x")));
                    assertThat(writer.deletePages(going, UNGUARDED, List.of(page(1).id()), 2))
                            .isEqualTo(1);
                },
                () -> assertThat(Walk.tenants(reader, 3)).containsAll(staying));
    }

    private void assertAllRefsEqual() {
        List<Ref> refs = reader.scanRefs(ACME, "r/", null, 1_000);
        assertThat(refs).hasSize(REFS);
        assertThat(refs.stream().map(ref -> number(ref.value())).distinct())
                .as("values of refs that are always written together")
                .hasSize(1);
    }

    private static List<RefUpdate> setAll(long from, long to) {
        List<RefUpdate> updates = new ArrayList<>();
        for (int i = 0; i < REFS; i++) {
            updates.add(Samples.update(name(i), from < 0 ? null : bytes(from), bytes(to)));
        }
        return updates;
    }

    private static List<RefUpdate> exchange(Set<String> removed, Set<String> created) {
        List<RefUpdate> updates = new ArrayList<>();
        removed.forEach(name -> updates.add(RefUpdate.delete(name, bytes(name))));
        created.forEach(name -> updates.add(RefUpdate.create(name, bytes(name))));
        return updates;
    }

    private static Set<String> names(int remainder) {
        return IntStream.range(0, REFS)
                .filter(i -> i % 2 == remainder)
                .mapToObj(VisibilityContract::name)
                .collect(Collectors.toSet());
    }

    private static String name(int number) {
        return String.format("r/%02d", number);
    }
}
