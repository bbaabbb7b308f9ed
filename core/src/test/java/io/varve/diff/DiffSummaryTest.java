package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.diff.DiffSummary.CollectionPart;
import io.varve.diff.DiffSummary.Entries;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiffSummaryTest {

    public record Shop(
            String note,
            Settings settings,
            PersistentMap<String, Session> sessions,
            PersistentVector<Integer> orders,
            Set<String> tags,
            Option<String> motto) {}

    public record Settings(String theme, PersistentMap<Integer, String> pages) {}

    public record Session(String user, PersistentVector<Integer> seen) {}

    public record Chain(int number, @Nullable Chain next) {}

    private static final Shop SHOP = new Shop(
            "old",
            new Settings("dark", PersistentMap.of(1, "one", 2, "two")),
            PersistentMap.<String, Session>empty()
                    .putAll(Iterator.range(0, 1_000)
                            .map(i -> Tuple.of("s-" + i, new Session("user " + i, PersistentVector.of(1, 2, 3))))),
            PersistentVector.of(1, 2, 3),
            Set.of("a", "b"),
            Option.none());

    @Test
    void itReadsAsAPartALineAndAKindALine() {
        PersistentMap<String, Session> sessions = SHOP.sessions()
                .putAll(Iterator.range(0, 12).map(i -> Tuple.of("s-" + i, new Session("x", PersistentVector.of(9, 9)))))
                .remove("s-500")
                .put("new", new Session("y", PersistentVector.empty()));
        Shop after = new Shop(
                "new",
                new Settings("light", SHOP.settings().pages().put(2, "zwei")),
                sessions,
                SHOP.orders().append(4),
                Set.of("b", "c"),
                Option.some("more"));

        assertThat(StateDiff.between(SHOP, after).summary()).hasToString("""
        4 added, 2 removed, 15 changed
        note: "old" -> "new"
        settings.theme: "dark" -> "light"
        settings.pages: size 2 -> 2
          1 changed: 2
        sessions: size 1000 -> 1000
          1 added: "new"
          1 removed: "s-500"
          12 changed: "s-0", "s-8", "s-6", "s-4", "s-1", "s-2", "s-3", "s-9", "s-10", "s-11" and 2 others
        orders: size 3 -> 4
          1 added: 3
        tags: size 2 -> 2
          1 added: "c"
          1 removed: "a"
        motto?: added "more\"""");
    }

    @Test
    void anEntryCountsOnceHoweverMuchOfItChanged() {
        Shop after = new Shop(
                SHOP.note(),
                SHOP.settings(),
                SHOP.sessions().put("s-1", new Session("x", PersistentVector.of(7, 7, 7, 7))),
                SHOP.orders(),
                SHOP.tags(),
                SHOP.motto());
        DiffSummary summary = StateDiff.between(SHOP, after).summary();

        assertThat(summary)
                .isEqualTo(new DiffSummary(
                        0,
                        0,
                        1,
                        Vector.of(new CollectionPart(
                                StatePath.root().component("sessions"),
                                1_000,
                                1_000,
                                new Entries(0, Vector.empty()),
                                new Entries(0, Vector.empty()),
                                new Entries(1, Vector.of("s-1")))),
                        0));
    }

    @Test
    void keysAreListedUpToALimitAndTheOthersCounted() {
        DiffSummary summary = StateDiff.between(SHOP.sessions(), PersistentMap.<String, Session>empty())
                .summary();

        assertThat(summary.removed()).isEqualTo(1_000);
        CollectionPart part = (CollectionPart) summary.parts().get();
        assertThat(part.path()).isEqualTo(StatePath.root());
        assertThat(part.removed().keys())
                .hasSize(10)
                .allMatch(key -> SHOP.sessions().containsKey((String) key));
        assertThat(part.removed().others()).isEqualTo(990);
        assertThat(part.sizeBefore()).isEqualTo(1_000);
        assertThat(part.sizeAfter()).isZero();
    }

    @Test
    void equalStatesHaveNoChanges() {
        DiffSummary summary = StateDiff.between(SHOP, SHOP).summary();

        assertThat(summary.isEmpty()).isTrue();
        assertThat(summary).hasToString("no changes");
    }

    @Test
    void aStateThatIsAScalarIsOnePart() {
        assertThat(StateDiff.between("a", "b").summary()).hasToString("1 changed\n(state): \"a\" -> \"b\"");
    }

    @Test
    void aCollectionWithinAnOptionIsAPart() {
        assertThat(StateDiff.between(Option.some(PersistentVector.of(1)), Option.some(PersistentVector.of(1, 2)))
                        .summary())
                .hasToString("1 added\n?: size 1 -> 2\n  1 added: 1");
    }

    @Test
    void moreThanAThousandPartsAreCountedOnly() {
        Chain before = null;
        Chain after = null;
        for (int i = 0; i < 1_002; i++) {
            before = new Chain(i, before);
            after = new Chain(-i - 1, after);
        }

        DiffSummary summary = StateDiff.between(before, after).summary();

        assertThat(summary.changed()).isEqualTo(1_002);
        assertThat(summary.parts()).hasSize(DiffSummary.MAX_PARTS);
        assertThat(summary.otherParts()).isEqualTo(2);
        assertThat(summary.toString())
                .startsWith("1002 changed\nnumber: 1001 -> -1002\n")
                .endsWith("\nand 2 other parts");
    }
}
