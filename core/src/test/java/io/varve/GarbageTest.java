package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a collection removes and what it leaves. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GarbageTest extends BackendTest {

    private static final int ENTRIES = 2_000;
    private static final int GC_TRIES = 60;

    private SnapshotStore raw;

    private StateManager<Ledger> openSeen(Consumer<StateManagerBuilder<Ledger>> settings) {
        return open(
                store -> {
                    raw = store;
                    return store;
                },
                settings);
    }

    private StateManager<Ledger> reopenSeen(Consumer<StateManagerBuilder<Ledger>> settings) {
        closeAll();
        return openSeen(settings);
    }

    private StoreCheck check() {
        return StoreCheck.of(raw, "acme");
    }

    /** A ledger of many entries, each with a text that tells a version of it. */
    private static Ledger full(String version) {
        return new Ledger(
                1,
                version,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, ENTRIES)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry(version + " of " + i, i)))));
    }

    private static void requireFull(Ledger state, String version) {
        assertThat(state.note()).isEqualTo(version);
        assertThat(state.entries().size()).isEqualTo(ENTRIES);
        int seen = 0;
        for (var entry : state.entries()) {
            assertThat(entry._2().text())
                    .isEqualTo(version + " of " + entry._2().number());
            seen++;
        }
        assertThat(seen).isEqualTo(ENTRIES);
    }

    private static void snapshotOf(Tenant<Ledger> tenant, String version) {
        tenant.apply(state -> full(version));
        tenant.snapshot(SnapshotRequest.named(version));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aDeletedSnapshotsPagesGoAndAllOthersStay(Durability mode) {
        Tenant<Ledger> acme = openSeen(builder -> builder.durability(mode)).createTenant("acme");
        snapshotOf(acme, "v1");
        snapshotOf(acme, "v2");
        acme.apply(state -> state.with("key 7", -7));
        acme.snapshot(SnapshotRequest.named("v3"));
        acme.delete(SnapshotRef.named("v1"));
        // Opened again, so that nothing of them is held on the heap.
        acme = reopenSeen(builder -> builder.durability(mode)).tenant("acme");
        int before = check().stored().size();

        GarbageReport.Collected done = acme.collectGarbage();

        StoreCheck after = check().requireNothingMissing("after").requireNoGarbage("after");
        assertThat(after.stored().size()).isLessThan(before);
        assertThat(done.tenant()).isEqualTo("acme");
        assertThat(done.pagesDeleted())
                .isEqualTo(done.pagesScanned() - after.stored().size())
                .isGreaterThan(20);
        assertThat(done.pagesReachable()).isEqualTo(after.stored().size());
        assertThat(done.pagesPinned()).isZero();
        assertThat(done.bytesFreed()).isGreaterThan(1_000);
        assertThat(done.summary()).startsWith("acme: deleted " + done.pagesDeleted() + " of ");
        requireFull(acme.at(SnapshotRef.named("v2")).state(), "v2");
        assertThat(acme.at(SnapshotRef.named("v3"))
                        .state()
                        .entries()
                        .get("key 7")
                        .get()
                        .number())
                .isEqualTo(-7);
        assertThat(acme.collectGarbage().pagesDeleted()).isZero();
        assertThat(acme.collectGarbage().epoch()).isEqualTo(done.epoch() + 2);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatTheApplicationHoldsStaysReadableAndCanBeAppliedAgain(Durability mode) {
        Tenant<Ledger> acme =
                openSeen(builder -> builder.durability(mode).memoryBudget(0)).createTenant("acme");
        List.of("v1", "v2", "v3", "v4").forEach(version -> snapshotOf(acme, version));
        acme.apply(state -> Ledger.EMPTY);
        acme.snapshot(SnapshotRequest.named("empty"));
        Tenant<Ledger> again =
                reopenSeen(builder -> builder.durability(mode).memoryBudget(0)).tenant("acme");
        Ledger whole = again.at(SnapshotRef.named("v1")).state();
        var subMap = again.at(SnapshotRef.named("v2")).state().entries().put("more", new Ledger.Entry("more", 0));
        var iterator = again.at(SnapshotRef.named("v3")).state().entries().iterator();
        iterator.next();
        Ledger derived = again.at(SnapshotRef.named("v4")).state().noted("derived");

        List.of("v1", "v2", "v3", "v4").forEach(version -> again.delete(SnapshotRef.named(version)));
        GarbageReport.Collected done = again.collectGarbage();
        again.collectGarbage();

        assertThat(done.pagesPinned()).isGreaterThan(100);
        requireFull(whole, "v1");
        assertThat(subMap.size()).isEqualTo(ENTRIES + 1);
        assertThat(subMap.iterator()
                        .filter(entry -> entry._2().text().startsWith("v2 of "))
                        .length())
                .isEqualTo(ENTRIES);
        assertThat(iterator.map(entry -> entry._2().text().substring(0, 2)).toSet())
                .containsExactly("v3");
        again.apply(state -> whole);
        again.snapshot(SnapshotRequest.named("v1 again"));
        again.apply(state -> derived);
        again.snapshot(SnapshotRequest.named("v4 again"));
        again.collectGarbage();
        Tenant<Ledger> reopened =
                reopenSeen(builder -> builder.durability(mode)).tenant("acme");
        check().requireNothingMissing("after what was held has been applied again");
        requireFull(reopened.at(SnapshotRef.named("v1 again")).state(), "v1");
        requireFull(reopened.state().noted("v4"), "v4");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatNobodyHoldsAnyMoreGoesWithTheNextCollection(Durability mode) {
        Tenant<Ledger> acme = openSeen(builder -> builder.durability(mode)).createTenant("acme");
        snapshotOf(acme, "v1");
        acme.apply(state -> Ledger.EMPTY);
        acme.snapshot(SnapshotRequest.named("empty"));
        collectWhileHeld(acme);

        int tries = 0;
        do {
            System.gc();
            acme.collectGarbage();
            tries++;
        } while (!check().garbage().isEmpty() && tries < GC_TRIES);

        check().requireNothingMissing("after").requireNoGarbage("after " + tries + " tries");
    }

    private void collectWhileHeld(Tenant<Ledger> acme) {
        Ledger held = acme.at(SnapshotRef.named("v1")).state();
        acme.delete(SnapshotRef.named("v1"));
        System.gc();
        acme.collectGarbage();
        assertThat(check().garbage()).as("pages that are held").hasSizeGreaterThan(20);
        requireFull(held, "v1");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void statesThatWereNeverWrittenAreWrittenWholeAfterACollection(Durability mode) {
        Tenant<Ledger> acme = openSeen(builder -> builder.durability(mode)).createTenant("acme");
        snapshotOf(acme, "v1");
        // Shares all of v1 but one path, and is in no store.
        Ledger derived = acme.state().with("key 1", 1).noted("derived");
        acme.apply(state -> Ledger.EMPTY);
        acme.snapshot(SnapshotRequest.named("empty"));
        acme.delete(SnapshotRef.named("v1"));
        acme.collectGarbage();

        acme.apply(state -> derived);
        acme.snapshot(SnapshotRequest.named("derived"));

        Ledger read = reopenSeen(builder -> builder.durability(mode))
                .tenant("acme")
                .at(SnapshotRef.named("derived"))
                .state();
        assertThat(read).isEqualTo(derived);
        check().requireNothingMissing("after");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aWriteInManyPartsIsNotCollectedUnderItsHands(Durability mode) throws Exception {
        GateStore[] gate = new GateStore[1];
        Tenant<Ledger> acme = open(
                        store -> {
                            raw = store;
                            gate[0] = new GateStore(store);
                            return gate[0];
                        },
                        builder -> builder.durability(mode))
                .createTenant("acme");
        Ledger large = large();
        gate[0].shut();
        Workers workers = new Workers();
        workers.start(() -> {
            acme.apply(state -> large);
            acme.snapshot(SnapshotRequest.named("large"));
        });
        org.awaitility.Awaitility.await().until(() -> gate[0].waiting() == 1);
        CountDownLatch asked = new CountDownLatch(1);
        workers.start(() -> {
            asked.countDown();
            acme.collectGarbage();
            acme.collectGarbage();
        });
        asked.await();
        int before = gate[0].commits();
        gate[0].open();
        workers.join();

        // So it was flushed on the way, else this would show nothing.
        assertThat(gate[0].commits() - before).isGreaterThan(4);
        Ledger read = reopenSeen(builder -> builder.durability(mode))
                .tenant("acme")
                .at(SnapshotRef.named("large"))
                .state();
        check().requireNothingMissing("after");
        assertThat(read).isEqualTo(large);
    }

    /** Random texts, which take more than 16 MiB of contents. */
    private static Ledger large() {
        java.util.Random random = new java.util.Random(42);
        return new Ledger(
                1,
                "large",
                Ledger.EMPTY.entries().putAll(Iterator.range(0, 15_000).map(i -> {
                    byte[] bytes = new byte[1_000];
                    random.nextBytes(bytes);
                    String text = java.util.Base64.getEncoder().encodeToString(bytes);
                    return Tuple.of("key " + i, new Ledger.Entry(text, i));
                })));
    }

    @Test
    void aManagerCollectsTheTenantsThatAreNotOpenToo() {
        StateManager<Ledger> states = openSeen(builder -> {});
        for (String id : List.of("acme", "globex")) {
            Tenant<Ledger> tenant = states.createTenant(id);
            snapshotOf(tenant, "v1");
            snapshotOf(tenant, "v2");
            tenant.delete(SnapshotRef.named("v1"));
        }
        states = reopenSeen(builder -> {});
        requireFull(states.tenant("globex").state(), "v2");

        GarbageReport report = states.collectGarbage();

        assertThat(report.tenants().map(GarbageReport.Collected::tenant)).containsExactly("acme", "globex");
        assertThat(report.skipped()).isEmpty();
        assertThat(report.finishedRemovals()).isEmpty();
        assertThat(report.pagesDeleted())
                .isEqualTo(report.tenants()
                        .map(GarbageReport.Collected::pagesDeleted)
                        .sum()
                        .longValue())
                .isGreaterThan(40);
        assertThat(report.pagesScanned()).isEqualTo(report.pagesReachable() + report.pagesDeleted());
        assertThat(report.bytesFreed()).isPositive();
        assertThat(report.summary()).contains("of 2 tenants", "\nacme: deleted", "\nglobex: deleted");
        for (String id : List.of("acme", "globex")) {
            StoreCheck.of(raw, id).requireNothingMissing(id).requireNoGarbage(id);
            requireFull(states.tenant(id).state(), "v2");
        }
        assertThat(raw.readRef(new TenantId("globex"), "w")).isPresent();
    }

    @Test
    void aTenantThatWasOpenedForItsGarbageIsGivenUpAgain() {
        openSeen(builder -> {}).createTenant("acme");
        StateManager<Ledger> states = reopenSeen(builder -> {});

        states.collectGarbage();

        assertThat(raw.readRef(new TenantId("acme"), "w")).isEmpty();
        assertThat(states.tenant("acme").state()).isEqualTo(Ledger.EMPTY);
        assertThat(raw.readRef(new TenantId("acme"), "w")).isPresent();
    }

    @Test
    void theRemovalOfATenantThatWasCutOffIsFinished() {
        StateManager<Ledger> states = openSeen(builder -> {});
        snapshotOf(states.createTenant("acme"), "v1");
        states = reopenSeen(builder -> {});
        TenantId acme = new TenantId("acme");
        // As removing a tenant begins.
        byte[] mark = raw.readRef(acme, "g").orElseThrow();
        byte[] erasing = io.varve.internal.engine.Marks.erasing(mark);
        raw.commit(acme, 0, List.of(), List.of(RefUpdate.replace("g", mark, erasing)));

        GarbageReport report = states.collectGarbage();

        assertThat(report.finishedRemovals()).containsExactly("acme");
        assertThat(report.tenants()).isEmpty();
        assertThat(report.summary()).contains("acme: finished its removal");
        assertThat(raw.scanTenants(null, 10)).isEmpty();
    }

    @Test
    void aRefOfAKindThatIsNotKnownKeepsEverything() {
        Tenant<Ledger> acme = openSeen(builder -> {}).createTenant("acme");
        snapshotOf(acme, "v1");
        acme.delete(SnapshotRef.named("v1"));
        raw.commit(new TenantId("acme"), 0, List.of(), List.of(RefUpdate.create("future/1", new byte[] {1})));
        int before = check0(acme);

        assertThatThrownBy(acme::collectGarbage)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("future/1");

        assertThat(check0(acme)).isEqualTo(before);
    }

    private int check0(Tenant<Ledger> tenant) {
        return raw.scanPages(new TenantId(tenant.id()), null, 100_000).size();
    }

    @Test
    void aClosedOrRemovedTenantCollectsNothing() {
        StateManager<Ledger> states = openSeen(builder -> {});
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> globex = states.createTenant("globex");
        states.removeTenant("acme");
        assertThatThrownBy(acme::collectGarbage).isInstanceOf(TenantNotFoundException.class);
        assertThatThrownBy(() -> acme.footprint(SnapshotRef.latest())).isInstanceOf(TenantNotFoundException.class);
        closeAll();
        assertThatThrownBy(globex::collectGarbage).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> globex.footprint(SnapshotRef.latest())).isInstanceOf(ClosedException.class);
        assertThatThrownBy(states::collectGarbage).isInstanceOf(ClosedException.class);
    }

    @Test
    void aTransitionMayNotCollect() {
        StateManager<Ledger> states = openSeen(builder -> {});
        Tenant<Ledger> acme = states.createTenant("acme");

        assertThatThrownBy(() -> acme.apply(state -> {
                    acme.collectGarbage();
                    return state;
                }))
                .isInstanceOf(NestedTransitionException.class);
        assertThatThrownBy(() -> acme.apply(state -> {
                    states.collectGarbage();
                    return state;
                }))
                .isInstanceOf(NestedTransitionException.class);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aFootprintCountsThePagesOfASnapshotAndThoseItShares(Durability mode) {
        Tenant<Ledger> acme = openSeen(builder -> builder.durability(mode)).createTenant("acme");
        snapshotOf(acme, "v1");
        acme.apply(state -> state.with("key 7", -7));
        SnapshotInfo second = acme.snapshot(SnapshotRequest.named("v2"));
        SnapshotInfo third = acme.snapshot(SnapshotRequest.named("v3"));
        snapshotOf(acme, "v4");

        Footprint v1 = acme.footprint(SnapshotRef.named("v1"));
        Footprint v2 = acme.footprint(SnapshotRef.named("v2"));
        Footprint v3 = acme.footprint(SnapshotRef.named("v3"));
        Footprint v4 = acme.footprint(SnapshotRef.named("v4"));

        assertThat(v1.before()).isEmpty();
        assertThat(v1.pages()).isGreaterThan(20);
        assertThat(v1.sharedPages()).isZero();
        assertThat(v2.snapshot()).isEqualTo(second);
        assertThat(v2.before().map(SnapshotInfo::name)).contains(io.vavr.control.Option.some("v1"));
        assertThat(v2.ownPages()).isBetween(2L, 5L);
        assertThat(v2.pages()).isEqualTo(v2.ownPages() + v2.sharedPages());
        assertThat(v3.snapshot()).isEqualTo(third);
        assertThat(v3.ownPages()).isZero();
        assertThat(v3.sharedShare()).isEqualTo(1.0, within(0.0));
        assertThat(v4.sharedShare()).isLessThan(0.2);
        assertThatThrownBy(() -> acme.footprint(SnapshotRef.named("none")))
                .isInstanceOf(SnapshotNotFoundException.class);
    }
}
