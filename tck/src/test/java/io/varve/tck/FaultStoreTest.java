package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.pages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultStoreTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final RefUpdate CREATION = RefUpdate.create("head", bytes("x"));

    private final SnapshotStore below = new MistakenStore(new MistakenStore.Data(), null);
    private final FaultStore store = new FaultStore(below);

    @Test
    void without_a_policy_it_is_the_store_below() {
        for (StoreCall call : StoreCall.values()) {
            assertThat(call.on(store)).as("fault of %s", call).isEmpty();
        }
        assertThat(store.counts()).isEqualTo(new FaultStore.Counts(10, 5, 0));
        assertThat(store.capabilities()).isEqualTo(below.capabilities());
        store.close();
        assertThat(kindOf(() -> below.readRef(ACME, "head"))).contains(Kind.CLOSED);
    }

    @Test
    void a_write_that_fails_before_leaves_nothing() {
        for (Kind kind : List.of(Kind.UNAVAILABLE, Kind.OUTCOME_UNKNOWN, Kind.TOO_LARGE, Kind.CLOSED)) {
            store.follow(FaultPolicy.always(new Fault.Before(kind)));
            assertThat(kindOf(() -> commitFivePages())).contains(kind);
        }
        assertThat(below.scanTenants(null, 9)).isEmpty();
    }

    @Test
    void a_write_that_fails_after_has_left_everything() {
        store.follow(FaultPolicy.always(Fault.unknown(true)));
        assertThat(kindOf(() -> commitFivePages())).contains(Kind.OUTCOME_UNKNOWN);
        assertThat(below.readRef(ACME, "head")).contains(bytes("x"));
        assertThat(Walk.pageIds(below, ACME)).hasSize(5);
    }

    @Test
    void half_a_commit_is_half_of_its_pages_and_no_ref() {
        store.follow(FaultPolicy.always(new Fault.Half(Kind.UNAVAILABLE)));
        assertThat(kindOf(() -> commitFivePages())).contains(Kind.UNAVAILABLE);
        assertThat(below.readRef(ACME, "head")).isEmpty();
        assertThat(Walk.pageIds(below, ACME)).hasSize(3);
    }

    @Test
    void half_a_removal_is_of_unknown_outcome() {
        commitFivePages();
        store.follow(FaultPolicy.always(new Fault.Half(Kind.UNAVAILABLE)));
        RefUpdate guard = RefUpdate.check("head", bytes("x"));
        assertThat(kindOf(() -> store.deletePages(ACME, guard, Samples.ids(pages(0, 5)), 9)))
                .contains(Kind.OUTCOME_UNKNOWN);
        assertThat(Walk.pageIds(below, ACME)).hasSize(2);
        assertThat(kindOf(() -> store.eraseTenant(ACME, new Ref("head", bytes("x")), 1)))
                .contains(Kind.OUTCOME_UNKNOWN);
        assertThat(Walk.pageIds(below, ACME)).hasSize(1);
    }

    @Test
    void no_store_says_after_half_a_commit_that_nothing_was_applied() {
        assertThatThrownBy(() -> new Fault.Half(Kind.TOO_LARGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOO_LARGE");
    }

    @Test
    void a_late_call_works() {
        store.follow(FaultPolicy.always(new Fault.Delay(Duration.ofMillis(20))));
        Thread.currentThread().interrupt();
        long before = System.nanoTime();
        commitFivePages();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Walk.pageIds(below, ACME)).hasSize(5);
    }

    @Test
    void a_bug_is_no_store_exception() {
        store.follow(FaultPolicy.always(new Fault.Bug()));
        assertThatThrownBy(() -> store.readRef(ACME, "head")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_reads_fails_as_one_that_reads_may(StoreCall call) {
        List<Fault> faults = new ArrayList<>(List.of(new Fault.After(), new Fault.Half(Kind.OUTCOME_UNKNOWN)));
        for (Kind kind : Kind.values()) {
            faults.add(new Fault.Before(kind));
        }
        for (Fault fault : faults) {
            store.follow(FaultPolicy.always(fault));
            Kind kind = call.on(store).orElseThrow().kind();
            boolean writes = store.counts().writes() > 0;
            assertThat(kind == Kind.OUTCOME_UNKNOWN && !writes)
                    .as("whether %s, which reads, is of unknown outcome after %s", call, fault)
                    .isFalse();
        }
    }

    @Test
    void writes_are_numbered_among_themselves_from_the_policy_on() {
        commitFivePages();
        store.follow(FaultPolicy.onWrite(1, Fault.unavailable()));
        List<Boolean> failed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertThat(store.readRef(ACME, "head")).isPresent();
            failed.add(
                    kindOf(() -> store.commit(ACME, 1, pages(0, 1), List.of())).isPresent());
        }
        assertThat(failed).containsExactly(false, true, false, false);
        assertThat(store.counts()).isEqualTo(new FaultStore.Counts(8, 4, 1));
    }

    @Test
    void after_a_crash_nothing_is_done_any_more() {
        store.follow(FaultPolicy.crashAtWrite(1, Fault.unknown(true)));
        assertThat(kindOf(() -> commitFivePages())).isEmpty();
        assertThat(store.readRef(ACME, "head")).isPresent();
        assertThat(kindOf(() -> store.commit(ACME, 1, pages(5, 1), List.of()))).contains(Kind.OUTCOME_UNKNOWN);
        assertThat(kindOf(() -> store.readRef(ACME, "head"))).contains(Kind.CLOSED);
        assertThat(kindOf(() -> store.commit(ACME, 1, pages(6, 1), List.of()))).contains(Kind.CLOSED);
        assertThat(Walk.pageIds(below, ACME)).hasSize(6);
        store.heal();
        assertThat(store.readRef(ACME, "head")).isPresent();
    }

    @Test
    void policies_are_narrowed_to_methods_and_put_one_behind_another() {
        store.follow(FaultPolicy.always(Fault.unavailable())
                .only(StoreMethod.READ_REF)
                .or(FaultPolicy.fromWrite(1, Fault.unknown(false))));
        assertThat(kindOf(() -> store.readRef(ACME, "head"))).contains(Kind.UNAVAILABLE);
        assertThat(kindOf(() -> store.scanRefs(ACME, "", null, 1))).isEmpty();
        assertThat(kindOf(() -> commitFivePages())).isEmpty();
        assertThat(kindOf(() -> commitFivePages())).contains(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void chance_is_decided_by_the_seed() {
        FaultPolicy policy = FaultPolicy.random(7, 0.25, Fault.unavailable(), Fault.unknown(true));
        List<Optional<Fault>> first = fates(policy);
        assertThat(fates(FaultPolicy.random(7, 0.25, Fault.unavailable(), Fault.unknown(true))))
                .isEqualTo(first);
        assertThat(fates(FaultPolicy.random(8, 0.25, Fault.unavailable(), Fault.unknown(true))))
                .isNotEqualTo(first);
        assertThat(first).contains(Optional.of(Fault.unavailable()), Optional.of(Fault.unknown(true)));
        assertThat(first.stream().filter(Optional::isPresent).count()).isBetween(200L, 300L);
        assertThatThrownBy(() -> FaultPolicy.random(7, 0.25)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void calls_of_many_threads_are_all_counted() {
        store.follow(FaultPolicy.onWrites(write -> write % 4 == 0, Fault.unavailable()));
        Race.of(4, thread -> () -> {
            for (int i = 0; i < 500; i++) {
                var unused = kindOf(() -> store.commit(ACME, 1, List.of(), List.of()));
            }
        });
        assertThat(store.counts()).isEqualTo(new FaultStore.Counts(2_000, 2_000, 500));
    }

    private void commitFivePages() {
        var unused = store.commit(ACME, 1, pages(0, 5), List.of(CREATION));
    }

    private static List<Optional<Fault>> fates(FaultPolicy policy) {
        List<Optional<Fault>> fates = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            fates.add(policy.decide(new FaultPolicy.Call(StoreMethod.COMMIT, i, i)));
        }
        return fates;
    }

    private static Optional<Kind> kindOf(Runnable call) {
        return Optional.ofNullable(catchThrowableOfType(StoreException.class, call::run))
                .map(StoreException::kind);
    }
}
