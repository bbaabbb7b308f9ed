package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.DeltaGarbageModel.Rule;
import io.varve.internal.engine.DeltaGarbageModel.World;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No interleaving with a collection takes from a delta what it is one of, and each rule is needed for that. */
class DeltaGarbageModelTest {

    private static final Set<Rule> BUILT = EnumSet.allOf(Rule.class);

    @Test
    void noInterleavingMakesUnreadableWhatIsNeeded() {
        DeltaGarbageModel model = new DeltaGarbageModel(BUILT);

        assertThat(model.counterexample()).isEmpty();

        System.out.println("DeltaGarbageModelTest: " + model.worlds() + " worlds");
        assertThat(model.worlds()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleIsNeeded(Rule missing) {
        Set<Rule> rules = EnumSet.copyOf(BUILT);
        rules.remove(missing);

        List<String> steps = new DeltaGarbageModel(rules).counterexample();

        System.out.println("DeltaGarbageModelTest: without " + missing + ": " + steps);
        assertThat(steps).isNotEmpty();
    }

    @Test
    void whatTwoCollectionsInWhichNothingElseHappensLeaveIsNeededOrABaseWhateverHappenedBefore() {
        DeltaGarbageModel model = new DeltaGarbageModel(BUILT);
        assertThat(model.counterexample()).isEmpty();
        List<World> quiet = model.quietWorlds();

        assertThat(quiet).isNotEmpty();
        assertThat(quiet.stream().map(model::collectedTwice).filter(World::hasGarbage))
                .isEmpty();
    }
}
