package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.internal.codec.CodecSettings;
import io.varve.internal.codec.StateCodec;
import io.varve.internal.codec.weight.StateWeigher;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class StateLimitTest extends BackendTest {

    private static final long LIMIT = 20_000;
    private static final StateWeigher<Ledger> WEIGHER =
            StateCodec.<Ledger>of(CodecSettings.of(Ledger.class)).weigher();

    private static Ledger with(Ledger state, int from, int to) {
        return new Ledger(
                state.count(),
                state.note(),
                state.entries()
                        .putAll(Iterator.range(from, to)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i)))));
    }

    private Tenant<Ledger> limited(Durability mode) {
        return open(builder -> builder.durability(mode).stateLimit(LIMIT)).createTenant("acme");
    }

    private static void assertRefused(Tenant<Ledger> tenant, Transition<Ledger> transition) {
        Ledger before = tenant.state();
        StateTooLargeException refusal =
                catchThrowableOfType(StateTooLargeException.class, () -> tenant.apply(transition));
        assertThat(refusal).isNotNull();
        assertThat(refusal.limit()).isEqualTo(LIMIT);
        assertThat(refusal.sizeBefore()).isEqualTo(WEIGHER.weigh(before));
        assertThat(refusal.refusedSize()).isGreaterThan(LIMIT);
        assertThat(refusal)
                .hasMessageContaining("acme")
                .hasMessageContaining(Long.toString(LIMIT))
                .hasMessageContaining(Long.toString(refusal.sizeBefore()))
                .hasMessageContaining(Long.toString(refusal.refusedSize()))
                .hasMessageContaining("stateLimit");
        assertThat(tenant.state()).isSameAs(before);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aTransitionOverTheLimitIsRefusedAndTheStateUnchanged(Durability mode) {
        Tenant<Ledger> acme = limited(mode);
        acme.apply(state -> with(state, 0, 50));
        acme.snapshot(SnapshotRequest.named("v1"));

        assertRefused(acme, state -> with(state, 0, 1_000));

        acme.apply(Ledger::incremented);
        Ledger head = acme.state();
        assertThat(acme.metrics().transitions().failed()).isEqualTo(1);
        assertThat(acme.metrics().stateBytes()).contains(WEIGHER.weigh(head));
        assertThat(reopen().tenant("acme").state()).isEqualTo(head);
    }

    @Test
    void theRefusalSaysWhatTheStateWouldHaveWeighed() {
        Tenant<Ledger> acme = limited(Durability.ON_SNAPSHOT);
        Ledger large = with(Ledger.EMPTY, 0, 1_000);

        StateTooLargeException refusal =
                catchThrowableOfType(StateTooLargeException.class, () -> acme.apply(state -> large));

        assertThat(refusal.refusedSize()).isEqualTo(WEIGHER.weigh(large));
    }

    @Test
    void whatWeighsAsMuchAsTheLimitIsAllowed() {
        Ledger exactly = with(Ledger.EMPTY, 0, 20);
        Tenant<Ledger> acme =
                open(builder -> builder.stateLimit(WEIGHER.weigh(exactly))).createTenant("acme");

        acme.apply(state -> exactly);

        assertThatThrownBy(() -> acme.apply(state -> state.with("one more", 1)))
                .isInstanceOf(StateTooLargeException.class);
    }

    @Test
    void severalTransitionsMayBeOverTheLimitInBetween() {
        Tenant<Ledger> acme = limited(Durability.ON_SNAPSHOT);

        acme.applyAll(List.of(state -> with(state, 0, 1_000), state -> with(Ledger.EMPTY, 0, 10)));
        assertThat(acme.state().entries()).hasSize(10);

        assertThatThrownBy(() -> acme.applyAll(List.of(Ledger::incremented, state -> with(state, 0, 1_000))))
                .isInstanceOf(StateTooLargeException.class);
        assertThat(acme.state().count()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aTransitionWithASnapshotThatIsRefusedLeavesTheSnapshot(Durability mode) {
        Tenant<Ledger> acme = limited(mode);
        ApplyResult<Ledger> refused =
                acme.applyWithSnapshot(state -> with(state, 0, 1_000), SnapshotRequest.named("before"));

        assertThat(refused.outcome().getLeft()).isInstanceOf(StateTooLargeException.class);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.find(SnapshotRef.named("before"))).isNotEmpty();

        acme.applyWithSnapshot(state -> with(state, 0, 20), SnapshotRequest.named("then"));
        assertThat(acme.metrics().stateBytes()).contains(WEIGHER.weigh(acme.state()));
        assertThat(acme.metrics().transitions().failed()).isEqualTo(1);
        assertThat(acme.metrics().transitions().applied()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aStepOfATransactionThatIsRefusedStopsItThere(Durability mode) {
        Tenant<Ledger> acme = limited(mode);
        TransactionFailure<Ledger> failure = acme.transaction("import")
                .step(state -> with(state, 0, 10))
                .step("grow", state -> with(state, 0, acme.snapshotCount() == 1 ? 1_000 : 30))
                .checkpoint("done", Ledger::incremented)
                .run()
                .getLeft();

        assertThat(failure.failedStepName()).isEqualTo("grow");
        assertThat(failure.cause()).isInstanceOf(StateTooLargeException.class);
        assertThat(failure.stepsInEffect()).isEqualTo(1);
        assertThat(acme.state().entries()).hasSize(10);
        assertThat(acme.metrics().transitions().applied()).isEqualTo(1);
        assertThat(acme.metrics().transitions().failed()).isEqualTo(1);

        // Another change goes through, in what would have been the same group; the refused step is still to be done.
        acme.snapshot();
        assertThat(failure.resume().isRight()).isTrue();
        assertThat(acme.state().entries()).hasSize(30);
        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(acme.metrics().stateBytes()).contains(WEIGHER.weigh(acme.state()));
    }

    @Test
    void anAtomicTransactionWithAStepThatIsTooLargeChangesNothing() {
        Tenant<Ledger> acme = limited(Durability.ON_SNAPSHOT);

        TransactionFailure<Ledger> failure = acme.transaction("import")
                .atomic()
                .step(state -> with(state, 0, 10))
                .checkpoint("grown", state -> with(state, 0, 1_000))
                .run()
                .getLeft();

        assertThat(failure.cause()).isInstanceOf(StateTooLargeException.class);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.snapshots()).isEmpty();
    }

    @Test
    void aStateThatIsOverTheLimitMayShrinkButNotGrow() {
        Ledger large = with(Ledger.EMPTY, 0, 1_000);
        open(builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme")
                .apply(state -> large);
        Tenant<Ledger> acme = reopen(builder -> builder.stateLimit(LIMIT)).tenant("acme");
        assertThat(acme.metrics().stateBytes())
                .as("it was stored without a limit")
                .isEmpty();

        assertRefused(acme, state -> state.with("key 1000", 1));
        assertThat(acme.metrics().stateBytes()).contains(WEIGHER.weigh(large));
        acme.apply(Ledger::incremented);
        acme.apply(state -> new Ledger(0, "", state.entries().remove("key 1")));

        assertThat(acme.state().entries()).hasSize(999);
        assertThat(acme.metrics().stateBytes()).contains(WEIGHER.weigh(acme.state()));
    }

    @Test
    void aRollbackToAStateOverTheLimitIsNotRefused() {
        Tenant<Ledger> before =
                open(builder -> builder.durability(Durability.ON_SNAPSHOT)).createTenant("acme");
        before.apply(state -> with(state, 0, 1_000));
        before.snapshot(SnapshotRequest.named("large"));
        before.apply(state -> Ledger.EMPTY);
        Tenant<Ledger> acme = reopen(builder -> builder.stateLimit(LIMIT)).tenant("acme");

        acme.rollback(SnapshotRef.named("large"));

        assertThat(acme.state().entries()).hasSize(1_000);
        assertRefused(acme, state -> state.with("key 1000", 1));
        acme.apply(state -> with(Ledger.EMPTY, 0, 10));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theWeightIsKnownWithoutAWalkAfterReopeningAndRollingBack(Durability mode) {
        Tenant<Ledger> acme = limited(mode);
        acme.apply(state -> with(state, 0, 50));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> with(state, 0, 60));
        long head = WEIGHER.weigh(acme.state());

        Tenant<Ledger> reopened =
                reopen(builder -> builder.durability(mode).stateLimit(LIMIT)).tenant("acme");
        assertThat(reopened.metrics().stateBytes()).contains(head);
        assertThat(reopened.metrics().cache().misses()).isZero();

        reopened.rollback(SnapshotRef.named("v1"));
        assertThat(reopened.metrics().stateBytes()).contains(WEIGHER.weigh(with(Ledger.EMPTY, 0, 50)));
    }

    @Test
    void aSnapshotWhoseWeightWasLearntLaterCanStillBeDeletedAndGoneBackTo() {
        Tenant<Ledger> before =
                open(builder -> builder.durability(Durability.ON_SNAPSHOT)).createTenant("acme");
        before.apply(state -> with(state, 0, 20));
        before.snapshot(SnapshotRequest.named("v1"));
        before.snapshot(SnapshotRequest.named("v2"));
        Tenant<Ledger> acme = reopen(builder -> builder.stateLimit(LIMIT)).tenant("acme");
        acme.rollback(SnapshotRef.named("v1"));
        acme.apply(Ledger::incremented); // weighs the state of v1
        acme.rollback(SnapshotRef.named("v1"));
        assertThat(acme.metrics().stateBytes()).isNotEmpty();

        acme.delete(SnapshotRef.named("v2"));
        acme.delete(SnapshotRef.named("v1"));

        assertThat(acme.state().entries()).hasSize(20);
        assertThat(acme.find(SnapshotRef.named("v1"))).isEmpty();
    }

    @Test
    void aNewTenantKnowsItsWeight() {
        assertThat(limited(Durability.ON_SNAPSHOT).metrics().stateBytes()).contains(WEIGHER.weigh(Ledger.EMPTY));
    }

    @Test
    void withoutALimitNothingIsWeighed() {
        Tenant<Ledger> acme = open().createTenant("acme");
        acme.apply(Ledger::incremented);

        assertThat(acme.metrics().stateBytes()).isEmpty();
    }

    @Test
    void aWeightIsForgottenWhenTheStateIsChangedWithoutALimit() {
        limited(Durability.ON_SNAPSHOT).apply(state -> with(state, 0, 20));
        reopen().tenant("acme").apply(state -> with(state, 0, 30));

        Tenant<Ledger> acme = reopen(builder -> builder.stateLimit(LIMIT)).tenant("acme");
        assertThat(acme.metrics().stateBytes()).isEmpty();
        acme.apply(Ledger::incremented);
        assertThat(acme.metrics().stateBytes()).contains(WEIGHER.weigh(acme.state()));
    }

    @Test
    void theWeightKeptUpIsThatOfTheStateAfterAnyOperations() {
        long seed = new Random().nextLong();
        System.out.println("StateLimitTest " + backend + " seed " + seed);
        Random random = new Random(seed);
        Tenant<Ledger> acme = limited(Durability.ON_SNAPSHOT);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            int first = random.nextInt(300);
            int length = random.nextInt(random.nextInt(10) == 0 ? 200 : 8);
            switch (random.nextInt(12)) {
                case 0 -> acme.snapshot();
                case 1 -> {
                    if (acme.snapshots().nonEmpty()) {
                        acme.rollback(SnapshotRef.index(
                                random.nextInt(acme.snapshots().size())));
                    }
                }
                case 2 -> {
                    if (random.nextInt(4) == 0) {
                        acme = reopen(builder -> builder.durability(Durability.ON_SNAPSHOT)
                                        .stateLimit(LIMIT))
                                .tenant("acme");
                    }
                }
                case 3, 4, 5 ->
                    acme.apply(state -> new Ledger(
                            state.count() + 1,
                            "note " + first,
                            state.entries()
                                    .removeAll(Iterator.range(first, first + length)
                                            .map(n -> "key " + n))));
                default -> {
                    Ledger before = acme.state();
                    try {
                        acme.apply(state -> with(state, first, first + length));
                        assertThat(WEIGHER.weigh(acme.state())).isLessThanOrEqualTo(LIMIT);
                    } catch (StateTooLargeException e) {
                        refused++;
                        assertThat(acme.state()).isSameAs(before);
                    }
                }
            }
            assertThat(acme.metrics().stateBytes()).as("after operation " + i).contains(WEIGHER.weigh(acme.state()));
        }
        System.out.println("StateLimitTest " + backend + " refused " + refused);
    }

    @Test
    void theInitialStateHasToBeWithinTheLimit() {
        assertThatThrownBy(() -> open(builder -> builder.stateLimit(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("initial state")
                .hasMessageContaining("1");
    }

    @Test
    void aLimitIsNotNegative() {
        assertThatThrownBy(() -> StateManager.builder(Ledger.class).stateLimit(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
