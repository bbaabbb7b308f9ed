package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.UnsupportedTypeException;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.CharSeq;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Iterator;
import io.vavr.collection.LinkedHashMap;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts as a change, kind of value by kind of value. */
class StateDiffTest {

    public record Session(String user, Instant expiresAt) {}

    public record Shop(
            long version,
            @Nullable String note,
            PersistentMap<String, Session> sessions,
            PersistentVector<Line> lines,
            Shape shape) {}

    public record Line(String item, int count) {}

    public sealed interface Shape permits Circle, Square {}

    public record Circle(int radius) implements Shape {}

    public record Square(int side) implements Shape {}

    record Hidden(int secret) {}

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final Shop SHOP = new Shop(
            1,
            null,
            PersistentMap.of("s-1", new Session("ann", NOON), "s-2", new Session("bob", NOON)),
            PersistentVector.of(new Line("tea", 1), new Line("milk", 2)),
            new Circle(3));

    private static <S> List<String> changes(S before, S after) {
        return StateDiff.between(before, after, MethodHandles.lookup())
                .iterator()
                .map(Object::toString)
                .toJavaList();
    }

    @Test
    void aRecordIsComparedComponentByComponentInTheirOrder() {
        Shop after = new Shop(
                2,
                "hi",
                SHOP.sessions()
                        .put("s-1", new Session("ann", NOON.plusSeconds(60)))
                        .remove("s-2")
                        .put("s-3", new Session("eve", NOON)),
                SHOP.lines().update(1, new Line("milk", 3)).append(new Line("salt", 1)),
                new Circle(4));

        assertThat(changes(SHOP, after))
                .containsExactlyInAnyOrder(
                        "version: 1 -> 2",
                        "note: added \"hi\"",
                        "sessions[\"s-1\"].expiresAt: 2026-03-01T12:00:00Z -> 2026-03-01T12:01:00Z",
                        "sessions[\"s-2\"]: removed Session[user=bob, expiresAt=2026-03-01T12:00:00Z]",
                        "sessions[\"s-3\"]: added Session[user=eve, expiresAt=2026-03-01T12:00:00Z]",
                        "lines[1].count: 2 -> 3",
                        "lines[2]: added Line[item=salt, count=1]",
                        "shape.radius: 3 -> 4");
        assertThat(changes(after, SHOP))
                .contains("note: removed \"hi\"", "lines[2]: removed Line[item=salt, count=1]", "version: 2 -> 1");
        assertThat(StateDiff.between(SHOP, after)
                        .iterator()
                        .map(change -> change.path().steps().head().toString())
                        .toVector()
                        .distinct())
                .containsExactly(".version", ".note", ".sessions", ".lines", ".shape");
    }

    @Test
    void changesAreTypedAndHoldTheValuesThemselves() {
        Session replaced = new Session("ann", NOON.plusSeconds(1));
        Session added = new Session("eve", NOON);
        Shop after =
                new Shop(1, null, SHOP.sessions().put("s-1", replaced).put("s-9", added), SHOP.lines(), SHOP.shape());
        StatePath sessions = StatePath.root().component("sessions");

        assertThat(StateDiff.between(SHOP, after))
                .containsExactlyInAnyOrder(
                        new StateChange.Replaced(sessions.key("s-1").component("expiresAt"), NOON, NOON.plusSeconds(1)),
                        new StateChange.Added(sessions.key("s-9"), added));
        assertThat(StateDiff.between(after, SHOP)).contains(new StateChange.Removed(sessions.key("s-9"), added));
    }

    @Test
    void anotherCaseOfASealedTypeReplacesTheValueAsAWhole() {
        assertThat(changes(new Line("a", 1), new Line("a", 1))).isEmpty();
        assertThat(StateDiff.<Shape>between(new Circle(1), new Square(1)))
                .containsExactly(new StateChange.Replaced(StatePath.root(), new Circle(1), new Square(1)));
        assertThat(changes(PersistentMap.<String, Shape>of("x", new Circle(1)), PersistentMap.of("x", new Square(1))))
                .containsExactly("[\"x\"]: Circle[radius=1] -> Square[side=1]");
        assertThat(changes(PersistentMap.<String, Shape>of("x", new Circle(1)), PersistentMap.of("x", new Circle(2))))
                .containsExactly("[\"x\"].radius: 1 -> 2");
    }

    @Test
    void mapsDifferByKeyInAscendingOrder() {
        assertThat(changes(Map.of(10, "a", 9, "b", 8, "c"), Map.of(10, "x", 9, "b", 1, "d", 100, "e")))
                .containsExactly(
                        "[1]: added \"d\"", "[8]: removed \"c\"", "[10]: \"a\" -> \"x\"", "[100]: added \"e\"");
        assertThat(changes(
                        HashMap.of(DayOfWeek.SUNDAY, 1, DayOfWeek.MONDAY, 1),
                        HashMap.of(DayOfWeek.SUNDAY, 2, DayOfWeek.MONDAY, 2)))
                .containsExactly("[MONDAY]: 1 -> 2", "[SUNDAY]: 1 -> 2");
        assertThat(changes(
                        HashMap.of(new Line("b", 1), List.of(1, 2), new Line("a", 1), List.of()),
                        HashMap.of(new Line("b", 1), List.of(1, 3), new Line("a", 1), List.of(7))))
                .containsExactly("[Line[item=a, count=1]][0]: added 7", "[Line[item=b, count=1]][1]: 2 -> 3");
        assertThat(changes(HashMap.<Object, Integer>of("a", 1, 1, 1), HashMap.<Object, Integer>of("b", 1, 1L, 1)))
                .containsExactly("[1]: removed 1", "[1]: added 1", "[\"a\"]: removed 1", "[\"b\"]: added 1");
        assertThat(changes(LinkedHashMap.of("a", 1, "b", 2), LinkedHashMap.of("b", 2, "a", 1)))
                .as("the order of insertion")
                .isEmpty();
    }

    @Test
    void setsDifferByMembership() {
        assertThat(changes(Set.of("c", "a", "b"), Set.of("d", "b")))
                .containsExactly("{\"a\"}: removed \"a\"", "{\"c\"}: removed \"c\"", "{\"d\"}: added \"d\"");
        assertThat(changes(HashSet.of(3, 1), HashSet.of(2, 1))).containsExactly("{2}: added 2", "{3}: removed 3");
    }

    @Test
    void theOrderOfElementsThatAreUnorderedThemselvesIsTheSameInEveryJvm() {
        record Tagged(Set<DayOfWeek> days) {}
        Set<Set<DayOfWeek>> some = Set.of(Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), Set.of(DayOfWeek.FRIDAY));
        Set<Tagged> tagged =
                Set.of(new Tagged(Set.of(DayOfWeek.SUNDAY, DayOfWeek.TUESDAY)), new Tagged(Set.of(DayOfWeek.MONDAY)));

        assertThat(changes(Set.of(), some))
                .containsExactly("{{MONDAY, SUNDAY}}: added Set of 2", "{{FRIDAY}}: added Set of 1");
        assertThat(StateDiff.between(Set.<Tagged>of(), tagged, MethodHandles.lookup())
                        .iterator()
                        .map(change -> ((StateChange.Added) change).after())
                        .toVector())
                .containsExactly(
                        new Tagged(Set.of(DayOfWeek.MONDAY)), new Tagged(Set.of(DayOfWeek.SUNDAY, DayOfWeek.TUESDAY)));
    }

    @Test
    void sequencesDifferByPosition() {
        assertThat(changes(List.of("a", "b", "c"), List.of("a", "x")))
                .containsExactly("[1]: \"b\" -> \"x\"", "[2]: removed \"c\"");
        assertThat(changes(io.vavr.collection.List.of(1), io.vavr.collection.List.of(1, 2)))
                .containsExactly("[1]: added 2");
        assertThat(changes(
                        PersistentVector.of("a", "b"),
                        PersistentVector.of("a", "b").tail()))
                .containsExactly("[0]: \"a\" -> \"b\"", "[1]: removed \"b\"");
    }

    @Test
    void collectionsWithinCollectionsAreLookedInto() {
        PersistentMap<String, PersistentVector<PersistentMap<String, Integer>>> before =
                PersistentMap.of("a", PersistentVector.of(PersistentMap.of("x", 1, "y", 2)));

        assertThat(changes(before, PersistentMap.of("a", PersistentVector.of(PersistentMap.of("x", 1, "y", 3)))))
                .containsExactly("[\"a\"][0][\"y\"]: 2 -> 3");
    }

    @Test
    void anOptionIsPresentOrAbsent() {
        assertThat(changes(Option.none(), Option.some(1))).containsExactly("?: added 1");
        assertThat(changes(Option.some(1), Option.none())).containsExactly("?: removed 1");
        assertThat(changes(Option.some(new Circle(1)), Option.some(new Circle(2))))
                .containsExactly("?.radius: 1 -> 2");
        assertThat(changes(Optional.empty(), Optional.of("a"))).containsExactly("?: added \"a\"");
        assertThat(changes(Option.some(Option.none()), Option.some(Option.some(1))))
                .containsExactly("??: added 1");
        assertThat(changes(Option.none(), Option.some(Option.none()))).containsExactly("?: added None");
    }

    @Test
    void eithersAndTuplesHaveParts() {
        assertThat(changes(Either.left(1), Either.left(2))).containsExactly("left: 1 -> 2");
        assertThat(changes(Either.<Integer, String>right("a"), Either.<Integer, String>left(2)))
                .containsExactly("(state): Right(\"a\") -> Left(2)");
        assertThat(changes(Tuple.of(1, "a"), Tuple.of(1, "b"))).containsExactly("_2: \"a\" -> \"b\"");
    }

    @Test
    void scalarsAreComparedAsTheyAreStored() {
        record Numbers(double real, float small, BigDecimal decimal) {}

        assertThat(changes(
                        new Numbers(Double.NaN, 0f, new BigDecimal("1.0")),
                        new Numbers(Double.longBitsToDouble(0x7FF0000000000001L), -0f, new BigDecimal("1.00"))))
                .containsExactly("small: 0.0 -> -0.0", "decimal: 1.0 -> 1.00");
        assertThat(changes("a", "b")).containsExactly("(state): \"a\" -> \"b\"");
        assertThat(changes(CharSeq.of("a"), CharSeq.of("b"))).containsExactly("(state): \"a\" -> \"b\"");
    }

    @Test
    void arraysAreComparedByTheirElements() {
        record Blob(byte[] bytes) {}

        assertThat(changes(new Blob(new byte[] {1}), new Blob(new byte[] {1}))).isEmpty();
        assertThat(changes(PersistentMap.of("a", new byte[] {1}), PersistentMap.of("a", new byte[] {1})))
                .isEmpty();
        assertThat(changes(new Blob(new byte[] {1}), new Blob(new byte[] {2, 3})))
                .containsExactly("bytes: byte[1] -> byte[2]");
    }

    @Test
    void aNullInAnOrdinaryCollectionCountsAsAbsent() {
        assertThat(changes(Arrays.asList("a", null), Arrays.asList("a", "b"))).containsExactly("[1]: added \"b\"");
        java.util.Map<String, Integer> before = new java.util.HashMap<>();
        before.put("a", null);
        assertThat(changes(before, java.util.Map.of("a", 1))).containsExactly("[\"a\"]: added 1");
        assertThat(changes(before, java.util.Map.of())).isEmpty();
    }

    @Test
    void aStateDoesNotDifferFromItself() {
        assertThat(StateDiff.between(SHOP, SHOP)).isEmpty();
        assertThat(StateDiff.between(SHOP, SHOP).isEmpty()).isTrue();
    }

    @Test
    void aChainOfRecordsMayBeLongerThanTheStack() {
        record Chain(int number, @Nullable Chain next) {}
        Chain before = null;
        Chain after = new Chain(-1, null);
        for (int i = 0; i < 100_000; i++) {
            before = new Chain(i, before);
            after = new Chain(i, after);
        }

        StateChange only = StateDiff.between(before, after, MethodHandles.lookup())
                .iterator()
                .get();

        assertThat(only.path().steps()).hasSize(100_000);
    }

    @Test
    void theFirstChangeIsFoundWithoutTheRest() {
        PersistentMap<Integer, Integer> before = PersistentMap.<Integer, Integer>empty()
                .putAll(Iterator.range(0, 1_000).map(i -> Tuple.of(i, i)));
        int[] looked = {0};
        record Watched(int value, int[] looked) {
            @Override
            public boolean equals(@Nullable Object other) {
                looked[0]++;
                return other instanceof Watched watched && watched.value == value;
            }

            @Override
            public int hashCode() {
                return value;
            }
        }
        StateDiff<?> diff = StateDiff.between(
                before.mapValues(i -> new Watched(i, looked)),
                before.mapValues(i -> new Watched(i + 1, looked)),
                MethodHandles.lookup());

        assertThat(diff.isEmpty()).isFalse();
        assertThat(diff.iterator().next()).isInstanceOf(StateChange.Replaced.class);
        assertThat(looked[0]).isEqualTo(2);
        assertThat(diff).hasSize(1_000);
        assertThat(diff).as("again").hasSize(1_000);
    }

    @Test
    void aStateThatIsNotAccessibleIsRefusedAtOnce() {
        assertThatThrownBy(() -> StateDiff.between(new Hidden(1), new Hidden(2)))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("(state)")
                .hasMessageContaining(Hidden.class.getName())
                .hasMessageContaining("make it public")
                .hasMessageContaining("MethodHandles.lookup()")
                .hasMessageContaining("io.varve.diff");
        assertThat(changes(new Hidden(1), new Hidden(2))).containsExactly("secret: 1 -> 2");
    }

    @Test
    void aRecordFurtherBelowThatIsNotAccessibleIsNamedWithItsPath() {
        StateDiff<PersistentMap<String, Option<Hidden>>> diff = StateDiff.between(
                PersistentMap.of("a", Option.some(new Hidden(1))), PersistentMap.of("a", Option.some(new Hidden(2))));

        assertThatThrownBy(() -> diff.forEach(change -> {}))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("[\"a\"]?: record " + Hidden.class.getName());
    }

    @Test
    void aLookupThatDoesNotReachIsNamed() {
        assertThatThrownBy(() -> StateDiff.between(new Hidden(1), new Hidden(2), MethodHandles.publicLookup()))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("not even through the given lookup of java.lang.Object");
    }

    @Test
    void nullsAreRefusedByName() {
        assertThatThrownBy(() -> StateDiff.between(null, "a"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("before");
        assertThatThrownBy(() -> StateDiff.between("a", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("after");
        assertThatThrownBy(() -> StateDiff.between("a", "b", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("lookup");
    }

    @Test
    void theTextOfAChangeShowsNoCollectionAndNoMoreThanALine() {
        record Big(PersistentMap<String, Integer> map) {}
        Tuple2<Integer, Integer> pair = Tuple.of(1, 2);

        assertThat(changes(PersistentMap.empty(), PersistentMap.of("a", new Big(PersistentMap.of("k", 1)))))
                .containsExactly("[\"a\"]: added Big[…]");
        assertThat(changes(PersistentMap.empty(), PersistentMap.of("a", PersistentMap.of("k", 1))))
                .containsExactly("[\"a\"]: added PersistentMap of 1");
        assertThat(changes(List.of(), List.of(List.of(1), Set.of(), Map.of(1, 2), pair, Optional.of("x"))))
                .containsExactly(
                        "[0]: added List of 1",
                        "[1]: added Set of 0",
                        "[2]: added Map of 1",
                        "[3]: added Tuple2[…]",
                        "[4]: added Optional(\"x\")");
        assertThat(changes("", "x".repeat(1_000))).containsExactly("(state): \"\" -> \"" + "x".repeat(80) + "\"…");
    }
}
