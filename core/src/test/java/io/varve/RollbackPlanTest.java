package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.diff.StatePath;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollbacks that are looked at before they are done, in whole or at some places. */
@ParameterizedClass
@EnumSource(Backend.class)
class RollbackPlanTest extends BackendTest {

    private static final StatePath COUNT = StatePath.root().component("count");
    private static final StatePath NOTE = StatePath.root().component("note");
    private static final StatePath ENTRIES = StatePath.root().component("entries");
    private static final StatePath NUMBER_OF_A = ENTRIES.key("a").component("number");

    private static final Ledger ONE =
            Ledger.EMPTY.incremented().noted("one").with("a", 1).with("b", 2);

    private Tenant<Ledger> acme;
    private SnapshotInfo v1;

    @BeforeEach
    void takeSnapshots() {
        takeSnapshots(open().createTenant("acme"));
    }

    /** In the head since v1: the count, the note, a changed, b gone, c new. */
    private void takeSnapshots(Tenant<Ledger> tenant) {
        acme = tenant;
        acme.apply(state -> ONE);
        v1 = acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state ->
                new Ledger(5, "five", state.entries().remove("b")).with("a", 9).with("c", 3));
    }

    private RollbackPlan<Ledger> plan() {
        return acme.planRollback(SnapshotRef.named("v1"));
    }

    @Test
    void planningShowsWhatWouldChangeAndChangesNothing() {
        Ledger head = acme.state();

        RollbackPlan<Ledger> plan = plan();

        assertThat(plan.target()).isEqualTo(v1);
        assertThat(plan.stateVersion()).isEqualTo(2);
        assertThat(plan.isSelective()).isFalse();
        assertThat(plan.problem()).isEmpty();
        assertThat(plan.diff().before()).isSameAs(head);
        assertThat(plan.diff().after()).isEqualTo(ONE);
        assertThat(plan.diff().summary().toString()).startsWith("1 added, 1 removed, 3 changed");
        assertThat(plan).hasToString("rollback to 'v1', planned on version 2");
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots()).containsExactly(v1);
        assertThat(acme.audit()).isEmpty();
    }

    @Test
    void doingItIsARollback() {
        Ledger head = acme.state();

        RollbackResult<Ledger> done = plan().execute(TransitionContext.by("ann"));

        assertThat(done.restored()).isEqualTo(v1);
        assertThat(acme.state()).isSameAs(done.state()).isEqualTo(ONE);
        assertThat(acme.at(SnapshotRef.id(done.safety().get().id())).state()).isEqualTo(head);
        assertThat(acme.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(AuditKind.ROLLBACK);
            assertThat(entry.who()).contains("ann");
        });
        assertThat(reopen().tenant("acme").state()).isEqualTo(ONE);
    }

    @Test
    void itIsNotDoneIfTheHeadHasMoved() {
        RollbackPlan<Ledger> plan = plan();
        Ledger head = acme.apply(Ledger::incremented);

        for (RollbackPlan<Ledger> stale : List.of(plan, plan.only(NOTE))) {
            assertThatThrownBy(stale::execute)
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("planned on version 2")
                    .hasMessageContaining("at version 3");
        }
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots()).containsExactly(v1);
        assertThat(plan.diff().before().count()).isEqualTo(5);

        RollbackPlan<Ledger> renewed = plan.only(NOTE).renewed();
        assertThat(renewed.isSelective()).isTrue();
        assertThat(renewed.diff().before()).isSameAs(head);
        assertThat(renewed.execute().state()).isEqualTo(new Ledger(6, "one", head.entries()));
    }

    @Test
    void aTransitionThatChangesNothingDoesNotMoveTheHead() {
        RollbackPlan<Ledger> plan = plan();
        acme.apply(state -> state);
        acme.snapshot(SnapshotRequest.named("v2"));

        assertThat(plan.execute().safety()).isEmpty();
        assertThat(acme.state()).isEqualTo(ONE);
    }

    @Test
    void itIsNotDoneIfTheSnapshotWasRemoved() {
        RollbackPlan<Ledger> plan = plan();
        Ledger head = acme.state();
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.delete(SnapshotRef.named("v1"));

        for (RollbackPlan<Ledger> stale : List.of(plan, plan.only(NOTE))) {
            assertThatThrownBy(stale::execute)
                    .isInstanceOf(SnapshotNotFoundException.class)
                    .hasMessageContaining("'v1'")
                    .hasMessageContaining("removed since");
            assertThatThrownBy(stale::renewed).isInstanceOf(SnapshotNotFoundException.class);
        }
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void onlySomePlacesAreGoneBackTo() {
        Ledger head = acme.state();
        RollbackPlan<Ledger> plan = plan().only(NOTE, NUMBER_OF_A);

        assertThat(plan.isSelective()).isTrue();
        assertThat(plan.diff())
                .extracting(Object::toString)
                .containsExactly("note: \"five\" -> \"one\"", "entries[\"a\"].number: 9 -> 1");

        RollbackResult<Ledger> done = plan.execute();
        Ledger expected = new Ledger(5, "one", head.entries()).with("a", 1);
        assertThat(done.state()).isEqualTo(expected);
        assertThat(done.restored()).isEqualTo(v1);
        assertThat(acme.state()).isSameAs(done.state());
        assertThat(acme.at(SnapshotRef.latest()).state()).isSameAs(head);
        assertThat(done.safety().get().description()).contains("the head before some of it was rolled back to 'v1'");
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(expected);
        assertThat(reopened.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(AuditKind.SELECTIVE_ROLLBACK);
            assertThat(entry.snapshotName()).contains("v1");
            assertThat(entry.versionAfter()).isEqualTo(3);
        });
        assertThat(reopened.undoRollback().state()).isEqualTo(head);
    }

    @Test
    void allButSomePlacesAreGoneBackTo() {
        RollbackPlan<Ledger> plan = plan().except(NOTE, ENTRIES.key("c"));

        assertThat(plan.execute().state()).isEqualTo(new Ledger(1, "five", ONE.entries()).with("c", 3));
    }

    @Test
    void selectionsNarrowEachOther() {
        assertThat(plan().only(ENTRIES)
                        .except(ENTRIES.key("c"))
                        .only(ENTRIES.key("b"))
                        .diff())
                .extracting(Object::toString)
                .containsExactly("entries[\"b\"]: added Entry[text=text of b, number=2]");
        assertThat(plan().only().execute(RollbackOption.WITHOUT_SAFETY_SNAPSHOT).safety())
                .isEmpty();
        assertThat(acme.audit()).as("nothing was selected, so nothing was done").isEmpty();
    }

    @Test
    void whatTheSnapshotDoesNotHaveIsOnlyRemovedIfThatIsAllowed() {
        Ledger head = acme.state();
        RollbackPlan<Ledger> plan = plan().only(ENTRIES);

        assertThatThrownBy(plan::execute)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would remove entries[\"c\"]")
                .hasMessageContaining("ALLOW_REMOVALS");
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots()).containsExactly(v1);

        assertThat(plan.execute(RollbackOption.ALLOW_REMOVALS).state()).isEqualTo(new Ledger(5, "five", ONE.entries()));
    }

    @Test
    void aSelectiveRollbackIsValidatedAsATransitionAndAWholeOneIsNot() {
        closeAll();
        takeSnapshots(open(builder -> builder.validator(StateValidator.<Ledger>requiring(
                        state -> state.count() != 1 || state.note().equals("one"), "one is noted as one")))
                .createTenant("valid"));

        RollbackPlan<Ledger> plan = plan().only(COUNT);

        assertThat(plan.problem().get())
                .isInstanceOf(ValidationFailedException.class)
                .hasMessageContaining("one is noted as one");
        assertThatThrownBy(plan::diff).isSameAs(plan.problem().get());
        assertThatThrownBy(plan::execute).isInstanceOf(ValidationFailedException.class);
        assertThat(acme.state().count()).isEqualTo(5);
        assertThat(plan().only(COUNT, NOTE).execute().state().count()).isEqualTo(1);
    }

    @Test
    void aChangeThatCanNotBeToldApartIsRefusedWhenItIsSelected() {
        assertThatThrownBy(() -> plan().except(ENTRIES.key("c").component("number")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name entries[\"c\"] instead");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void itIsAsDurableAsARollback(Durability mode) {
        closeAll();
        takeSnapshots(open(builder -> builder.durability(mode)).createTenant("of-" + mode));

        Ledger done = plan().only(NOTE).execute().state();
        assertThat(done.note()).isEqualTo("one");
        assertThat(plan().execute().state()).isEqualTo(ONE);
        acme.undoRollback();
        assertThat(reopen().tenant(acme.id()).state()).isEqualTo(done);
    }

    @Test
    void aTransitionMayPlanAndNotDoIt() {
        AtomicReference<RollbackPlan<Ledger>> made = new AtomicReference<>();

        acme.apply(state -> {
            made.set(plan().only(NOTE));
            return state;
        });
        assertThatThrownBy(() -> acme.apply(state -> made.get().execute().state()))
                .isInstanceOf(NestedTransitionException.class);
        assertThat(made.get().execute().state().note()).isEqualTo("one");
    }

    @Test
    void aSnapshotThatCanNotBeReadIsAProblem() {
        closeAll();
        AtomicReference<CountingStore> counting = new AtomicReference<>();
        Tenant<Ledger> intact = open(counted(counting), builder -> {}).tenant("acme");
        intact.state();
        counting.get().reset();
        intact.at(SnapshotRef.named("v1"));
        Set<PageId> rootOfV1 = counting.get().sizesRead().keySet();
        closeAll();
        acme = open(
                        store -> {
                            SpoiledStore spoiled = new SpoiledStore(store, SpoiledStore.Damage.MISSING);
                            rootOfV1.forEach(spoiled::spoil);
                            return spoiled;
                        },
                        builder -> {})
                .tenant("acme");

        RollbackPlan<Ledger> plan = plan();

        assertThat(plan.target()).isEqualTo(v1);
        for (RollbackPlan<Ledger> each : List.of(plan, plan.only(NOTE))) {
            assertThat(each.problem().get()).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(each::diff).isSameAs(each.problem().get());
            assertThatThrownBy(each::execute).isSameAs(each.problem().get());
        }
        assertThat(acme.state().count()).isEqualTo(5);
    }

    private static UnaryOperator<SnapshotStore> counted(AtomicReference<CountingStore> counting) {
        return store -> {
            counting.set(new CountingStore(store));
            return counting.get();
        };
    }
}
