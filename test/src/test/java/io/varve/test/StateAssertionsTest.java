package io.varve.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.diff.StateDiff;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class StateAssertionsTest {

    record Shelf(String name, Map<String, Integer> books) {}

    @Test
    void equalStatesPass() {
        StateAssertions.assertSame(Vector.of(1, 2), Vector.of(1, 2));
    }

    @Test
    void differencesAreListedByPath() {
        StateDiff<Shelf> diff = StateDiff.between(
                new Shelf("a", HashMap.of("one", 1)), new Shelf("b", HashMap.of("one", 2)), MethodHandles.lookup());
        assertThatThrownBy(() -> StateAssertions.assertSame(diff))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("the states differ, from what is expected to what there is:\n  ")
                .hasMessageContaining("name")
                .hasMessageContaining("books[\"one\"]");
    }

    @Test
    void onlyTheFirstAreListed() {
        assertThatThrownBy(() -> StateAssertions.assertSame(Vector.fill(50, 1), Vector.fill(50, 2)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageEndingWith("\n  and more");
    }
}
