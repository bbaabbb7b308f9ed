package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What three-way merges make of states. */
class StateMergeTest {

    /** A stock item, merged as a whole where there is a rule for it. */
    public record Item(long count, String place) {}

    /** What is merged. */
    public record Shop(
            long total,
            String theme,
            PersistentMap<String, Item> stock,
            PersistentVector<String> orders,
            Set<String> tags,
            Option<String> note,
            List<String> names) {

        Shop total(long next) {
            return new Shop(next, theme, stock, orders, tags, note, names);
        }

        Shop theme(String next) {
            return new Shop(total, next, stock, orders, tags, note, names);
        }

        Shop item(String key, long count, String place) {
            return new Shop(total, theme, stock.put(key, new Item(count, place)), orders, tags, note, names);
        }

        Shop without(String key) {
            return new Shop(total, theme, stock.remove(key), orders, tags, note, names);
        }

        Shop order(String order) {
            return orders(orders.append(order));
        }

        Shop orders(PersistentVector<String> next) {
            return new Shop(total, theme, stock, next, tags, note, names);
        }

        Shop tags(Set<String> next) {
            return new Shop(total, theme, stock, orders, next, note, names);
        }

        Shop note(Option<String> next) {
            return new Shop(total, theme, stock, orders, tags, next, names);
        }

        Shop names(List<String> next) {
            return new Shop(total, theme, stock, orders, tags, note, next);
        }
    }

    private static final Shop BASE = new Shop(
                    10,
                    "light",
                    PersistentMap.empty(),
                    PersistentVector.empty(),
                    HashSet.of("a", "b"),
                    Option.none(),
                    List.of("x"))
            .item("one", 1, "here")
            .item("two", 2, "here")
            .order("first");

    private static final MergeRules STRICT = MergeRules.strict();

    private static StateMerge<Shop> merge(Shop ours, Shop theirs, MergeRules rules) {
        return StateMerge.between(BASE, ours, theirs, rules);
    }

    private static Shop merged(Shop ours, Shop theirs, MergeRules rules) {
        StateMerge<Shop> merge = merge(ours, theirs, rules);
        assertThat(merge.conflicts()).isEmpty();
        return merge.patch().apply(ours).get();
    }

    @Test
    void whatOnlyOneSideHasChangedIsTakenFromIt() {
        Shop ours = BASE.theme("dark").item("three", 3, "here").without("one");
        Shop theirs = BASE.total(11).item("two", 2, "there").order("second").note(Option.some("n"));

        Shop both = merged(ours, theirs, STRICT);

        assertThat(both)
                .isEqualTo(BASE.theme("dark")
                        .item("three", 3, "here")
                        .without("one")
                        .total(11)
                        .item("two", 2, "there")
                        .order("second")
                        .note(Option.some("n")));
    }

    @Test
    void differentComponentsOfOneEntryAreMerged() {
        assertThat(merged(BASE.item("one", 5, "here"), BASE.item("one", 1, "there"), STRICT))
                .isEqualTo(BASE.item("one", 5, "there"));
    }

    @Test
    void whatBothHaveChangedAlikeIsTakenOnce() {
        Shop same = BASE.theme("dark")
                .item("three", 3, "here")
                .without("one")
                .order("second")
                .names(List.of("x", "y"));

        assertThat(merged(same, same.total(3), STRICT)).isEqualTo(same.total(3));
    }

    @Test
    void whatBothHaveChangedDifferentlyIsAConflictWithAllThreeValues() {
        StateMerge<Shop> merge = merge(BASE.theme("dark").total(1), BASE.theme("blue"), STRICT);

        assertThat(merge.conflicts())
                .containsExactly(new MergeConflict(
                        StatePath.root().component("theme"),
                        Option.some("light"),
                        Option.some("dark"),
                        Option.some("blue")));
        assertThat(merge.conflicts().head()).hasToString("theme: base \"light\", ours \"dark\", theirs \"blue\"");
        assertThat(merge.isResolved()).isFalse();
    }

    @Test
    void removingAndChangingIsAConflictOfTheWholeEntry() {
        StateMerge<Shop> merge = merge(BASE.without("one"), BASE.item("one", 9, "here"), STRICT);

        assertThat(merge.conflicts())
                .containsExactly(new MergeConflict(
                        StatePath.root().component("stock").key("one"),
                        Option.some(new Item(1, "here")),
                        Option.none(),
                        Option.some(new Item(9, "here"))));
        assertThat(merge(BASE.item("one", 9, "here"), BASE.without("one"), STRICT)
                        .conflicts())
                .hasSize(1);
    }

    @Test
    void conflictsAreResolvedByAFunction() {
        Shop ours = BASE.theme("dark").without("one").total(1);
        Shop theirs = BASE.theme("blue").item("one", 9, "here").total(2);
        StateMerge<Shop> merge = merge(ours, theirs, STRICT);

        assertThat(merge.resolve(conflict -> Option.some(MergeResolution.theirs()))
                        .patch()
                        .apply(ours)
                        .get())
                .isEqualTo(theirs);
        assertThat(merge.resolve(conflict -> Option.some(MergeResolution.ours()))
                        .patch()
                        .apply(ours)
                        .get())
                .isEqualTo(ours);
        assertThat(merge.resolve(conflict -> Option.none()).conflicts()).hasSize(3);
    }

    @Test
    void conflictsAreResolvedByHand() {
        Shop ours = BASE.theme("dark").item("one", 7, "here").total(1);
        StateMerge<Shop> merge =
                merge(ours, BASE.theme("blue").item("one", 9, "here").total(2), STRICT);
        StatePath root = StatePath.root();

        StateMerge<Shop> resolved = merge.resolve(root.component("theme"), MergeResolution.value("green"))
                .resolve(root.component("total"), MergeResolution.ours())
                .resolve(root.component("stock").key("one").component("count"), MergeResolution.theirs());

        assertThat(resolved.isResolved()).isTrue();
        assertThat(resolved.patch().apply(ours).get())
                .isEqualTo(ours.theme("green").item("one", 9, "here"));
        assertThatThrownBy(() -> resolved.resolve(root.component("theme"), MergeResolution.ours()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no conflict at theme; there is none at all");
        assertThatThrownBy(() -> merge.resolve(root.component("stock"), MergeResolution.ours()))
                .hasMessage(
                        "there is no conflict at stock; there are conflicts at: total, theme, stock[\"one\"].count");
    }

    @Test
    void aConflictIsResolvedByNothing() {
        Shop ours = BASE.item("one", 7, "here");
        StateMerge<Shop> merge = merge(ours, BASE.without("one"), STRICT);

        assertThat(merge.resolve(conflict -> Option.some(MergeResolution.nothing()))
                        .patch()
                        .apply(ours)
                        .get())
                .isEqualTo(BASE.without("one"));
    }

    @Test
    void aCounterAddsUpWhatBothHaveAdded() {
        MergeRules rules = STRICT.at("/total", Merger.<Long>counter());

        assertThat(merged(BASE.total(15), BASE.total(7), rules).total()).isEqualTo(12);
        assertThat(merge(BASE.total(Long.MAX_VALUE), BASE.total(11), rules).conflicts())
                .hasSize(1);
    }

    @Test
    void countersOfAllNumbersOfATypeAreMerged() {
        MergeRules rules = STRICT.type(Long.class, Merger.counter());

        assertThat(merged(
                        BASE.item("one", 4, "here").total(1),
                        BASE.item("one", 3, "here").total(2),
                        rules))
                .isEqualTo(BASE.item("one", 6, "here").total(-7));
    }

    @Test
    void aRuleForManyPlacesIsPassedOverWhereItsTypeDoesNotFit() {
        MergeRules rules = STRICT.at("/stock/**", Merger.<Long>counter());

        assertThat(merged(BASE.item("one", 4, "here").item("new", 1, "here"), BASE.item("one", 3, "there"), rules))
                .isEqualTo(BASE.item("one", 6, "there").item("new", 1, "here"));
    }

    @Test
    void aRuleForAnotherTypeIsAMistakeThatIsTold() {
        MergeRules rules = STRICT.at("/theme", Merger.<Long>counter());

        assertThatThrownBy(() -> merge(BASE.theme("dark"), BASE.theme("blue"), rules))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the merger for theme is not for what is there, which is java.lang.String");
    }

    @Test
    void aMergerForATypeSeesItsValuesWhole() {
        MergeRules rules = STRICT.type(
                Item.class,
                (base, ours, theirs) -> Option.some(
                        new Item(Math.max(ours.count(), theirs.count()), ours.place() + "+" + theirs.place())));

        assertThat(merged(BASE.item("one", 4, "here"), BASE.item("one", 1, "there"), rules))
                .isEqualTo(BASE.item("one", 4, "here+there"));
        assertThat(merged(BASE.item("n", 4, "x"), BASE.item("n", 1, "y"), rules))
                .isEqualTo(BASE.item("n", 4, "x+y"));
    }

    @Test
    void ofTwoRulesTheLastOneHoldsAndOneForPlacesBeforeOneForTypes() {
        MergeRules rules = STRICT.at("/theme", (base, ours, theirs) -> Option.some("first"))
                .at("/theme", (base, ours, theirs) -> Option.some("last"))
                .type(String.class, (base, ours, theirs) -> Option.some("type"));

        assertThat(merged(BASE.theme("dark"), BASE.theme("blue"), rules).theme())
                .isEqualTo("last");
    }

    @Test
    void setsAreMergedByTheirElements() {
        assertThat(merged(BASE.tags(HashSet.of("a", "c")), BASE.tags(HashSet.of("a", "b", "d")), STRICT)
                        .tags())
                .isEqualTo(HashSet.of("a", "c", "d"));
    }

    @Test
    void aSetAsAValueKeepsWhatEitherHasAdded() {
        Merger<Set<String>> merger = Merger.set();

        assertThat(merger.merge(Option.some(HashSet.of("a", "b")), HashSet.of("a", "c"), HashSet.of("b", "d")))
                .isEqualTo(Option.some(HashSet.of("c", "d")));
        assertThat(merger.merge(Option.none(), HashSet.of("a"), HashSet.of("b")))
                .isEqualTo(Option.some(HashSet.of("a", "b")));
    }

    @Test
    void aSequenceThatBothHaveMadeLongerIsOnePlace() {
        StateMerge<Shop> merge = merge(BASE.order("ours"), BASE.order("theirs"), STRICT);

        assertThat(merge.conflicts().map(MergeConflict::path))
                .containsExactly(StatePath.root().component("orders"));
    }

    @Test
    void whatBothHaveAppendedIsPutOneBehindTheOther() {
        MergeRules rules = STRICT.at("/orders", Merger.appending());

        assertThat(merged(BASE.order("o1").order("o2"), BASE.order("t1"), rules).orders())
                .containsExactly("first", "o1", "o2", "t1");
        assertThat(merge(BASE.order("o1"), BASE.orders(PersistentVector.empty()), rules)
                        .conflicts())
                .hasSize(1);
    }

    @Test
    void aSequenceThatOneSideShortensAndTheOtherMakesLongerIsAConflict() {
        assertThat(merge(BASE.names(List.of()), BASE.names(List.of("x", "y")), STRICT)
                        .conflicts())
                .hasSize(1);
    }

    @Test
    void oneSideMayChangeAnElementWhileTheOtherAppends() {
        assertThat(merged(BASE.orders(BASE.orders().update(0, "renamed")), BASE.order("second"), STRICT)
                        .orders())
                .containsExactly("renamed", "second");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void mergingIsSymmetricAndTheOtherSideIfOneIsEmpty(long salt) {
        long seed = salt == 0 ? ThreadLocalRandom.current().nextLong() : salt;
        System.out.println("StateMergeTest seed " + seed);
        Random random = new Random(seed);
        MergeRules rules = STRICT.type(Long.class, Merger.counter())
                .type(String.class, (base, ours, theirs) -> Option.some(ours.compareTo(theirs) < 0 ? ours : theirs));
        for (int round = 0; round < 300; round++) {
            Shop ours = changed(BASE, random);
            Shop theirs = changed(BASE, random);

            assertThat(merged(ours, BASE, STRICT)).isEqualTo(ours);
            assertThat(merged(BASE, theirs, STRICT)).isEqualTo(theirs);
            assertThat(merged(ours, ours, STRICT)).isEqualTo(ours);
            StateMerge<Shop> there = merge(ours, theirs, rules);
            StateMerge<Shop> back = merge(theirs, ours, rules);
            assertThat(there.conflicts().map(MergeConflict::path))
                    .containsExactlyInAnyOrderElementsOf(back.conflicts().map(MergeConflict::path));
            assertThat(resolved(there, ours)).as("seed " + seed).isEqualTo(resolved(back, theirs));
        }
    }

    /** Removes what is in conflict, which is the same from both sides. */
    private static Shop resolved(StateMerge<Shop> merge, Shop ours) {
        return merge.resolve(conflict -> Option.some(
                        conflict.base().isDefined()
                                ? MergeResolution.value(conflict.base().get())
                                : MergeResolution.nothing()))
                .patch()
                .apply(ours)
                .get();
    }

    private static Shop changed(Shop from, Random random) {
        Shop shop = from;
        for (int left = random.nextInt(6); left > 0; left--) {
            String key = List.of("one", "two", "k" + random.nextInt(3)).get(random.nextInt(3));
            shop = switch (random.nextInt(8)) {
                case 0 -> shop.total(random.nextInt(100));
                case 1 -> shop.theme("theme " + random.nextInt(5));
                case 2, 3 -> shop.item(key, random.nextInt(10), "place " + random.nextInt(3));
                case 4 -> shop.without(key);
                case 5 -> shop.order("order " + random.nextInt(3));
                case 6 ->
                    shop.tags(
                            random.nextBoolean()
                                    ? shop.tags().add(key)
                                    : shop.tags().remove("a"));
                default -> shop.note(Option.when(random.nextBoolean(), key));
            };
        }
        return shop;
    }
}
