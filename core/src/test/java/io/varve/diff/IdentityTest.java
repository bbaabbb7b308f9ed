package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.PersistentVector;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Elements of sequences that are told apart by an id. */
public class IdentityTest {

    public record Line(String id, int quantity) {}

    public record Order(PersistentVector<Line> lines, java.util.List<Line> gifts) {}

    private static final DiffRules BY_ID =
            DiffRules.exact().matching("/lines", Line.class, Line::id).matching("/gifts", Line.class, Line::id);

    private static Order order(Line... lines) {
        return new Order(PersistentVector.of(lines), java.util.List.of());
    }

    private static Line line(String id, int quantity) {
        return new Line(id, quantity);
    }

    private static List<String> changes(Order before, Order after) {
        return List.ofAll(StateDiff.between(before, after).with(BY_ID)).map(Object::toString);
    }

    @Test
    void anElementIsComparedWithItselfWhereverItStands() {
        Order before = order(line("a", 1), line("b", 1), line("c", 1));
        Order after = order(line("b", 1), line("c", 7), line("d", 1));

        assertThat(changes(before, after))
                .containsExactly(
                        "lines[#\"a\"]: removed Line[id=a, quantity=1]",
                        "lines[#\"c\"].quantity: 1 -> 7",
                        "lines[#\"d\"]: added Line[id=d, quantity=1]");
        assertThat(StateDiff.between(before, after)).hasSize(4); // by position: three other ids, and the quantity
    }

    @Test
    void whatChangedItsOrderIsMovedAndWhatMadeRoomIsNot() {
        Order before = order(line("a", 1), line("b", 1), line("c", 1), line("d", 1));

        assertThat(changes(before, order(line("d", 1), line("a", 1), line("b", 1), line("c", 1))))
                .containsExactly("lines[#\"d\"]: moved from 3 to 0");
        assertThat(changes(before, order(line("b", 1), line("c", 1), line("d", 1), line("a", 5))))
                .containsExactly("lines[#\"a\"]: moved from 0 to 3", "lines[#\"a\"].quantity: 1 -> 5");
        assertThat(changes(before, before)).isEmpty();
    }

    @Test
    void aMoveIsTakenBackByTheMoveTheOtherWay() {
        StateDiff<Order> there =
                StateDiff.between(order(line("a", 1), line("b", 1)), order(line("b", 1), line("a", 1)));
        StateChange move = there.with(BY_ID).iterator().next();

        assertThat(move)
                .isEqualTo(new StateChange.Moved(
                        StatePath.root().component("lines").then(new StatePath.Identity("b")),
                        line("b", 1),
                        line("b", 1),
                        1,
                        0));
        assertThat(move.invert().toString()).isEqualTo("lines[#\"b\"]: moved from 0 to 1");
        assertThat(move.invert().invert()).isEqualTo(move);
    }

    @Test
    void listsHaveIdsToo() {
        Order before = new Order(PersistentVector.empty(), java.util.List.of(line("a", 1), line("b", 1)));
        Order after = new Order(PersistentVector.empty(), java.util.List.of(line("b", 1)));

        assertThat(changes(before, after)).containsExactly("gifts[#\"a\"]: removed Line[id=a, quantity=1]");
    }

    @Test
    void withoutIdsThatTellElementsApartTheyAreComparedByPosition() {
        assertThat(changes(order(line("a", 1), line("a", 2)), order(line("a", 1), line("a", 3))))
                .containsExactly("lines[1].quantity: 2 -> 3");
        StateDiff<List<Object>> mixed = StateDiff.between(List.of(line("a", 1), "b"), List.of(line("a", 1), "c"));
        assertThat(List.ofAll(mixed.with(DiffRules.exact().matching("", Line.class, Line::id)))
                        .map(Object::toString))
                .containsExactly("[1]: \"b\" -> \"c\"");
        StateDiff<List<Line>> none = StateDiff.between(List.of(line("a", 1)), List.of(line("b", 1)));
        assertThat(List.ofAll(none.with(DiffRules.exact().matching("", Line.class, same -> null)))
                        .map(Object::toString))
                .containsExactly("[0].id: \"a\" -> \"b\"");
    }

    @Test
    void otherRulesHoldForPathsByIdAsWell() {
        Order before = order(line("a", 1), line("b", 1), line("c", 1));
        Order after = order(line("c", 2), line("a", 2), line("b", 2));

        assertThat(List.ofAll(StateDiff.between(before, after)
                                .with(BY_ID.ignoring("/lines/a").tolerating("/lines/b/quantity", 1)))
                        .map(Object::toString))
                .containsExactly("lines[#\"c\"]: moved from 2 to 0", "lines[#\"c\"].quantity: 1 -> 2");
    }

    @Test
    void textsAndCountsTellOfMoves() {
        StateDiff<Order> diff = StateDiff.between(
                        order(line("a", 1), line("b", 1), line("c", 1)),
                        order(line("c", 2), line("a", 1), line("b", 1), line("d", 1)))
                .with(BY_ID);

        assertThat(diff.describe(10)).isEqualTo("""
                        lines
                          > [#"c"]: 2 -> 0
                          [#"c"]
                            ~ quantity: 1 -> 2
                          + [#"d"]: Line[id=d, quantity=1]""");
        assertThat(diff.toJson())
                .startsWith(
                        "[{\"kind\":\"moved\",\"path\":\"lines[#\\\"c\\\"]\",\"pointer\":\"/lines/c\",\"from\":2,\"to\":0},");
        assertThat(diff.summary().changed()).isEqualTo(1);
        assertThat(diff.summary().added()).isEqualTo(1);
    }

    @Test
    void patchesAreByPosition() {
        Order before = order(line("a", 1), line("b", 1), line("c", 1));
        Order after = order(line("c", 2), line("a", 1), line("d", 1));
        StateDiff<Order> diff = StateDiff.between(before, after).with(BY_ID);

        assertThat(diff.toPatch().apply(before).get()).isEqualTo(after);
        assertThat(diff.toJsonPatch())
                .isEqualTo(StateDiff.between(before, after).toJsonPatch());
    }

    @Test
    void anElementCanNotBeFoundByItsIdAlone() {
        assertThatThrownBy(() -> new io.varve.internal.diff.StateComparison(null, java.util.List.of())
                        .at(
                                order(line("a", 1)),
                                StatePath.root().component("lines").then(new StatePath.Identity("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lines[#\"a\"]");
    }

    /** What is gone, moved and new, done to the earlier sequence, gives the later one; and no fewer moves would do. */
    @Test
    void theChangesMakeTheLaterSequenceWithTheFewestMoves() {
        long seed = new Random().nextLong();
        System.out.println("IdentityTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            java.util.List<Integer> before = some(random);
            java.util.List<Integer> after = some(random);
            DiffRules rules = DiffRules.exact().matching("", Integer.class, number -> number);

            java.util.List<Integer> staying = new ArrayList<>(before);
            java.util.List<Integer> moved = new ArrayList<>();
            java.util.List<Integer> added = new ArrayList<>();
            for (StateChange change : StateDiff.<Seq<Integer>>between(List.ofAll(before), List.ofAll(after))
                    .with(rules)) {
                if (change instanceof StateChange.Removed removed) {
                    staying.remove(removed.before());
                } else if (change instanceof StateChange.Moved move) {
                    assertThat(before.get(move.from())).isEqualTo(move.before());
                    assertThat(after.get(move.to())).isEqualTo(move.after());
                    moved.add((Integer) move.after());
                } else {
                    added.add((Integer) change.valueAfter().get());
                }
            }
            staying.removeAll(moved);
            java.util.List<Integer> rest = new ArrayList<>(after);
            rest.removeAll(moved);
            rest.removeAll(added);

            assertThat(rest)
                    .as("seed %d round %d: %s to %s", seed, round, before, after)
                    .isEqualTo(staying);
            assertThat(staying).hasSize(longestCommon(before, after));
        }
    }

    private static java.util.List<Integer> some(Random random) {
        java.util.List<Integer> numbers = new ArrayList<>(
                IntStream.range(0, 1 + random.nextInt(9)).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers.subList(0, random.nextInt(numbers.size() + 1));
    }

    private static int longestCommon(java.util.List<Integer> one, java.util.List<Integer> other) {
        int[][] longest = new int[one.size() + 1][other.size() + 1];
        for (int i = 1; i <= one.size(); i++) {
            for (int j = 1; j <= other.size(); j++) {
                longest[i][j] = one.get(i - 1).equals(other.get(j - 1))
                        ? longest[i - 1][j - 1] + 1
                        : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        return longest[one.size()][other.size()];
    }
}
