package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.Evolution;
import io.varve.EvolutionFailedException;
import io.varve.TypeRef;
import io.varve.UnreadableSchemaException;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.generic.GenericMap;
import io.varve.generic.GenericRecord;
import io.varve.internal.codec.Applications.Version;
import io.varve.internal.page.PageLink;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What {@link Evolution} tells is done when data of another schema is read. */
@SuppressWarnings({"rawtypes", "unchecked"}) // The types are compiled by the tests, and so have no names in their code.
class UpcasterTest {

    private final MemoryPages pages = new MemoryPages();

    @Test
    void aRenamedRecordIsReadUnderItsNewNameWhereverItIs() {
        Version one = Applications.compile(
                "record State(Old one, PersistentMap<String, Old> items, PersistentVector<Old> vector) {}",
                "record Old(String text, @Nullable Old next) {}");
        Version two = Applications.compile(
                "record State(New one, PersistentMap<String, New> items, PersistentVector<New> vector) {}",
                "record New(String text, @Nullable New next) {}");
        PersistentMap<String, Object> items = PersistentMap.empty();
        PersistentMap<String, Object> expected = PersistentMap.empty();
        for (int i = 0; i < 3_000; i++) {
            String large = "x".repeat(i % 10 == 0 ? 4_000 : 10);
            items = items.put("k" + i, one.make("Old", large + i, null));
            expected = expected.put("k" + i, two.make("New", large + i, null));
        }
        Object old = one.make("Old", "a", one.make("Old", "b", null));
        Object now = two.make("New", "a", two.make("New", "b", null));
        assertThat(readBy(
                        two.codec(two.evolution("New").formerly("app.Older").formerly("app.Old")),
                        one,
                        one.make("State", old, items, PersistentVector.of(old, old))))
                .isEqualTo(two.make("State", now, expected, PersistentVector.of(now, now)));
    }

    @Test
    void enumsSealedTypesAndTheirCasesMayBeRenamed() {
        Version one = Applications.compile(
                "record State(Color color, Shape shape, Shape other, Circle alone) {}",
                "enum Color { RED, GREEN }",
                "sealed interface Shape permits Circle, Paint {}",
                "record Circle(int r) implements Shape {}",
                "enum Paint implements Shape { OIL }");
        Version two = Applications.compile(
                "record State(Colour color, Figure shape, Figure other, Figure alone) {}",
                "enum Colour { RED, GREEN }",
                "sealed interface Figure permits Disc, Ink {}",
                "record Disc(int r) implements Figure {}",
                "enum Ink implements Figure { OIL }");
        Object old = one.make(
                "State",
                one.constant("Color", "RED"),
                one.make("Circle", 3),
                one.constant("Paint", "OIL"),
                one.make("Circle", 4));
        assertThat(readBy(
                        two.codec(
                                enumeration(two, "Colour").formerly("app.Color"),
                                Evolution.ofSealed(two.type("Figure")).formerly("app.Shape"),
                                two.evolution("Disc").formerly("app.Circle"),
                                enumeration(two, "Ink").formerly("app.Paint")),
                        one,
                        old))
                .isEqualTo(two.make(
                        "State",
                        two.constant("Colour", "RED"),
                        two.make("Disc", 3),
                        two.constant("Ink", "OIL"),
                        two.make("Disc", 4)));
    }

    @Test
    void aComponentMayBeRenamedMoreThanOnce() {
        Version one = Applications.compile("record State(int total) {}");
        Version two = Applications.compile("record State(int sum) {}");
        Version three = Applications.compile("record State(long amount, Option<String> total) {}");
        StateCodec<Object> codec =
                three.codec(three.evolution("State").renamed("total", "amount").renamed("sum", "amount"));
        assertThat(readBy(codec, one, one.make("State", 5))).isEqualTo(three.make("State", 5L, Option.none()));
        assertThat(readBy(codec, two, two.make("State", 6))).isEqualTo(three.make("State", 6L, Option.none()));
        Object now = three.make("State", 7L, Option.some("own"));
        assertThat(pages.roundTrip(codec, now)).isEqualTo(now);
    }

    @Test
    void aRecordThatHasBothFormerNamesOfAComponentIsRefused() {
        Version one = Applications.compile("record State(int total, int sum) {}");
        Version two = Applications.compile("record State(int amount) {}");
        assertThatThrownBy(() -> readBy(
                        two.codec(two.evolution("State")
                                .renamed("total", "amount")
                                .renamed("sum", "amount")),
                        one,
                        one.make("State", 1, 2)))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessage("State.amount: a stored app.State has both total and sum, which the evolution of app.State"
                        + " both calls amount; compute it instead");
    }

    @Test
    void aComponentIsConvertedFromTheTypeThatWasStored() {
        Version texts = Applications.compile("record State(String at, String price) {}");
        Version cents =
                Applications.compile("record State(Instant at, int price) {}".replace("Instant", "java.time.Instant"));
        Version shorts = Applications.compile("record State(long at, short price) {}");
        Version now = Applications.compile("record State(java.time.Instant at, java.math.BigDecimal price) {}");
        StateCodec<Object> codec = now.codec(now.evolution("State")
                .convert("at", String.class, Instant::parse)
                .convert("at", Long.class, Instant::ofEpochMilli)
                .convert("price", String.class, BigDecimal::new)
                .convert("price", Integer.class, price -> BigDecimal.valueOf(price, 2)));
        Instant at = Instant.ofEpochMilli(5_000);
        assertThat(readBy(codec, texts, texts.make("State", at.toString(), "1.50")))
                .isEqualTo(now.make("State", at, new BigDecimal("1.50")));
        assertThat(readBy(codec, cents, cents.make("State", at, 150)))
                .isEqualTo(now.make("State", at, new BigDecimal("1.50")));
        assertThat(readBy(codec, shorts, shorts.make("State", 5_000L, (short) 150)))
                .as("what can be read as an int is converted as one")
                .isEqualTo(now.make("State", at, new BigDecimal("1.50")));
        Object state = now.make("State", at, BigDecimal.TEN);
        assertThat(pages.roundTrip(codec, state))
                .as("data of today is not converted")
                .isEqualTo(state);
    }

    @Test
    void aConversionMayTakeACollectionAndMakeAnOptionalOrANull() {
        Version one = Applications.compile("record State(List<String> tags, String note, @Nullable String gone) {}");
        Version two = Applications.compile(
                "record State(Set<Integer> tags, Option<Integer> note, @Nullable Integer gone) {}");
        StateCodec<Object> codec = two.codec(two.evolution("State")
                .convert(
                        "tags",
                        new TypeRef<List<String>>() {},
                        tags -> tags.stream().map(String::length).collect(java.util.stream.Collectors.toSet()))
                .convert("note", String.class, note -> note.isEmpty() ? Option.none() : Option.some(note.length()))
                .convert("gone", String.class, gone -> gone.isEmpty() ? null : gone.length()));
        assertThat(readBy(codec, one, one.make("State", List.of("a", "bb"), "", "")))
                .isEqualTo(two.make("State", java.util.Set.of(1, 2), Option.none(), null));
        assertThat(readBy(codec, one, one.make("State", List.of(), "note", null)))
                .isEqualTo(two.make("State", java.util.Set.of(), Option.some(4), null));
        assertThat(readBy(codec, one, one.make("State", List.of(), "note", "abc")))
                .isEqualTo(two.make("State", java.util.Set.of(), Option.some(4), 3));
    }

    @Test
    void aNewComponentIsComputedFromTheRecordAsItWas() {
        Version one = Applications.compile(
                "record State(String name, PersistentMap<String, Item> items, Kind kind, Item item) {}",
                "record Item(int number) {}",
                "enum Kind { A, B }");
        Version two = Applications.compile(
                "record State(String first, String last, long sum, String type, Item item) {}",
                "record Item(int number, int twice) {}");
        PersistentMap<String, Object> items = PersistentMap.empty();
        for (int i = 0; i < 2_000; i++) {
            items = items.put("k" + i, one.make("Item", i));
        }
        Object old = one.make("State", "Ada Lovelace", items, one.constant("Kind", "B"), one.make("Item", 21));
        StateCodec<Object> codec = two.codec(
                two.evolution("State")
                        .computed("first", was -> was.get("name", String.class).split(" ", 2)[0])
                        .computed("last", was -> was.get("name", String.class).split(" ", 2)[1])
                        .computed(
                                "sum",
                                was -> was.get("items", GenericMap.class)
                                        .iterator()
                                        .map(entry -> ((GenericRecord) entry._2).get("number", Integer.class))
                                        .sum()
                                        .longValue())
                        .computed("type", was -> was.get("kind").toString()),
                two.evolution("Item").computed("twice", was -> 2 * was.get("number", Integer.class)));
        assertThat(readBy(codec, one, old))
                .isEqualTo(two.make("State", "Ada", "Lovelace", 1_999_000L, "B", two.make("Item", 21, 42)));
    }

    @Test
    void constantsThatAreGoneAreReadAsOthers() {
        Version one = Applications.compile("record State(List<Color> colors) {}", "enum Color { RED, GREEN, BLUE }");
        Version two = Applications.compile("record State(List<Color> colors) {}", "enum Color { CRIMSON, GREEN }");
        Object old = one.make(
                "State",
                List.of(one.constant("Color", "RED"), one.constant("Color", "BLUE"), one.constant("Color", "GREEN")));
        StateCodec<Object> codec = two.codec(enumeration(two, "Color")
                .renamed("RED", constant(two, "CRIMSON"))
                .renamed("BLUE", constant(two, "GREEN")));
        assertThat(readBy(codec, one, old))
                .isEqualTo(two.make(
                        "State",
                        List.of(two.constant("Color", "CRIMSON"), constant(two, "GREEN"), constant(two, "GREEN"))));
    }

    @Test
    void elementsThatAreTheSameNowAreNoDamage() {
        Version one = Applications.compile(
                "record State(Set<Color> set, Map<Color, String> map) {}", "enum Color { RED, BLUE, GREEN }");
        Version two =
                Applications.compile("record State(Set<Color> set, Map<Color, String> map) {}", "enum Color { GREEN }");
        StateCodec<Object> codec = two.codec(enumeration(two, "Color")
                .renamed("RED", constant(two, "GREEN"))
                .renamed("BLUE", constant(two, "GREEN")));
        Object red = one.constant("Color", "RED");
        Object blue = one.constant("Color", "BLUE");
        String same = ": stored elements or keys are the same now: of 2 elements or keys of which only 1 differ";
        assertThatThrownBy(() ->
                        readBy(codec, one, one.make("State", java.util.Set.of(red, blue), java.util.Map.of(red, "a"))))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessageStartingWith("State.set" + same);
        assertThatThrownBy(() -> readBy(
                        codec, one, one.make("State", java.util.Set.of(red), java.util.Map.of(red, "a", blue, "b"))))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessageStartingWith("State.map" + same);
        Object green = two.constant("Color", "GREEN");
        assertThat(readBy(codec, one, one.make("State", java.util.Set.of(blue), java.util.Map.of(red, "a"))))
                .isEqualTo(two.make("State", java.util.Set.of(green), java.util.Map.of(green, "a")));
    }

    @Test
    void casesThatAreGoneAreMadeIntoOthers() {
        Version one = Applications.compile(
                "record State(List<Shape> shapes, Circle alone) {}",
                "sealed interface Shape permits Circle, Square, Kind {}",
                "record Circle(int r) implements Shape {}",
                "record Square(int side) implements Shape {}",
                "enum Kind implements Shape { EMPTY, FULL }");
        Version two = Applications.compile(
                "record State(List<Shape> shapes, Shape alone) {}",
                "sealed interface Shape permits Oval, Square {}",
                "record Oval(int a, int b) implements Shape {}",
                "record Square(int side) implements Shape {}");
        Function<GenericRecord, Object> oval =
                was -> two.make("Oval", was.get("r", Integer.class), was.get("r", Integer.class));
        Object old = one.make(
                "State",
                List.of(one.make("Circle", 1), one.make("Square", 2), one.constant("Kind", "FULL")),
                one.make("Circle", 3));
        Object expected = two.make(
                "State",
                List.of(two.make("Oval", 1, 1), two.make("Square", 2), two.make("Square", 4)),
                two.make("Oval", 3, 3));
        assertThat(readBy(
                        two.codec(Evolution.ofSealed(sealed(two, "Shape"))
                                .fromRecord("app.Circle", oval)
                                .fromEnum("app.Kind", name -> two.make("Square", name.length()))),
                        one,
                        old))
                .isEqualTo(expected);
    }

    @Test
    void aRecordOrAnEnumMayBecomeASealedTypeOrARecordOfItsName() {
        Version one = Applications.compile(
                "record State(Payment payment, Status status, Unit unit, PersistentVector<Payment> more) {}",
                "record Payment(String card) {}",
                "enum Status { OPEN, DONE }",
                "enum Unit { METRE }");
        Version two = Applications.compile(
                "record State(Payment payment, Status status, Unit unit, PersistentVector<Payment> more) {}",
                "sealed interface Payment permits Card, Cash {}",
                "record Card(String number) implements Payment {}",
                "record Cash() implements Payment {}",
                "sealed interface Status permits Open, Done {}",
                "record Open() implements Status {}",
                "record Done(String by) implements Status {}",
                "record Unit(String name) {}");
        Function<GenericRecord, Object> payment =
                was -> was.get("card") == null ? two.make("Cash") : two.make("Card", was.get("card"));
        StateCodec<Object> codec = two.codec(
                Evolution.ofSealed(sealed(two, "Payment")).fromRecord("app.Payment", payment),
                Evolution.ofSealed(sealed(two, "Status")).fromEnum("app.Status", name -> two.make("Done", name)),
                two.evolution("Unit").fromEnum("app.Unit", name -> (Record) two.make("Unit", name)));
        Object old = one.make("Payment", "1234");
        assertThat(readBy(
                        codec,
                        one,
                        one.make(
                                "State",
                                old,
                                one.constant("Status", "DONE"),
                                one.constant("Unit", "METRE"),
                                PersistentVector.of(old))))
                .isEqualTo(two.make(
                        "State",
                        two.make("Card", "1234"),
                        two.make("Done", "DONE"),
                        two.make("Unit", "METRE"),
                        PersistentVector.of(two.make("Card", "1234"))));
    }

    @Test
    void aTypeMayTakeThePlaceOfAnotherInCollectionsTooPageByPage() {
        Version one = Applications.compile(
                "record State(PersistentVector<String> notes, PersistentMap<String, Legacy> items, String status,"
                        + " Option<String> option) {}",
                "record Legacy(String text) {}");
        Version two = Applications.compile(
                "record State(PersistentVector<Note> notes, PersistentMap<String, Note> items, Status status,"
                        + " Option<Note> option) {}",
                "record Note(String text, int length) {}",
                "enum Status { OPEN, DONE }");
        PersistentVector<String> notes = PersistentVector.empty();
        PersistentVector<Object> expected = PersistentVector.empty();
        for (int i = 0; i < 3_000; i++) {
            String text = "n".repeat(i % 50 == 0 ? 3_000 : 5) + i;
            notes = notes.append(text);
            expected = expected.append(two.make("Note", text, text.length()));
        }
        PersistentMap<String, Object> items = PersistentMap.of("k", one.make("Legacy", "legacy"));
        Function<String, Object> status = name -> constant(two, "Status", name.toUpperCase(java.util.Locale.ROOT));
        Function<String, Record> note = text -> (Record) two.make("Note", text, text.length());
        StateCodec<Object> codec = two.codec(
                two.evolution("Note")
                        .from(String.class, note)
                        .fromRecord("app.Legacy", was -> note.apply(was.get("text", String.class))),
                enumeration(two, "Status").from(String.class, status));
        PageLink link = pages.write(one.codec(), one.make("State", notes, items, "done", Option.some("o")));
        pages.reads.set(0);
        Object read = codec.read(link.id(), pages);
        assertThat(pages.reads.get()).as("pages read at first").isLessThanOrEqualTo(2);
        assertThat(read)
                .isEqualTo(two.make(
                        "State",
                        expected,
                        PersistentMap.of("k", two.make("Note", "legacy", 6)),
                        two.constant("Status", "DONE"),
                        Option.some(two.make("Note", "o", 1))));
    }

    @Test
    void functionsThatFailAreToldWithThePathAndTheCause() {
        Version one = Applications.compile("record State(Item item) {}", "record Item(String price) {}");
        Version two = Applications.compile(
                "record State(Item item) {}", "record Item(java.math.BigDecimal price, String currency) {}");
        Object old = one.make("State", one.make("Item", "a lot"));
        var item = two.evolution("Item");
        assertFails(
                two.codec(item.convert("price", String.class, BigDecimal::new).computed("currency", was -> "EUR")),
                one,
                old,
                "State.item.price: the conversion from java.lang.String failed: java.lang.NumberFormatException",
                NumberFormatException.class);
        assertFails(
                two.codec(item.convert("price", String.class, text -> BigDecimal.ONE)
                        .computed("currency", was -> null)),
                one,
                old,
                "State.item.currency: its computation from the stored app.Item returned null, and null is not allowed",
                NullPointerException.class);
        assertFails(
                two.codec(item.convert("price", String.class, text -> 5).computed("currency", was -> "EUR")),
                one,
                old,
                "State.item.price: the conversion from java.lang.String returned a java.lang.Integer where a"
                        + " java.math.BigDecimal belongs",
                ClassCastException.class);
        assertFails(
                two.codec(item.convert("price", String.class, text -> BigDecimal.ONE)
                        .computed("currency", was -> was.get("curency"))),
                one,
                old,
                "State.item.currency: its computation from the stored app.Item failed: java.util.NoSuchElementException:"
                        + " app.Item had no component 'curency' when it was stored; it had: price",
                java.util.NoSuchElementException.class);
    }

    private void assertFails(
            StateCodec<Object> codec, Version writer, Object state, String message, Class<? extends Throwable> cause) {
        assertThatThrownBy(() -> readBy(codec, writer, state))
                .isInstanceOf(EvolutionFailedException.class)
                .hasMessageStartingWith(message)
                .hasCauseInstanceOf(cause);
    }

    @Test
    void keysMayBeRenamedAndConvertedAndTheMapIsBuiltAgain() {
        Version one = Applications.compile(
                "record State(PersistentMap<Key, Item> items) {}",
                "record Key(String number) {}",
                "record Item(String text) {}");
        Version two = Applications.compile(
                "record State(PersistentMap<Id, Item> items) {}",
                "record Id(int number, String zone) {}",
                "record Item(String text) {}");
        PersistentMap<Object, Object> items = PersistentMap.empty();
        PersistentMap<Object, Object> expected = PersistentMap.empty();
        for (int i = 0; i < 2_000; i++) {
            items = items.put(one.make("Key", "" + i), one.make("Item", "text " + i));
            expected = expected.put(two.make("Id", i, "eu"), two.make("Item", "text " + i));
        }
        var id = two.evolution("Id").formerly("app.Key").computed("zone", was -> "eu");
        Object read =
                readBy(two.codec(id.convert("number", String.class, Integer::valueOf)), one, one.make("State", items));
        assertThat(read).isEqualTo(two.make("State", expected));
        StateCodec<Object> colliding =
                two.codec(id.convert("number", String.class, number -> Integer.parseInt(number) / 2));
        assertThatThrownBy(() -> readBy(
                        colliding,
                        one,
                        one.make(
                                "State",
                                PersistentMap.of(
                                        one.make("Key", "4"),
                                        one.make("Item", "a"),
                                        one.make("Key", "5"),
                                        one.make("Item", "b")))))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessageStartingWith("two stored keys of a map are the same key now, Id[number=2, zone=eu]");
    }

    @Test
    void whatIsConvertedMayItselfHaveChangedSince() {
        Version one = Applications.compile("record State(Legacy item) {}", "record Legacy(int cents, String gone) {}");
        Version two = Applications.compile(
                "record State(Money item) {}",
                "record Legacy(long cents, Option<String> note) {}",
                "record Money(java.math.BigDecimal amount) {}");
        Function<Record, Object> convert = legacy -> {
            try {
                return two.make(
                        "Money",
                        BigDecimal.valueOf(
                                (long) legacy.getClass().getMethod("cents").invoke(legacy), 2));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("cents", e);
            }
        };
        assertThat(readBy(
                        two.codec(two.evolution("State").convert("item", two.record("Legacy"), convert)),
                        one,
                        one.make("State", one.make("Legacy", 250, "x"))))
                .isEqualTo(two.make("State", two.make("Money", new BigDecimal("2.50"))));
    }

    @Test
    void aConversionThatFitsNothingLeavesWhatWasRefusedRefused() {
        Version one = Applications.compile("record State(boolean flag) {}");
        Version two = Applications.compile("record State(Note flag) {}", "record Note(String text) {}");
        StateCodec<Object> codec = two.codec(
                two.evolution("Note").from(String.class, text -> (Record) two.make("Note", text)),
                two.evolution("State").convert("flag", Integer.class, number -> two.make("Note", "" + number)));
        assertThatThrownBy(() -> readBy(codec, one, one.make("State", true)))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessage("State.flag: was stored as BOOLEAN, which can't be read as app.Note");
    }

    @Test
    void conversionsThatLeadToEachOtherEnd() {
        Version one =
                Applications.compile("record State(A item) {}", "record A(boolean x) {}", "record B(boolean x) {}");
        Version two = Applications.compile("record State(A item) {}", "record A(B x) {}", "record B(A x) {}");
        StateCodec<Object> codec = two.codec(
                two.evolution("A").from(two.record("B"), b -> b).convert("x", two.record("A"), a -> a),
                two.evolution("B").from(two.record("A"), a -> a).convert("x", two.record("B"), b -> b));
        assertThatThrownBy(() -> readBy(codec, one, one.make("State", one.make("A", true))))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessageStartingWith("State.item.x: ");
    }

    private Object readBy(StateCodec<Object> reader, Version writer, Object state) {
        PageLink link = pages.write(writer.codec(), state);
        return reader.read(link.id(), pages.reopened());
    }

    private static io.varve.EnumEvolution enumeration(Version version, String name) {
        return Evolution.ofEnum((Class) version.type(name));
    }

    private static Class<Object> sealed(Version version, String name) {
        return (Class<Object>) version.type(name);
    }

    private static Enum constant(Version version, String name) {
        return constant(version, "Color", name);
    }

    private static Enum constant(Version version, String type, String name) {
        return (Enum) version.constant(type, name);
    }
}
