package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link StateManager#verifyReadable()} finds. */
@ParameterizedClass
@EnumSource(Backend.class)
class ReadabilityTest extends BackendTest {

    private static final String LEDGER = Ledger.class.getName();

    /** Two snapshots of some thousand entries that share all but one, and a head that shares none. */
    private void fill() {
        Tenant<Ledger> acme = open().createTenant("acme");
        acme.apply(state -> new Ledger(
                1,
                "one",
                state.entries()
                        .putAll(Iterator.range(0, 3_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i))))));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.noted("two").with("key 7", -7));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.apply(state -> Ledger.EMPTY.noted("head"));
        closeAll();
    }

    private static <S> StateManager<S> reader(SnapshotStore store, S empty, Evolution... evolutions) {
        @SuppressWarnings("unchecked")
        StateManagerBuilder<S> builder =
                StateManager.builder((Class<S>) empty.getClass()).store(store).initialState(empty);
        List.of(evolutions).forEach(builder::evolution);
        return builder.open();
    }

    private static Seq<String> problems(ReadabilityReport report) {
        return report.problems().map(ReadabilityReport.Result::toString);
    }

    @Test
    void allIsReadableAfterItWasWritten() {
        fill();
        StateManager<Ledger> states = open();
        states.createTenant("globex");
        ReadabilityReport report = states.verifyReadable();

        assertThat(report.isReadable()).isTrue();
        assertThat(report.problems()).isEmpty();
        assertThat(report.results().map(each -> each.tenant() + " " + each.state()))
                .containsExactly("acme the head", "acme snapshot 'v1'", "acme snapshot 'v2'", "globex the head");
        assertThat(report.results().flatMap(ReadabilityReport.Result::snapshot).flatMap(SnapshotInfo::name))
                .containsExactly("v1", "v2");
        assertThat(report.tenants()).isEqualTo(2);
        assertThat(report.toString()).isEqualTo("4 states of 2 tenants, " + report.pages() + " pages: all readable");
        assertThat(states.verifyReadable("globex").results()).hasSize(1);
    }

    @Test
    void everyPageIsReadOnceButBasesOfDeltasAndNothingIsWritten() {
        fill();
        List<CountingStore> counting = new ArrayList<>();
        StateManager<Ledger> states = open(
                store -> {
                    counting.add(new CountingStore(store));
                    return counting.get(0);
                },
                builder -> builder.memoryBudget(0));
        ReadabilityReport report = states.verifyReadable();

        assertThat(report.isReadable()).isTrue();
        assertThat(report.pages()).isGreaterThan(50);
        // Those that others are deltas of are read with them too.
        int distinct = counting.get(0).sizesRead().size();
        assertThat(counting.get(0).pagesRead()).isBetween(distinct, distinct + distinct / 10);
        assertThat(report.pages()).isEqualTo(distinct);
        assertThat(counting.get(0).commits()).isZero();
    }

    @Test
    void aTenantThatAnotherHasOpenIsReadAndNotTakenOver() {
        fill();
        try (SnapshotStore shared = store();
                StateManager<Ledger> owner = reader(ForwardingStore.keptOpen(shared), Ledger.EMPTY);
                StateManager<Ledger> other = reader(ForwardingStore.keptOpen(shared), Ledger.EMPTY)) {
            Tenant<Ledger> acme = owner.tenant("acme");
            assertThat(other.verifyReadable().results()).hasSize(3);
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v3"));
            assertThat(owner.verifyReadable().results()).hasSize(4).allMatch(ReadabilityReport.Result::isReadable);
        }
    }

    @Test
    void aTenantThatIsBeingChangedIsReadableAllTheWhile() throws InterruptedException {
        fill();
        StateManager<Ledger> states = open();
        Tenant<Ledger> acme = states.tenant("acme");
        acme.rollback(SnapshotRef.named("v1"));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 40; i++) {
                    int number = i;
                    acme.apply(state -> state.with("key " + number * 7, -1).incremented());
                    SnapshotInfo taken = acme.snapshot();
                    if (i % 2 == 0) {
                        acme.delete(SnapshotRef.id(taken.id()));
                    }
                }
            } catch (RuntimeException | Error e) {
                failure.set(e);
            }
        });
        writer.start();
        do {
            assertThat(problems(states.verifyReadable())).isEmpty();
        } while (writer.isAlive());
        writer.join();
        assertThat(failure.get()).isNull();
        assertThat(acme.state().count()).isEqualTo(41);
    }

    @Test
    void aDamagedPageIsAProblemOfEachSnapshotThatNeedsIt() {
        fill();
        PageId page;
        CountingStore counting = new CountingStore(store());
        try (StateManager<Ledger> states = reader(counting, Ledger.EMPTY)) {
            states.tenant("acme").at(SnapshotRef.named("v1")).state().entries().get("key 100");
            page = counting.sizesRead().entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
        }
        SpoiledStore spoiled = new SpoiledStore(store(), SpoiledStore.Damage.ONE_BIT_FLIPPED);
        spoiled.spoil(page);
        try (StateManager<Ledger> states = reader(spoiled, Ledger.EMPTY)) {
            ReadabilityReport report = states.verifyReadable();
            assertThat(report.isReadable()).isFalse();
            assertThat(report.results()).hasSize(3);
            assertThat(report.problems().head().problem().get()).isInstanceOf(CorruptDataException.class);
            assertThat(problems(report).head())
                    .startsWith("tenant 'acme', snapshot 'v1': tenant 'acme': page " + page)
                    .endsWith("restore it from a backup, or delete the snapshots that need it");
            assertThat(report.toString()).contains("can't be read\n  tenant 'acme', snapshot 'v1': ");
            assertThat(report.results().head().isReadable()).as("the head").isTrue();
        }
    }

    public record Narrow(int count, String note, PersistentMap<String, Ledger.Entry> entries) {}

    @Test
    void typesThatCanNotBeReadAreProblemsWithTheirPath() {
        fill();
        try (StateManager<Narrow> states = reader(
                store(),
                new Narrow(0, "", PersistentMap.empty()),
                Evolution.ofRecord(Narrow.class).formerly(LEDGER))) {
            ReadabilityReport report = states.verifyReadable();
            String problem = "Narrow.count: was stored as LONG, which can't be read as INT";
            assertThat(problems(report))
                    .containsExactly(
                            "tenant 'acme', the head: " + problem,
                            "tenant 'acme', snapshot 'v1': " + problem,
                            "tenant 'acme', snapshot 'v2': " + problem);
        }
    }

    public record Priced(long count, String note, PersistentMap<String, Price> entries) {}

    public record Price(String text, long cents) {}

    @Test
    void aFunctionThatFailsDeepInASnapshotIsAProblemOfThatOne() {
        fill();
        Evolution ofState = Evolution.ofRecord(Priced.class).formerly(LEDGER);
        Evolution ofEntry = Evolution.ofRecord(Price.class)
                .formerly(LEDGER + "$Entry")
                .computed("cents", old -> {
                    long number = old.get("number", Long.class);
                    if (number < 0) {
                        throw new IllegalArgumentException("a negative price: " + number);
                    }
                    return number * 100;
                });
        try (StateManager<Priced> states =
                reader(store(), new Priced(0, "", PersistentMap.empty()), ofState, ofEntry)) {
            assertThat(problems(states.verifyReadable()))
                    .singleElement()
                    .asString()
                    .isEqualTo(
                            "tenant 'acme', snapshot 'v2': Priced.entries[value].cents: its computation from the stored "
                                    + LEDGER
                                    + "$Entry failed: java.lang.IllegalArgumentException: a negative price: -7");
            assertThat(states.tenant("acme")
                            .at(SnapshotRef.named("v1"))
                            .state()
                            .entries()
                            .get("key 7")
                            .get())
                    .isEqualTo(new Price("text 7", 700));
        }
    }

    public record Keys(PersistentMap<Long, Nested> items) {}

    public record Nested(PersistentVector<Large> inner) {}

    public record Large(String text) {}

    @Test
    void whatIsNestedInCollectionsIsReadToo() {
        String large = "x".repeat(5_000);
        try (StateManager<Keys> states = reader(store(), new Keys(PersistentMap.empty()))) {
            Tenant<Keys> acme = states.createTenant("acme");
            acme.apply(state -> new Keys(state.items()
                    .putAll(Iterator.range(0, 300)
                            .map(i -> Tuple.of(
                                    (long) i,
                                    new Nested(PersistentVector.of(new Large("small"), new Large(large + i))))))));
            acme.snapshot(SnapshotRequest.named("v1"));
        }
        CountingStore counting = new CountingStore(store());
        try (StateManager<Keys> states = reader(counting, new Keys(PersistentMap.empty()))) {
            assertThat(states.verifyReadable().pages())
                    .isGreaterThan(300)
                    .isEqualTo(counting.sizesRead().size());
        }
    }

    @Test
    void keysThatCollideAreAProblem() {
        try (StateManager<Halves> states = reader(store(), new Halves(PersistentMap.empty()))) {
            Tenant<Halves> acme = states.createTenant("acme");
            acme.apply(
                    state -> new Halves(state.items().put(new Half(1, 1), "a").put(new Half(2, 2), "b")));
            acme.snapshot(SnapshotRequest.named("fine"));
            acme.apply(state -> new Halves(state.items().put(new Half(1, 3), "c")));
            acme.snapshot(SnapshotRequest.named("colliding"));
            acme.rollback(SnapshotRef.named("fine"));
        }
        String name = ReadabilityTest.class.getName() + "$";
        try (StateManager<Wholes> states = reader(
                store(),
                new Wholes(PersistentMap.empty()),
                Evolution.ofRecord(Wholes.class).formerly(name + "Halves"),
                Evolution.ofRecord(Whole.class).formerly(name + "Half"))) {
            assertThat(problems(states.verifyReadable()))
                    .singleElement()
                    .asString()
                    .startsWith("tenant 'acme', snapshot 'colliding': two stored keys of a map are the same key now,"
                            + " Whole[left=1]");
        }
    }

    public record Halves(PersistentMap<Half, String> items) {}

    public record Half(int left, int right) {}

    public record Wholes(PersistentMap<Whole, String> items) {}

    public record Whole(int left) {}

    @Test
    void damagedRefsAreProblems() {
        fill();
        try (StateManager<Ledger> states = reader(
                spoilingRefs(
                        ref -> ref.name().equals("s/0000000000000001")
                                ? new Ref(ref.name(), new byte[] {'V', 1, 2, 3, 4, 5, 6})
                                : ref,
                        name -> false),
                Ledger.EMPTY)) {
            assertThat(problems(states.verifyReadable()))
                    .containsExactly("tenant 'acme', ref s/0000000000000001: ref s/0000000000000001 is damaged: its"
                            + " checksum does not match");
        }
        try (StateManager<Ledger> states =
                reader(spoilingRefs(UnaryOperator.identity(), "h/main"::equals), Ledger.EMPTY)) {
            assertThat(problems(states.verifyReadable()))
                    .containsExactly("tenant 'acme', the head: tenant 'acme' has no head: ref h/main is missing");
        }
        try (StateManager<Ledger> states = reader(
                spoilingRefs(
                        ref -> ref.name().equals("g") ? new Ref("g", new byte[] {'V', 1, 2, 3, 4, 5, 6}) : ref,
                        name -> false),
                Ledger.EMPTY)) {
            assertThat(problems(states.verifyReadable()))
                    .containsExactly("tenant 'acme', ref g: ref g is damaged: its checksum does not match");
        }
    }

    @Test
    void missingSchemasAreProblemsUnlessTheyAreTodays() {
        fill();
        Predicate<String> schemas = name -> name.startsWith("t/");
        try (StateManager<Ledger> states = reader(spoilingRefs(UnaryOperator.identity(), schemas), Ledger.EMPTY)) {
            assertThat(states.verifyReadable().isReadable()).isTrue();
        }
        try (StateManager<Narrow> states = reader(
                spoilingRefs(UnaryOperator.identity(), schemas),
                new Narrow(0, "", PersistentMap.empty()),
                Evolution.ofRecord(Narrow.class).formerly(LEDGER))) {
            assertThat(problems(states.verifyReadable()))
                    .hasSize(3)
                    .allMatch(text -> text.contains(": tenant 'acme': the schema ")
                            && text.endsWith("is missing from the store, so what was written with it can't be read"));
        }
    }

    /** The test's store, in which scans find other refs and some are not found by name. */
    private SnapshotStore spoilingRefs(UnaryOperator<Ref> scanned, Predicate<String> hidden) {
        return new ForwardingStore(store()) {
            @Override
            public List<Ref> scanRefs(TenantId tenant, String prefix, String after, int limit) {
                return super.scanRefs(tenant, prefix, after, limit).stream()
                        .map(scanned)
                        .toList();
            }

            @Override
            public Optional<byte[]> readRef(TenantId tenant, String name) {
                return hidden.test(name)
                        ? Optional.empty()
                        : super.readRef(tenant, name)
                                .map(value ->
                                        scanned.apply(new Ref(name, value)).value());
            }
        };
    }

    /** The test's store, which does something before each read of pages. */
    private SnapshotStore before(Consumer<TenantId> action) {
        return new ForwardingStore(store()) {
            @Override
            public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
                action.accept(tenant);
                return super.getPages(tenant, ids);
            }
        };
    }

    @Test
    void whatIsRemovedMeanwhileIsNoProblem() {
        fill();
        AtomicReference<Tenant<Ledger>> removed = new AtomicReference<>();
        AtomicInteger reads = new AtomicInteger();
        try (StateManager<Ledger> states = reader(
                before(tenant -> {
                    Tenant<Ledger> acme = removed.get();
                    // The first page is the head's; with the next one the snapshots go, and their pages with them.
                    if (acme != null && reads.incrementAndGet() == 2) {
                        acme.snapshots().forEach(each -> acme.delete(SnapshotRef.id(each.id())));
                    }
                    if (reads.get() >= 2) {
                        throw new StoreException(StoreException.Kind.CORRUPT, "the page is gone");
                    }
                }),
                Ledger.EMPTY)) {
            removed.set(states.tenant("acme"));
            ReadabilityReport report = states.verifyReadable();
            assertThat(reads.get()).isGreaterThan(2);
            assertThat(report.results().map(ReadabilityReport.Result::state)).containsExactly("the head");
            assertThat(report.isReadable()).isTrue();
        }
    }

    @Test
    void aTenantThatIsRemovedMeanwhileIsNoProblem() {
        fill();
        AtomicReference<StateManager<Ledger>> manager = new AtomicReference<>();
        try (StateManager<Ledger> states = reader(
                before(tenant -> {
                    StateManager<Ledger> now = manager.getAndSet(null);
                    if (now != null) {
                        now.removeTenant("acme");
                    }
                }),
                Ledger.EMPTY)) {
            manager.set(states);
            assertThat(states.verifyReadable().results()).isEmpty();
        }
    }

    @Test
    void aStoreThatFailsAndAManagerThatIsClosedThrow() {
        fill();
        StateManager<Ledger> failing = reader(
                before(tenant -> {
                    throw new StoreException(StoreException.Kind.UNAVAILABLE, "no");
                }),
                Ledger.EMPTY);
        assertThatThrownBy(failing::verifyReadable).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> failing.verifyReadable("nobody"))
                .isInstanceOf(TenantNotFoundException.class)
                .hasMessage("no tenant 'nobody'; there are: acme");
        failing.close();
        assertThatThrownBy(failing::verifyReadable).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> failing.verifyReadable("acme")).isInstanceOf(ClosedException.class);
    }
}
