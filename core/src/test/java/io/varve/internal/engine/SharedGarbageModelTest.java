package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.SharedGarbageModel.Rule;
import io.varve.internal.engine.SharedGarbageModel.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No interleaving of a collection with what several processes do to the same tenant loses what is needed, and each rule of
 * the protocol is needed for that.
 */
class SharedGarbageModelTest {

    private static final int ALL_WORLDS = Integer.MAX_VALUE;

    /** Of the rules that {@code docs/decisions/0043-garbage-of-shared-tenants.md} calls spare, none is needed. */
    private static final Set<Rule> SPARE =
            EnumSet.of(Rule.COMMITS_CHECK_THE_LEASE, Rule.ONE_CUT, Rule.ACKNOWLEDGING_CHECKS_THE_EPOCH);

    /** Each state is one page: what a commit puts, or takes for stored. */
    private static final int[] FLAT = {0b001, 0b010, 0b100};

    /** Each state is a root and one or two of two leaves. */
    private static final int[] TREES = {0b00101, 0b01011, 0b10010};

    private static final int NOBODY = 0;
    private static final int A = 0b01;
    private static final int B = 0b10;

    /** What may happen; all of it at once would be too much for a few seconds. */
    enum Some {
        /** A collects, B writes, and both hold states. */
        WRITER(scope(FLAT, A | B, B, NOBODY, A, 2, 1)),
        /** The collector writes itself. */
        WRITING_COLLECTOR(scope(FLAT, A | B, A, NOBODY, A, 2, 1)),
        /** What a write has put counts as stored at once, as it is built. */
        TELLING_WRITER(new Scope(FLAT, 3, 2, A | B, B, NOBODY, A, 1, 2, false, false, false, true)),
        /** States share pages. */
        TREES_OF_PAGES(new Scope(TREES, 5, 2, B, B, NOBODY, A, 2, 1, false, false, false, false)),
        /** Snapshots are taken and removed, and rolled back to, in two collections. */
        EDITOR(scope(FLAT, A | B, NOBODY, A, A, 0, 2)),
        /** The same, by others than who collects. */
        TWO_COLLECTORS(scope(FLAT, A | B, NOBODY, B, A | B, 0, 2)),
        ROLLING_BACK(scope(FLAT, A, B, A, A, 1, 1)),
        EDITING_WRITER(scope(FLAT, NOBODY, B, B, A, 2, 1)),
        /** Processes crash and close. */
        LEAVING(new Scope(FLAT, 3, 2, A | B, B, NOBODY, A, 2, 1, false, true, false, false)),
        /** Processes open the tenant. */
        OPENING(new Scope(FLAT, 3, 2, A | B, B, NOBODY, A, 1, 1, true, true, false, false)),
        /** One opens while another writes and collects. */
        OPENING_LATE(new Scope(FLAT, 3, 2, NOBODY, A, NOBODY, A, 1, 1, true, true, false, false)),
        /** The tenant is removed and created again. */
        RECREATION(new Scope(FLAT, 3, 2, NOBODY, B, NOBODY, A | B, 1, 2, false, false, true, false)),
        /** There is a third process. */
        THREE(new Scope(FLAT, 3, 3, 0b010, 0b100, NOBODY, 0b001, 2, 1, false, true, false, false));

        @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to its arrays.
        private final Scope scope;

        Some(Scope scope) {
            this.scope = scope;
        }

        private static Scope scope(
                int[] states, int readers, int writers, int editors, int collectors, int writes, int epochs) {
            return new Scope(
                    states, 3, 2, readers, writers, editors, collectors, writes, epochs, false, false, false, false);
        }
    }

    @ParameterizedTest
    @EnumSource(Some.class)
    void noInterleavingLosesWhatIsNeededNorKeepsGarbageForEver(Some some) {
        SharedGarbageModel model = new SharedGarbageModel(EnumSet.allOf(Rule.class), some.scope);

        assertThat(model.counterexample(ALL_WORLDS)).isEmpty();

        System.out.println("SharedGarbageModelTest: " + model.worlds() + " worlds, " + some);
        assertThat(model.worlds()).isGreaterThan(1_000);
        assertThat(model.leaked()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "EPOCH_BEFORE_CUT, EDITING_WRITER",
        "COMMITS_CHECK_THE_EPOCH, ROLLING_BACK",
        "REFUSED_WRITERS_PUT_AGAIN, WRITER",
        "WRITERS_ACKNOWLEDGE_FIRST, WRITER",
        "THE_CUT_WAITS, WRITER",
        "EXPIRED_LEASES_ARE_DELETED, WRITER",
        "OPENING_ACKNOWLEDGES_NOTHING, OPENING",
        "LEASE_BEFORE_REFS, OPENING_LATE",
        "ACKNOWLEDGING_READS_THE_REFS, EDITOR",
        "THE_HEAP_IS_LISTED_LAST, EDITOR",
        "ACKNOWLEDGING_CHECKS_THE_LEASE, WRITER",
        "ACKNOWLEDGING_BETWEEN_WRITES, WRITER",
        "LISTS_STAY, WRITER",
        "LISTS_ARE_ROOTS, WRITER",
        "CLOSED_LEASES_STAY, LEAVING",
        "THE_COLLECTOR_ACKNOWLEDGES, WRITING_COLLECTOR",
        "REOPENING_FORGETS, WRITER",
        "REMOVED_SNAPSHOTS_STAY, EDITOR",
        "REMOVED_SNAPSHOTS_GO_WITH_THE_EPOCH, EDITOR",
        "DELETES_CHECK_THE_MARK, TWO_COLLECTORS",
        "DELETES_CHECK_THE_EPOCH, TWO_COLLECTORS",
        "DELETES_CHECK_THE_INCARNATION, RECREATION",
        "STAMPS_ARE_COMPARED, WRITER"
    })
    void everyRuleIsNeeded(Rule missing, Some some) {
        Set<Rule> rules = EnumSet.allOf(Rule.class);
        rules.remove(missing);

        List<String> steps = new SharedGarbageModel(rules, some.scope).counterexample(ALL_WORLDS);

        System.out.println("SharedGarbageModelTest: without " + missing + ": " + steps);
        assertThat(steps).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Some.class,
            names = {"WRITER", "EDITOR", "OPENING", "LEAVING"})
    void whatIsSpareMayBeLeftOut(Some some) {
        assertThat(new SharedGarbageModel(EnumSet.complementOf(EnumSet.copyOf(SPARE)), some.scope)
                        .counterexample(ALL_WORLDS))
                .isEmpty();
    }

    @Test
    void pagesThatArePutWithoutALookAtTheMarkMayStayInATenantThatWasCreatedAgain() {
        Set<Rule> rules = EnumSet.complementOf(EnumSet.of(Rule.PUTS_CHECK_THE_MARK));
        SharedGarbageModel model = new SharedGarbageModel(rules, Some.RECREATION.scope);

        assertThat(model.counterexample(ALL_WORLDS)).isEmpty();
        assertThat(model.leaked()).isNotZero();
    }

    @Test
    void aWriterThatTakesWhatItHasPutForStoredNeedNotPutItAgain() {
        Set<Rule> rules = EnumSet.complementOf(EnumSet.of(Rule.REFUSED_WRITERS_PUT_AGAIN));

        assertThat(new SharedGarbageModel(rules, Some.TELLING_WRITER.scope).counterexample(ALL_WORLDS))
                .isEmpty();
    }
}
