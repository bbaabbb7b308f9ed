package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.PersistentMap;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as equal although it is not. */
class DiffRulesTest {

    public record Session(String user, long lastSeen, double load) {}

    public record House(PersistentMap<String, Session> sessions, Option<Session> owner, long lastSeen) {}

    private static final House BEFORE =
            new House(PersistentMap.of("a", new Session("ann", 1, 0.5)), Option.some(new Session("eve", 1, 1)), 1);
    private static final House AFTER = new House(
            PersistentMap.of("a", new Session("ann", 2, 0.501), "b", new Session("bob", 2, 1)),
            Option.some(new Session("eve", 2, 1)),
            2);

    private static List<String> changes(DiffRules rules) {
        return StateDiff.between(BEFORE, AFTER)
                .with(rules)
                .iterator()
                .map(Object::toString)
                .toJavaList();
    }

    @Test
    void withoutRulesWhatIsNotEqualDiffers() {
        assertThat(changes(DiffRules.exact()))
                .containsExactly(
                        "sessions[\"a\"].lastSeen: 1 -> 2",
                        "sessions[\"a\"].load: 0.5 -> 0.501",
                        "sessions[\"b\"]: added Session[user=bob, lastSeen=2, load=1.0]",
                        "owner?.lastSeen: 1 -> 2",
                        "lastSeen: 1 -> 2");
    }

    @Test
    void whatIsIgnoredIsInNoChangeNoCountAndNoPatch() {
        DiffRules rules = DiffRules.exact().ignoring("/**/lastSeen").ignoring("/sessions/a/load");

        assertThat(changes(rules)).containsExactly("sessions[\"b\"]: added Session[user=bob, lastSeen=2, load=1.0]");
        StateDiff<House> diff = StateDiff.between(BEFORE, AFTER).with(rules);
        assertThat(diff.summary().toString()).startsWith("1 added\n");
        assertThat(diff.toPatch().apply(BEFORE).get().lastSeen()).isEqualTo(1);
        assertThat(diff.with(DiffRules.exact().ignoring("")).isEmpty())
                .as("the rules are replaced")
                .isTrue();
        assertThat(changes(DiffRules.exact().ignoring("/sessions"))).hasSize(2);
    }

    @Test
    void numbersMayDifferByALittle() {
        assertThat(changes(DiffRules.exact().tolerating("/sessions/*/load", 0.001)))
                .as("a thousandth is less than 0.001 as a double")
                .hasSize(4);
        assertThat(changes(DiffRules.exact().tolerating("/**", 0.0009))).hasSize(5);
        assertThat(changes(DiffRules.exact().tolerating("/**", 1))).hasSize(1);
        DiffRules rules = DiffRules.exact().tolerating("/*", 0.01);
        assertThat(StateDiff.between(
                                Map.of("a", new BigDecimal("1.00"), "b", Double.NaN, "c", "x"),
                                Map.of("a", new BigDecimal("1.01"), "b", 0.0, "c", "y"))
                        .with(rules))
                .extracting(Object::toString)
                .containsExactly("[\"b\"]: NaN -> 0.0", "[\"c\"]: \"x\" -> \"y\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, false",
        "/sessions/a/load, false, true",
        "/sessions/*/load, false, true",
        "/*/*/load, false, true",
        "/**, true, true",
        "/**/load, false, true",
        "/**/a/**, false, true",
        "/sessions, false, false",
        "/sessions/*, false, false",
        "/sessions/*/load/*, false, false"
    })
    void aPatternMatchesAllOfAPath(String pattern, boolean root, boolean load) {
        PathPattern compiled = PathPattern.of(pattern);

        assertThat(compiled.test(StatePath.root())).isEqualTo(root);
        assertThat(compiled.test(StatePath.root().component("sessions").key("a").component("load")))
                .isEqualTo(load);
        assertThat(compiled).hasToString(pattern);
    }

    @Test
    void aKeyMayHaveASlashInIt() {
        StatePath path =
                StatePath.root().key("a/b~c").then(new StatePath.Present()).index(3);

        assertThat(path.toPointer()).isEqualTo("/a~1b~0c/3");
        assertThat(PathPattern.of("/a~1b~0c/*").test(path)).isTrue();
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> PathPattern.of("sessions"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with /");
        assertThatThrownBy(() -> DiffRules.exact().tolerating("/a", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1.0 for /a");
        assertThatThrownBy(() -> DiffRules.exact().tolerating("/a", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextForPeopleIsIndentedByPlace() {
        StateDiff<House> diff = StateDiff.between(BEFORE, AFTER);

        assertThat(diff.describe(100)).isEqualTo("""
                        sessions
                          ["a"]
                            ~ lastSeen: 1 -> 2
                            ~ load: 0.5 -> 0.501
                          + ["b"]: Session[user=bob, lastSeen=2, load=1.0]
                        owner
                          ?
                            ~ lastSeen: 1 -> 2
                        ~ lastSeen: 1 -> 2""");
        assertThat(diff.describe(1)).isEqualTo("""
                        sessions
                          ["a"]
                            ~ lastSeen: 1 -> 2
                        and more""");
        assertThat(StateDiff.between("a", "b").describe(1)).isEqualTo("~ (state): \"a\" -> \"b\"");
        assertThat(StateDiff.between("a", "a").describe(1)).isEqualTo("no changes");
        assertThatThrownBy(() -> diff.describe(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theJsonForToolsTellsOfEachChangeWhatWasThereAndWhatIs() {
        assertThat(StateDiff.between(BEFORE, AFTER).toJson())
                .isEqualTo(
                        "[{\"kind\":\"replaced\",\"path\":\"sessions[\\\"a\\\"].lastSeen\","
                                + "\"pointer\":\"/sessions/a/lastSeen\",\"before\":1,\"after\":2},"
                                + "{\"kind\":\"replaced\",\"path\":\"sessions[\\\"a\\\"].load\","
                                + "\"pointer\":\"/sessions/a/load\",\"before\":0.5,\"after\":0.501},"
                                + "{\"kind\":\"added\",\"path\":\"sessions[\\\"b\\\"]\",\"pointer\":\"/sessions/b\","
                                + "\"after\":{\"user\":\"bob\",\"lastSeen\":2,\"load\":1.0}},"
                                + "{\"kind\":\"replaced\",\"path\":\"owner?.lastSeen\",\"pointer\":\"/owner/lastSeen\","
                                + "\"before\":1,\"after\":2},"
                                + "{\"kind\":\"replaced\",\"path\":\"lastSeen\",\"pointer\":\"/lastSeen\",\"before\":1,\"after\":2}]");
        assertThat(StateDiff.between(List.of(1, 2), List.of(1)).toJson())
                .isEqualTo("[{\"kind\":\"removed\",\"path\":\"[1]\",\"pointer\":\"/1\",\"before\":2}]");
        assertThat(StateDiff.between("a", "a").toJson()).isEqualTo("[]");
    }

    @Test
    void theJsonPatchIsThatOfRfc6902() {
        assertThat(StateDiff.between(BEFORE, AFTER).toJsonPatch())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/sessions/a/lastSeen\",\"value\":2},"
                        + "{\"op\":\"replace\",\"path\":\"/sessions/a/load\",\"value\":0.501},"
                        + "{\"op\":\"add\",\"path\":\"/sessions/b\","
                        + "\"value\":{\"user\":\"bob\",\"lastSeen\":2,\"load\":1.0}},"
                        + "{\"op\":\"replace\",\"path\":\"/owner/lastSeen\",\"value\":2},"
                        + "{\"op\":\"replace\",\"path\":\"/lastSeen\",\"value\":2}]");
        assertThat(StateDiff.between(List.of(1, 2, 3), List.of(9)).toJsonPatch())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/0\",\"value\":9},"
                        + "{\"op\":\"remove\",\"path\":\"/1\"},{\"op\":\"remove\",\"path\":\"/1\"}]");
        assertThat(StateDiff.between("a", "\"\\\n\ud83d\ude00\ud800").toJsonPatch())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"\",\"value\":\"\\\"\\\\\\u000a\ud83d\ude00\\ud800\"}]");
    }
}
