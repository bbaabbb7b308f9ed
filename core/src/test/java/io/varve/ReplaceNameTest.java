package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A name moves from the snapshot that has it to a new one. */
@ParameterizedClass
@MethodSource("backendsAndModes")
class ReplaceNameTest extends BackendTest {

    @Parameter(1)
    Durability mode;

    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;
    private SnapshotInfo old;

    static Stream<Arguments> backendsAndModes() {
        return Stream.of(Backend.values())
                .flatMap(backend -> Stream.of(Durability.values()).map(mode -> Arguments.of(backend, mode)));
    }

    @BeforeEach
    void takeASnapshot() {
        states = open(builder -> builder.durability(mode));
        acme = states.createTenant("acme");
        acme.apply(state -> state.noted("old"));
        old = acme.snapshot(SnapshotRequest.named("nightly").by("ann").tagged("kept"));
        acme.apply(state -> state.noted("new"));
    }

    private SnapshotInfo replace() {
        return acme.snapshot(SnapshotRequest.named("nightly").replaceName());
    }

    private void requireMoved(SnapshotInfo fresh) {
        assertThat(acme.find(SnapshotRef.named("nightly"))).contains(fresh);
        assertThat(acme.at(SnapshotRef.named("nightly")).state().note()).isEqualTo("new");
        Snapshot<Ledger> former = acme.at(SnapshotRef.id(old.id()));
        assertThat(former.state().note()).isEqualTo("old");
        assertThat(former.info().name()).isEmpty();
        assertThat(former.info().kind()).isEqualTo(SnapshotKind.AUTOMATIC);
        assertThat(former.info().createdBy()).contains("ann");
        assertThat(former.info().tags()).contains("kept");
        assertThat(acme.snapshots()).containsExactly(former.info(), fresh);
    }

    @Test
    void theFormerHolderStaysWithoutAName() {
        requireMoved(replace());
    }

    @Test
    void theMoveOutlivesTheProcess() {
        SnapshotInfo fresh = replace();
        acme = reopen().tenant("acme");
        requireMoved(fresh);
    }

    @Test
    void theFormerHolderCanBeDeletedAndTheNewOneKeepsTheName() {
        SnapshotInfo fresh = replace();
        acme.delete(SnapshotRef.id(old.id()));

        assertThat(acme.snapshots()).containsExactly(fresh);
        acme = reopen().tenant("acme");
        assertThat(acme.find(SnapshotRef.named("nightly"))).contains(fresh);
    }

    @Test
    void theNameIsFreeOnceTheNewHolderIsDeleted() {
        replace();
        acme.delete(SnapshotRef.named("nightly"));

        assertThat(acme.find(SnapshotRef.named("nightly"))).isEmpty();
        SnapshotInfo third = acme.snapshot(SnapshotRequest.named("nightly"));
        acme = reopen().tenant("acme");
        assertThat(acme.find(SnapshotRef.named("nightly"))).contains(third);
        assertThat(acme.snapshots().map(SnapshotInfo::label)).containsExactly("automatic #0", "'nightly'");
    }

    @Test
    void aNameCanMoveAgainAndAgain() {
        for (int i = 0; i < 40; i++) {
            acme.apply(Ledger::incremented);
            replace();
        }
        assertThat(acme.snapshotCount(SnapshotFilter.all().ofKind(SnapshotKind.NAMED)))
                .isEqualTo(1);
        assertThat(acme.at(SnapshotRef.named("nightly")).state().count()).isEqualTo(40);
        acme = reopen().tenant("acme");
        assertThat(acme.snapshotCount()).isEqualTo(41);
        assertThat(acme.at(SnapshotRef.named("nightly")).state().count()).isEqualTo(40);
    }

    @Test
    void aFreeNameIsTakenAsUsual() {
        SnapshotInfo weekly = acme.snapshot(SnapshotRequest.named("weekly").replaceName());
        assertThat(acme.snapshots()).containsExactly(old, weekly);
    }

    @Test
    void withoutReplaceNameTheNameIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> acme.snapshot(SnapshotRequest.named("nightly")))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("'nightly'")
                .hasMessageContaining("replaceName()");
        assertThat(acme.snapshots()).containsExactly(old);
    }

    @Test
    void anAutomaticSnapshotHasNoNameToReplace() {
        assertThatThrownBy(() -> SnapshotRequest.automatic().replaceName())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no name");
    }

    @Test
    void theFormerHolderCountsAsAutomaticForRetention() {
        states = reopen(builder -> builder.durability(mode)
                .retention(RetentionPolicy.keepAutomatic(1).keepNamed(1)));
        acme = states.tenant("acme");
        acme.apply(Ledger::incremented);
        SnapshotInfo second = replace();
        assertThat(acme.snapshots().map(SnapshotInfo::sequence)).containsExactly(old.sequence(), second.sequence());
        acme.apply(Ledger::incremented);
        SnapshotInfo third = replace();
        assertThat(acme.snapshots().map(SnapshotInfo::sequence)).containsExactly(second.sequence(), third.sequence());
        acme = reopen().tenant("acme");
        assertThat(acme.snapshots().map(SnapshotInfo::sequence)).containsExactly(second.sequence(), third.sequence());
        assertThat(acme.find(SnapshotRef.named("nightly"))).contains(third);
    }
}
