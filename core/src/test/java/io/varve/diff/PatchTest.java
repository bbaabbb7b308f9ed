package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.ConflictException;
import io.varve.PatchFailedException;
import io.varve.UnsupportedTypeException;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.diff.PatchConflict.Reason;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a patch does to states of which it does not know where they come from. */
class PatchTest {

    public record Shop(
            long version,
            @Nullable String note,
            PersistentMap<String, Stock> stock,
            PersistentVector<String> log,
            Shape shape) {}

    /** Never sells what it does not have. */
    public record Stock(int there, int reserved) {
        public Stock {
            if (reserved > there) {
                throw new IllegalArgumentException(reserved + " reserved, and " + there + " there");
            }
        }
    }

    public sealed interface Shape permits Circle, Square {}

    public record Circle(int radius) implements Shape {}

    public record Square(int side) implements Shape {}

    private static final StatePath ROOT = StatePath.root();

    private static final Shop SHOP = new Shop(
            1,
            null,
            PersistentMap.of("tea", new Stock(5, 1), "milk", new Stock(3, 0)),
            PersistentVector.of("opened", "sold"),
            new Circle(3));

    private static final Shop LATER = new Shop(
            2,
            "sale",
            PersistentMap.of("tea", new Stock(9, 7), "salt", new Stock(1, 0)),
            PersistentVector.of("opened", "sold", "closed"),
            new Square(2));

    private static final Patch<Shop> PATCH = StateDiff.between(SHOP, LATER).toPatch();

    private static <S> Patch<S> patch(S before, S after) {
        return StateDiff.between(before, after, MethodHandles.lookup()).toPatch();
    }

    @Test
    void itMakesTheOneStateTheOtherAndLeavesTheOneAsItIs() {
        assertThat(PATCH.apply(SHOP).get()).isEqualTo(LATER);
        assertThat(PATCH.invert().apply(LATER).get()).isEqualTo(SHOP);
        assertThat(PATCH.asTransition())
                .satisfies(transition -> assertThat(transition.apply(SHOP)).isEqualTo(LATER));
        assertThat(PATCH).hasToString("Patch of 8 changes");
    }

    @Test
    void whatItDoesNotTouchStaysTheVeryObject() {
        Stock rice = new Stock(7, 7);
        Shop other = new Shop(1, null, SHOP.stock().put("rice", rice), SHOP.log(), SHOP.shape());

        Shop patched = PATCH.only(ROOT.component("stock")).apply(other).get();

        assertThat(patched.stock().get("rice").get()).isSameAs(rice);
        assertThat(patched.stock().keySet()).containsExactlyInAnyOrder("tea", "salt", "rice");
        assertThat(patched.log()).isSameAs(other.log());
        assertThat(patched.shape()).isSameAs(other.shape());
    }

    @Test
    void aRecordIsMadeOnceHoweverManyOfItsComponentsChange() {
        Patch<Stock> patch = patch(new Stock(1, 0), new Stock(9, 7));

        assertThat(patch.changes()).hasSize(2);
        // One after the other, 7 would have been reserved of 1.
        assertThat(patch.invert().compose(patch).isEmpty()).isTrue();
        assertThat(patch.apply(new Stock(1, 0)).get()).isEqualTo(new Stock(9, 7));
    }

    @Test
    void aStateThatHasSomethingElseThereIsLeftAloneAndEachChangeThatDoesNotFitIsListed() {
        Shop other = new Shop(
                7,
                "closed",
                PersistentMap.of("tea", new Stock(6, 1), "salt", new Stock(2, 0)),
                SHOP.log(),
                SHOP.shape());

        assertThat(PATCH.apply(other).getLeft())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "version: expected 1, found 7, wanted 2",
                        "note: expected nothing, found \"closed\", wanted \"sale\"",
                        "stock[\"tea\"].there: expected 5, found 6, wanted 9",
                        "stock[\"milk\"]: expected Stock[there=3, reserved=0], found nothing, wanted nothing",
                        "stock[\"salt\"]: expected nothing, found Stock[there=2, reserved=0], wanted"
                                + " Stock[there=1, reserved=0]");
        PatchConflict conflict = PATCH.apply(other).getLeft().head();
        assertThat(conflict.path()).isEqualTo(ROOT.component("version"));
        assertThat(conflict.expected()).contains(1L);
        assertThat(conflict.found()).contains(7L);
        assertThat(conflict.wanted()).contains(2L);
        assertThat(conflict.reason()).isEqualTo(Reason.DIFFERENT);
        assertThatThrownBy(() -> PATCH.asTransition().apply(other))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.conflicts())
                                .isEqualTo(PATCH.apply(other).getLeft()))
                .hasMessageContaining("version: expected 1, found 7, wanted 2");
    }

    @Test
    void whatThePathLeadsThroughHasToBeThere() {
        Patch<Shop> ofTea = PATCH.only(ROOT.component("stock").key("tea"));
        Shop sold = new Shop(1, null, SHOP.stock().remove("tea"), SHOP.log(), SHOP.shape());
        Patch<Shape> larger = patch(new Circle(1), new Circle(2));

        assertThat(ofTea.apply(sold).getLeft())
                .extracting(PatchConflict::reason)
                .containsExactly(Reason.UNREACHABLE, Reason.UNREACHABLE);
        assertThat(larger.apply(new Square(1)).getLeft())
                .extracting(Object::toString)
                .containsExactly("radius: expected 1, found nothing, wanted 2, and there is no such place");
        assertThat(patch(Either.<Integer, Integer>right(1), Either.<Integer, Integer>right(2))
                        .apply(Either.left(1))
                        .getLeft())
                .hasSize(1);
        assertThat(patch(Option.some(Tuple.of(1)), Option.some(Tuple.of(2)))
                        .apply(Option.none())
                        .getLeft())
                .hasSize(1);
    }

    @Test
    void aSequenceGrowsAndShrinksAtItsEnd() {
        Patch<PersistentVector<String>> longer = patch(PersistentVector.of("a"), PersistentVector.of("a", "b", "c"));
        Patch<List<String>> shorter = patch(List.of("a", "b", "c"), List.of("x"));

        assertThat(shorter.apply(List.of("a", "b", "c")).get()).containsExactly("x");
        assertThat(shorter.apply(List.of("a", "b", "c", "d")).getLeft())
                .extracting(Object::toString)
                .containsExactly(
                        "[2]: expected \"c\", found \"c\", wanted nothing, which is not at the sequence's end",
                        "[1]: expected \"b\", found \"b\", wanted nothing, which is not at the sequence's end");
        assertThat(longer.apply(PersistentVector.empty()).getLeft())
                .extracting(PatchConflict::reason)
                .containsOnly(Reason.NOT_AT_THE_END);
        assertThat(longer.only(ROOT.index(2))
                        .apply(PersistentVector.of("a", "z"))
                        .get())
                .containsExactly("a", "z", "c");
    }

    @Test
    void aValueThatItsOwnConstructorRefusesIsAnErrorWithThePathToIt() {
        Patch<Shop> reserving = PATCH.only(ROOT.component("stock").key("tea").component("reserved"));

        assertThatThrownBy(() -> reserving.apply(SHOP))
                .isInstanceOf(PatchFailedException.class)
                .hasMessageContaining("stock[\"tea\"]")
                .hasMessageContaining("7 reserved, and 5 there")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeCanNotBeToldApartFromOneThatTakesItAlong() {
        StatePath there = ROOT.component("stock").key("milk").component("there");

        assertThatThrownBy(() -> PATCH.only(there))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stock[\"milk\"].there")
                .hasMessageContaining("name stock[\"milk\"] instead");
        assertThatThrownBy(() -> PATCH.except(there)).isInstanceOf(IllegalArgumentException.class);
        assertThat(PATCH.only(ROOT)).isEqualTo(PATCH);
        assertThat(PATCH.only().isEmpty()).isTrue();
        assertThat(PATCH.except()).isEqualTo(PATCH).hasSameHashCodeAs(PATCH);
    }

    @Test
    void patchesThatDoNotFollowOneAnotherAreNotComposed() {
        Patch<Stock> one = patch(new Stock(1, 0), new Stock(2, 0));
        Patch<Shop> ofMilk =
                patch(SHOP, new Shop(1, null, SHOP.stock().put("milk", new Stock(4, 4)), SHOP.log(), SHOP.shape()));

        assertThatThrownBy(() -> one.compose(one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at there")
                .hasMessageContaining("there: 1 -> 2");
        assertThatThrownBy(() -> PATCH.compose(ofMilk))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stock[\"milk\"]");
        assertThatThrownBy(() -> ofMilk.compose(PATCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stock[\"milk\"]");
    }

    @Test
    void whatCameAndWentInBetweenIsInNoComposition() {
        PersistentMap<String, Stock> none = PersistentMap.empty();
        PersistentMap<String, Stock> one = none.put("a", new Stock(1, 0));
        PersistentMap<String, Stock> two = none.put("a", new Stock(2, 0));

        assertThat(patch(none, one).compose(patch(one, none)).isEmpty()).isTrue();
        assertThat(patch(none, one).compose(patch(one, two)).changes())
                .containsExactly(new StateChange.Added(ROOT.key("a"), new Stock(2, 0)));
        assertThat(patch(one, two).compose(patch(two, none)).changes())
                .containsExactly(new StateChange.Removed(ROOT.key("a"), new Stock(1, 0)));
        assertThat(patch(one, none).compose(patch(none, two)).changes())
                .containsExactly(new StateChange.Replaced(ROOT.key("a").component("there"), 1, 2));
    }

    @Test
    void collectionsKeepTheirKindAndTheirOrder() {
        LinkedHashMap<String, Integer> linked = LinkedHashMap.of("z", 1, "a", 2, "m", 3);
        LinkedHashSet<String> set = LinkedHashSet.of("z", "a", "m");
        Comparator<String> backwards = Comparator.reverseOrder();
        TreeMap<String, Integer> sorted = TreeMap.of(backwards, "a", 1, "b", 2);
        java.util.TreeMap<String, Integer> java = new java.util.TreeMap<>(backwards);
        java.putAll(Map.of("a", 1, "b", 2));
        java.util.TreeSet<String> javaSet = new java.util.TreeSet<>(backwards);
        javaSet.addAll(List.of("a", "b"));

        assertThat(patch(linked, linked.put("a", 9).remove("z").put("b", 4))
                        .apply(linked)
                        .get()
                        .toString())
                .isEqualTo("LinkedHashMap((a, 9), (m, 3), (b, 4))");
        assertThat(patch(set, set.remove("z").add("b")).apply(set).get().toString())
                .isEqualTo("LinkedHashSet(a, m, b)");
        assertThat(patch(sorted, sorted.put("c", 3)).apply(sorted).get().toString())
                .isEqualTo("TreeMap((c, 3), (b, 2), (a, 1))");
        assertThat(patch((Map<String, Integer>) java, Map.of("b", 5, "c", 3))
                        .apply(java)
                        .get()
                        .toString())
                .isEqualTo("{c=3, b=5}");
        assertThat(patch((Set<String>) javaSet, Set.of("b", "c"))
                        .apply(javaSet)
                        .get()
                        .toString())
                .isEqualTo("[c, b]");
    }

    @Test
    void aSortedCollectionMayFindEqualWhatIsNot() {
        BigDecimal one = new BigDecimal("1.0");
        BigDecimal longer = new BigDecimal("1.00");

        assertThat(patch(TreeSet.of(one), TreeSet.of(longer))
                        .apply(TreeSet.of(one))
                        .get()
                        .head()
                        .scale())
                .isEqualTo(2);
        assertThat(patch(TreeMap.of(one, "a"), TreeMap.of(longer, "b"))
                        .apply(TreeMap.of(one, "a"))
                        .get()
                        .head())
                .isEqualTo(Tuple.of(longer, "b"));
    }

    @Test
    void whatComesOutOfJavasCollectionsCanNotBeModified() {
        Tuple2<List<Integer>, Map<String, Set<Integer>>> before = Tuple.of(List.of(1), Map.of("a", Set.of(1)));
        Tuple2<List<Integer>, Map<String, Set<Integer>>> patched = patch(
                        before, Tuple.of(List.of(1, 2), Map.of("a", Set.of(2))))
                .apply(before)
                .get();

        assertThatThrownBy(() -> patched._1.add(3)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> patched._2.clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> patched._2.get("a").clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    public record Link(int number, @Nullable Link next) {}

    @Test
    void deepStatesDoNotOverflowTheStack() {
        Link before = null;
        Link after = null;
        for (int i = 0; i < 20_000; i++) {
            before = new Link(i == 0 ? 1 : 0, before);
            after = new Link(i == 0 ? 2 : 0, after);
        }
        Patch<Link> patch = StateDiff.between(before, after).toPatch();

        assertThat(patch.changes()).hasSize(1);
        Link patched = patch.apply(before).get();
        assertThat(StateDiff.between(patched, after).isEmpty()).isTrue();
        assertThat(patch.compose(patch.invert()).isEmpty()).isTrue();
    }

    record Hidden(int secret) {}

    @Test
    void aRecordThatCanNotBeReachedIsRefusedWithThePathToIt() {
        Patch<Hidden> patch = patch(new Hidden(1), new Hidden(2));
        Patch<Option<Shape>> known = patch(Option.some(new Circle(1)), Option.some(new Circle(2)));

        assertThat(patch.apply(new Hidden(1)).get()).isEqualTo(new Hidden(2));
        assertThat(known.apply(Option.some(new Circle(1))).get()).contains(new Circle(2));
        Patch<Object> elsewhere =
                StateDiff.<Object>between(new Circle(1), new Circle(2)).toPatch();
        assertThatThrownBy(() -> elsewhere.apply(new Hidden(1)))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("Hidden");
    }

    @Test
    void aStateWithoutPartsIsReplaced() {
        assertThat(patch("a", "b").apply("a").get()).isEqualTo("b");
        assertThat(patch("a", "b").apply("c").getLeft())
                .extracting(Object::toString)
                .containsExactly("(state): expected \"a\", found \"c\", wanted \"b\"");
        assertThat(patch("a", "b").compose(patch("b", "c"))).isEqualTo(patch("a", "c"));
    }
}
