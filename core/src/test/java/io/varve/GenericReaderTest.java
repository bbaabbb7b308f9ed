package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.generic.GenericEnum;
import io.varve.generic.GenericMap;
import io.varve.generic.GenericOpaque;
import io.varve.generic.GenericReader;
import io.varve.generic.GenericRecord;
import io.varve.generic.GenericText;
import io.varve.generic.GenericVector;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores read without the application's classes. */
@ParameterizedClass
@EnumSource(Backend.class)
class GenericReaderTest extends BackendTest {

    public record All(
            Item item,
            @Nullable Item none,
            Kind kind,
            Shape shape,
            Shape plain,
            List<Item> list,
            Set<Kind> set,
            TreeMap<String, Item> sorted,
            Option<Integer> option,
            Optional<String> absent,
            Either<String, Item> either,
            Tuple2<Integer, String> pair,
            BigDecimal decimal,
            Instant at,
            UUID id,
            Blob blob,
            PersistentMap<Item, PersistentVector<String>> map,
            PersistentVector<Shape> vector) {}

    public record Item(String name, int number) {}

    public enum Kind {
        A,
        B
    }

    public sealed interface Shape permits Circle, Flat {}

    public record Circle(double radius) implements Shape {}

    public enum Flat implements Shape {
        LINE
    }

    public static final class Blob {
        final int value;

        Blob(int value) {
            this.value = value;
        }
    }

    private static final class BlobSerializer extends Serializer<Blob> {
        @Override
        public void write(Kryo kryo, Output output, Blob blob) {
            output.writeInt(blob.value);
        }

        @Override
        public Blob read(Kryo kryo, Input input, Class<? extends Blob> type) {
            return new Blob(input.readInt());
        }
    }

    private static final String NAME = GenericReaderTest.class.getName() + "$";

    private static GenericRecord item(String name, int number) {
        return GenericRecord.of(NAME + "Item", LinkedHashMap.of("name", name, "number", number));
    }

    private static All all() {
        PersistentMap<Item, PersistentVector<String>> map = PersistentMap.empty();
        PersistentVector<Shape> vector = PersistentVector.empty();
        for (int i = 0; i < 3_000; i++) {
            String text = "x".repeat(i % 100 == 0 ? 5_000 : 3);
            map = map.put(new Item("k", i), PersistentVector.of("first", text));
            vector = vector.append(i % 2 == 0 ? new Circle(i) : Flat.LINE);
        }
        return new All(
                new Item("one", 1),
                null,
                Kind.B,
                new Circle(2.5),
                Flat.LINE,
                List.of(new Item("a", 1), new Item("b", 2)),
                Set.of(Kind.A),
                TreeMap.of("key", new Item("c", 3)),
                Option.some(5),
                Optional.empty(),
                Either.right(new Item("d", 4)),
                Tuple.of(1, "x"),
                new BigDecimal("1.50"),
                Instant.ofEpochSecond(7),
                new UUID(1, 2),
                new Blob(0x01020304),
                map,
                vector.drop(40));
    }

    private StateManager<All> write(SnapshotStore store) {
        StateManager<All> states = StateManager.builder(All.class)
                .store(store)
                .initialState(all())
                .serializer("blob", Blob.class, new BlobSerializer())
                .open();
        states.createTenant("acme").snapshot(SnapshotRequest.named("v1"));
        return states;
    }

    @Test
    void everyKindOfValueIsReadAsWhatItWas() {
        write(store()).close();
        try (GenericReader reader = GenericReader.open(store())) {
            assertThat(reader.tenants()).containsExactly("acme");
            assertThat(reader.snapshots("acme").flatMap(SnapshotInfo::name)).containsExactly("v1");
            GenericRecord state = (GenericRecord) reader.state("acme", SnapshotRef.named("v1"));

            assertThat(state.typeName()).isEqualTo(NAME + "All");
            assertThat(state.get("item")).isEqualTo(item("one", 1));
            assertThat(state.get("none")).isNull();
            assertThat(state.get("kind")).isEqualTo(new GenericEnum(NAME + "Kind", "B"));
            assertThat(state.get("shape"))
                    .isEqualTo(GenericRecord.of(NAME + "Circle", LinkedHashMap.of("radius", 2.5)));
            assertThat(state.get("plain")).isEqualTo(new GenericEnum(NAME + "Flat", "LINE"));
            assertThat(state.get("list")).isEqualTo(Vector.of(item("a", 1), item("b", 2)));
            assertThat(state.get("set")).isEqualTo(LinkedHashSet.of(new GenericEnum(NAME + "Kind", "A")));
            assertThat(state.get("sorted")).isEqualTo(LinkedHashMap.of("key", item("c", 3)));
            assertThat(state.get("option")).isEqualTo(Option.some(5));
            assertThat(state.get("absent")).isEqualTo(Option.none());
            assertThat(state.get("either")).isEqualTo(Either.right(item("d", 4)));
            assertThat(state.get("pair")).isEqualTo(Tuple.of(1, "x"));
            assertThat(state.get("decimal")).isEqualTo(new BigDecimal("1.50"));
            assertThat(state.get("at")).isEqualTo(Instant.ofEpochSecond(7));
            assertThat(state.get("id")).isEqualTo(new UUID(1, 2));
            assertThat(state.get("blob")).isEqualTo(new GenericOpaque("blob", 1, new byte[] {4, 3, 2, 1}));
            assertThat(reader.head("acme").toString()).isEqualTo(state.toString());
        }
    }

    @Test
    void persistentCollectionsAreReadPageByPage() {
        write(store()).close();
        CountingStore counting = new CountingStore(store());
        try (GenericReader reader = GenericReader.open(counting)) {
            GenericRecord state = (GenericRecord) reader.head("acme");
            assertThat(counting.sizesRead()).hasSize(1);

            GenericMap map = state.get("map", GenericMap.class);
            assertThat(map.size()).isEqualTo(3_000);
            LinkedHashMap<Object, Object> found = LinkedHashMap.empty();
            for (Tuple2<Object, Object> entry : map) {
                found = found.put(entry._1, Vector.ofAll((GenericVector) entry._2));
            }
            assertThat(found).hasSize(3_000);
            for (int i = 0; i < 3_000; i++) {
                assertThat(found.get(item("k", i)).get())
                        .isEqualTo(Vector.of("first", "x".repeat(i % 100 == 0 ? 5_000 : 3)));
            }

            List<Object> elements = new ArrayList<>();
            state.get("vector", GenericVector.class).forEach(elements::add);
            assertThat(elements).hasSize(2_960);
            assertThat(elements.get(0)).isEqualTo(GenericRecord.of(NAME + "Circle", LinkedHashMap.of("radius", 40.0)));
            assertThat(elements.get(2_959)).isEqualTo(new GenericEnum(NAME + "Flat", "LINE"));
            assertThat(counting.commits()).as("it never writes").isZero();
        }
    }

    @Test
    void aTenantThatIsOpenIsReadWithoutDisturbingItsOwner() {
        try (SnapshotStore shared = store();
                StateManager<All> states = write(ForwardingStore.keptOpen(shared));
                GenericReader reader = GenericReader.open(ForwardingStore.keptOpen(shared))) {
            assertThat(((GenericRecord) reader.head("acme")).get("option")).isEqualTo(Option.some(5));
            states.tenant("acme").snapshot(SnapshotRequest.named("v2"));
            assertThat(reader.snapshots("acme")).hasSize(2);
        }
    }

    @Test
    void aStateIsShownForPeople() {
        write(store()).close();
        try (GenericReader reader = GenericReader.open(store())) {
            assertThat(GenericText.of(reader.head("acme"), 1))
                    .startsWith("""
                    All
                      item = Item
                        name = "one"
                        number = 1
                      none = null
                      kind = B
                      shape = Circle
                        radius = 2.5
                      plain = LINE
                      list = list of 2
                        - Item
                          name = "a"
                          number = 1
                        … 1 more
                      set = set of 1
                        - A
                      sorted = map of 1
                        "key" -> Item
                          name = "c"
                          number = 3
                      option = Some 5
                      absent = None
                      either = Right Item
                        name = "d"
                        number = 4
                      pair = tuple of 2
                        - 1
                        … 1 more
                      decimal = 1.50
                      at = 1970-01-01T00:00:07Z
                      id = 00000000-0000-0001-0000-000000000002
                      blob = blob(4 bytes: 04030201)
                      map = map of 3000
                    """)
                    .endsWith("\n    … 2959 more")
                    .contains("\n    … 2999 more\n  vector = vector of 2960\n");
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        write(store()).close();
        GenericReader reader = GenericReader.open(store());
        assertThatThrownBy(() -> reader.head("globex"))
                .isInstanceOf(TenantNotFoundException.class)
                .hasMessageContaining("globex");
        assertThatThrownBy(() -> reader.state("acme", SnapshotRef.named("v9")))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("v9")
                .hasMessageContaining("'v1'");
        assertThatThrownBy(() -> ((GenericRecord) reader.head("acme")).get("nothing"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining("item, none, kind");
        assertThatThrownBy(() -> ((GenericRecord) reader.head("acme")).get("kind", String.class))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("All.kind is a io.varve.generic.GenericEnum, not a java.lang.String");
        GenericRecord read = (GenericRecord) reader.head("acme");
        reader.close();
        reader.close();
        assertThatThrownBy(reader::tenants).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> read.get("map", GenericMap.class).forEach(entry -> {}))
                .isInstanceOf(ClosedException.class);
    }
}
