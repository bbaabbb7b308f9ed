package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.List;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatePathTest {

    private static final StatePath ROOT = StatePath.root();

    record Position(String aisle, int shelf) {}

    @Test
    void componentsKeysAndIndexesReadLikeJava() {
        assertThat(ROOT.component("sessions").key("s-42").component("expiresAt"))
                .hasToString("sessions[\"s-42\"].expiresAt");
        assertThat(ROOT.component("orders").index(17).component("total")).hasToString("orders[17].total");
        assertThat(ROOT.key("theme")).hasToString("[\"theme\"]");
        assertThat(ROOT.component("tags").then(new StatePath.Element("red"))).hasToString("tags{\"red\"}");
        assertThat(ROOT.component("note").then(new StatePath.Present())).hasToString("note?");
    }

    @Test
    void theStateItselfHasAName() {
        assertThat(ROOT).hasToString("(state)");
    }

    @Test
    void stringsAreQuotedAndEscaped() {
        assertThat(ROOT.key("a\"b\\c\nd\te\r")).hasToString("[\"a\\\"b\\\\c\\nd\\te\\r\"]");
        assertThat(ROOT.key("\u0000 \u202e \ud800 größer 💥")).hasToString("[\"\\u0000 \\u202e \\ud800 größer 💥\"]");
        assertThat(ROOT.key('\'')).hasToString("['\\'']");
        assertThat(ROOT.key("17")).hasToString("[\"17\"]");
    }

    @Test
    void otherKeysReadAsTheirOwnText() {
        assertThat(ROOT.key(17L)).hasToString("[17]");
        assertThat(ROOT.key(DayOfWeek.MONDAY)).hasToString("[MONDAY]");
        assertThat(ROOT.key(new UUID(1, 2))).hasToString("[00000000-0000-0001-0000-000000000002]");
        assertThat(ROOT.key(LocalDate.of(2026, 3, 1))).hasToString("[2026-03-01]");
        assertThat(ROOT.key(new Position("a\nb", 3))).hasToString("[Position[aisle=a\\nb, shelf=3]]");
    }

    @Test
    void pathsAreValues() {
        StatePath path = ROOT.component("a").key("b");

        assertThat(path).isEqualTo(new StatePath(List.of(new StatePath.Component("a"), new StatePath.Key("b"))));
        assertThat(path).hasSameHashCodeAs(new StatePath(path.steps().toList()));
        assertThat(path).isNotEqualTo(ROOT.component("a").index(0));
        assertThat(path.startsWith(ROOT.component("a"))).isTrue();
        assertThat(path.startsWith(path)).isTrue();
        assertThat(ROOT.component("a").startsWith(path)).isFalse();
    }

    @Test
    void whatIsNoStepIsRefused() {
        assertThatThrownBy(() -> ROOT.index(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> ROOT.key(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");
        assertThatThrownBy(() -> ROOT.component(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name");
    }
}
