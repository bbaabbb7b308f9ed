package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.GarbageModel.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No interleaving of a collection with anything else loses what is needed, and each rule of it is needed for that. */
class GarbageModelTest {

    /** What is built: one process, in which writers can be held up. */
    private static final Set<Rule> BUILT =
            EnumSet.complementOf(EnumSet.of(Rule.COMMITS_CHECK_THE_EPOCH, Rule.REFUSED_WRITERS_PUT_AGAIN));

    /** What several processes need, none of which can hold up another. */
    private static final Set<Rule> WITHOUT_LOCK = EnumSet.complementOf(EnumSet.of(Rule.LOCK));

    @Test
    void noInterleavingOfWhatIsBuiltLosesWhatIsNeeded() {
        GarbageModel model = new GarbageModel(BUILT);

        assertThat(model.counterexample()).isEmpty();

        System.out.println("GarbageModelTest: " + model.worlds() + " worlds with the lock");
        assertThat(model.worlds()).isGreaterThan(10_000);
    }

    @Test
    void noInterleavingOfProcessesThatCannotHoldUpOneAnotherLosesWhatIsNeeded() {
        GarbageModel model = new GarbageModel(WITHOUT_LOCK);

        assertThat(model.counterexample()).isEmpty();

        System.out.println("GarbageModelTest: " + model.worlds() + " worlds without a lock");
        assertThat(model.worlds()).isGreaterThan(10_000);
    }

    @Test
    void aCollectionInWhichNothingElseHappensLeavesNoGarbageWhateverHappenedBefore() {
        GarbageModel model = new GarbageModel(BUILT);
        assertThat(model.counterexample()).isEmpty();

        assertThat(model.quietWorlds())
                .isNotEmpty()
                .allSatisfy(
                        quiet -> assertThat(model.collected(quiet).present()).isEqualTo(quiet.reachable()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            names = {"LOCK", "HEAP_IS_A_ROOT", "CELLS_ARE_ON_THE_HEAP", "STAMPS_ARE_COMPARED"})
    void whatIsBuiltNeedsEveryRule(Rule missing) {
        Set<Rule> rules = EnumSet.copyOf(BUILT);
        rules.remove(missing);

        List<String> steps = new GarbageModel(rules).counterexample();

        System.out.println("GarbageModelTest: without " + missing + ": " + steps);
        assertThat(steps).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Rule.class, mode = EnumSource.Mode.EXCLUDE, names = "LOCK")
    void processesThatCannotHoldUpOneAnotherNeedEveryOtherRule(Rule missing) {
        Set<Rule> rules = EnumSet.copyOf(WITHOUT_LOCK);
        rules.remove(missing);

        List<String> steps = new GarbageModel(rules).counterexample();

        System.out.println("GarbageModelTest: without a lock and " + missing + ": " + steps);
        assertThat(steps).isNotEmpty();
    }
}
