package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.UnreadableSchemaException;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.codec.Applications.Version;
import io.varve.internal.page.PageLink;
import io.vavr.control.Option;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvolutionTest {

    private final MemoryPages pages = new MemoryPages();

    @Test
    void componentsMayBeAddedRemovedReorderedAndWidened() {
        Version one = Applications.compile(
                "record State(int count, String gone, String kept, List<Integer> alsoGone, float ratio) {}");
        Version two = Applications.compile("record State(String kept, Option<String> option, @Nullable String nullable,"
                + " double ratio, PersistentMap<String, String> map, List<String> list, long count, PersistentVector<String> v,"
                + " Map<String, Integer> m, Set<String> set, Optional<Integer> o) {}");
        Object old = one.make("State", 7, "bye", "kept", List.of(1, 2, 3), 0.5f);
        Object expected = two.make(
                "State",
                "kept",
                Option.none(),
                null,
                0.5,
                PersistentMap.empty(),
                List.of(),
                7L,
                PersistentVector.empty(),
                java.util.Map.of(),
                java.util.Set.of(),
                java.util.Optional.empty());
        assertThat(readBy(two, one, old)).isEqualTo(expected);
    }

    @Test
    void everyShapeThatWasRemovedIsPassedOver() {
        Version one = Applications.compile(
                "record State(PersistentMap<String, Item> map, PersistentVector<Item> vector, Item item, Kind kind,"
                        + " Either<String, Item> either, io.vavr.Tuple2<Integer, String> pair, Shape shape,"
                        + " PersistentMap<String, String> large, @Nullable String none, String kept) {}",
                "record Item(String name, @Nullable Item next) {}",
                "enum Kind { A, B }",
                "sealed interface Shape permits Circle, Kindly {}",
                "record Circle(double radius) implements Shape {}",
                "record Kindly(Kind kind, Option<Shape> inner) implements Shape {}");
        Version two = Applications.compile("record State(String kept, PersistentMap<String, String> large) {}");
        PersistentMap<String, Object> map = PersistentMap.empty();
        PersistentMap<String, String> large = PersistentMap.empty();
        PersistentVector<Object> vector = PersistentVector.empty();
        for (int i = 0; i < 500; i++) {
            Object item = one.make("Item", "n" + i, one.make("Item", "m", null));
            map = map.put("k" + i, item);
            vector = vector.append(item);
            large = large.put("k" + i, "x".repeat(i * 10));
        }
        Object kindly = one.make("Kindly", one.constant("Kind", "B"), Option.some(one.make("Circle", 1.5)));
        Object item = one.make("Item", "i", null);
        for (int size : new int[] {0, 3, 500}) {
            Object old = one.make(
                    "State",
                    map.take(size),
                    vector.take(size),
                    item,
                    one.constant("Kind", "A"),
                    io.vavr.control.Either.right(item),
                    io.vavr.Tuple.of(1, "x"),
                    kindly,
                    large.filterKeys(key -> key.length() <= (size + 3) / 3),
                    null,
                    "kept");
            Object read = readBy(two, one, old);
            assertThat(read.toString()).contains("kept=kept");
        }
    }

    @Test
    void elementsOfStoredCollectionsEvolveWithoutTheirPagesBeingWrittenAgain() {
        Version one = Applications.compile(
                "record State(PersistentMap<String, Item> items) {}", "record Item(int number, String name) {}");
        Version two = Applications.compile(
                "record State(PersistentMap<String, Item> items, Option<String> note) {}",
                "record Item(String name, long number, Option<String> label) {}");
        PersistentMap<String, Object> items = PersistentMap.empty();
        for (int i = 0; i < 20_000; i++) {
            items = items.put("k" + i, one.make("Item", i, "name " + i));
        }
        Object read = readBy(two, one, one.make("State", items));
        PersistentMap<String, Object> now = itemsOf(read);
        assertThat(now.get("k777").get()).isEqualTo(two.make("Item", "name 777", 777L, Option.none()));
        int before = pages.puts.get();
        PersistentMap<String, Object> changed = now.put("k5", two.make("Item", "new", 5L, Option.some("label")));
        PageLink link = pages.write(two.codec(), two.make("State", changed, Option.some("note")));
        assertThat(pages.puts.get() - before).isLessThanOrEqualTo(5);
        MemoryPages reopened = pages.reopened();
        assertThat(itemsOf(two.codec().read(link.id(), reopened))).isEqualTo(changed);
    }

    @Test
    void numbersWidenWhereNothingIsLost() {
        Version one = Applications.compile("record State(byte a, short b, int c, long d, int e, List<Short> f) {}");
        Version two = Applications.compile(
                "record State(short a, int b, long c, java.math.BigInteger d, double e, List<Long> f) {}");
        Object old = one.make(
                "State", (byte) -1, Short.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, -3, List.of((short) 5));
        assertThat(readBy(two, one, old))
                .isEqualTo(two.make(
                        "State",
                        (short) -1,
                        (int) Short.MIN_VALUE,
                        (long) Integer.MAX_VALUE,
                        BigInteger.valueOf(Long.MIN_VALUE),
                        -3d,
                        List.of(5L)));
        assertThatThrownBy(() -> readBy(one, two, two.make("State", (short) 1, 1, 1L, BigInteger.ONE, 1d, List.of(1L))))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessage("State.a: was stored as SHORT, which can't be read as BYTE");
    }

    @Test
    void aValueMayBecomeOptionalAndACollectionOfAnotherKind() {
        Version one = Applications.compile("record State(String a, @Nullable String b, List<Integer> c, String d) {}");
        Version two = Applications.compile(
                "record State(Option<String> a, Option<String> b, io.vavr.collection.Vector<Long> c, @Nullable String d) {}");
        assertThat(readBy(two, one, one.make("State", "a", null, List.of(1, 2), "d")))
                .isEqualTo(
                        two.make("State", Option.some("a"), Option.none(), io.vavr.collection.Vector.of(1L, 2L), "d"));
        assertThat(readBy(two, one, one.make("State", "a", "b", List.of(), "d")))
                .isEqualTo(
                        two.make("State", Option.some("a"), Option.some("b"), io.vavr.collection.Vector.empty(), "d"));
    }

    @Test
    void constantsAndCasesMayBeAddedAndThoseRemovedAreNamedWhenMet() {
        Version one = Applications.compile(
                "record State(Color color, Shape shape) {}",
                "enum Color { RED, GREEN }",
                "sealed interface Shape permits Circle, Square {}",
                "record Circle(int r) implements Shape {}",
                "record Square(int side) implements Shape {}");
        Version two = Applications.compile(
                "record State(Color color, Shape shape) {}",
                "enum Color { BLACK, GREEN, AMBER }",
                "sealed interface Shape permits Oval, Square {}",
                "record Oval(int a, int b) implements Shape {}",
                "record Square(int side) implements Shape {}");
        Object square = one.make("Square", 3);
        Object circle = one.make("Circle", 3);
        assertThat(readBy(two, one, one.make("State", one.constant("Color", "GREEN"), square)))
                .isEqualTo(two.make("State", two.constant("Color", "GREEN"), two.make("Square", 3)));
        assertThatThrownBy(() -> readBy(two, one, one.make("State", one.constant("Color", "RED"), square)))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessage(
                        "State.color: the stored value app.Color.RED is not among today's constants, which are AMBER,"
                                + " BLACK, GREEN; put it back, or say with Evolution.ofEnum(Color.class).renamed(\"RED\", …)"
                                + " what it is now");
        assertThatThrownBy(() -> readBy(two, one, one.make("State", one.constant("Color", "GREEN"), circle)))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessage(
                        "State.shape: a stored value is the case app.Circle of app.Shape, which today's type does not"
                                + " permit; put it back, or say with Evolution.ofSealed(Shape.class)"
                                + ".fromRecord(\"app.Circle\", …) what it is now");
    }

    @Test
    void whatCanNotBeReadIsNamed() {
        Version one = Applications.compile("record State(Item item) {}", "record Item(@Nullable String text) {}");
        Version added =
                Applications.compile("record State(Item item) {}", "record Item(@Nullable String text, int extra) {}");
        Version changed = Applications.compile("record State(Item item) {}", "record Item(int text) {}");
        Version strict = Applications.compile("record State(Item item) {}", "record Item(String text) {}");
        Version renamed = Applications.compile("record State(Thing item) {}", "record Thing(@Nullable String text) {}");
        Object old = one.make("State", one.make("Item", (Object) null));
        assertUnreadable(
                added,
                one,
                old,
                "State.item.extra: is new in app.Item, and stored values have none; make it an"
                        + " Option, mark it @Nullable, choose a collection, or say with"
                        + " Evolution.ofRecord(Item.class).computed(\"extra\", …) what it is");
        assertUnreadable(changed, one, old, "State.item.text: was stored as STRING, which can't be read as INT");
        assertUnreadable(
                strict,
                one,
                old,
                "State.item.text: a stored value is null, and the component is not @Nullable any"
                        + " more; mark it, or make it an Option");
        assertUnreadable(
                renamed,
                one,
                old,
                "State.item: was stored as app.Item, and is app.Thing now; if it was"
                        + " renamed, say so with Evolution…formerly(\"app.Item\")");
    }

    @Test
    void aMapWhoseKeysEvolveIsBuiltAgain() {
        Version one = Applications.compile(
                "record State(PersistentMap<Key, String> items) {}", "record Key(int number, String name) {}");
        Version wider = Applications.compile(
                "record State(PersistentMap<Key, String> items) {}", "record Key(String name, long number) {}");
        Version narrower =
                Applications.compile("record State(PersistentMap<Key, String> items) {}", "record Key(String name) {}");
        for (int size : new int[] {1, 10, 60, 3_000}) {
            PersistentMap<Object, String> items = PersistentMap.empty();
            PersistentMap<Object, String> expected = PersistentMap.empty();
            for (int i = 0; i < size; i++) {
                String value = i % 100 == 0 ? "v".repeat(3_000) : "v" + i;
                items = items.put(one.make("Key", i, "n" + i / 2), value);
                expected = expected.put(wider.make("Key", "n" + i / 2, (long) i), value);
            }
            PageLink link = pages.write(one.codec(), one.make("State", items));
            MemoryPages reopened = pages.reopened();
            PersistentMap<Object, String> read = itemsOf(wider.codec().read(link.id(), reopened));
            assertThat(read).isEqualTo(expected);
            for (Object key : expected.keySet()) {
                assertThat(read.get(key)).isEqualTo(expected.get(key));
            }
            Object state = wider.make("State", read.put(wider.make("Key", "new", 1L), "x"));
            PageLink rewritten = reopened.write(wider.codec(), state);
            assertThat(rewritten)
                    .isEqualTo(new MemoryPages()
                            .write(
                                    wider.codec(),
                                    wider.make("State", expected.put(wider.make("Key", "new", 1L), "x"))));
            assertThat(wider.codec().read(rewritten.id(), reopened.reopened())).isEqualTo(state);
            if (size > 1) {
                assertThatThrownBy(() -> itemsOf(narrower.codec().read(link.id(), pages.reopened()))
                                .get("x"))
                        .isInstanceOf(UnreadableSchemaException.class)
                        .hasMessageStartingWith("two stored keys of a map are the same key now, Key[name=n");
            }
        }
    }

    private void assertUnreadable(Version by, Version writer, Object state, String message) {
        assertThatThrownBy(() -> readBy(by, writer, state))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessage(message);
    }

    private Object readBy(Version reader, Version writer, Object state) {
        PageLink link = pages.write(writer.codec(), state);
        return reader.codec().read(link.id(), pages);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> PersistentMap<K, V> itemsOf(Object state) {
        try {
            return (PersistentMap<K, V>) state.getClass().getMethod("items").invoke(state);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("items of " + state, e);
        }
    }
}
