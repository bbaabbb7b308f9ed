package io.varve.internal.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.vavr.Tuple0;
import io.vavr.Tuple1;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple8;
import io.vavr.collection.IndexedSeq;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types of every shape that can be kept. */
final class Zoo {

    private Zoo() {}

    /** Settings for a type of the zoo. */
    static CodecSettings settings(Class<?> root) {
        return new CodecSettings(
                root,
                MethodHandles.lookup(),
                List.of(new CustomType<>("money", 1, Money.class, new MoneySerializer())),
                List.of(),
                1);
    }

    static <S> StateCodec<S> codec(Class<S> root) {
        return StateCodec.of(settings(root));
    }

    record Primitives(boolean b, byte i8, short i16, char c, int i32, long i64, float f32, double f64) {}

    record Boxes(
            Boolean b, Byte i8, Short i16, Character c, Integer i32, Long i64, Float f32, Double f64, String text) {}

    record Numbers(BigInteger integer, BigDecimal decimal, UUID uuid, URI uri) {}

    record Times(
            Instant instant,
            Duration duration,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetTime offsetTime,
            OffsetDateTime offsetDateTime,
            ZonedDateTime zoned,
            ZoneOffset offset,
            ZoneId zone,
            Year year,
            YearMonth yearMonth,
            MonthDay monthDay,
            Period period) {}

    record JavaCollections(
            List<String> list,
            Set<Integer> set,
            Map<String, List<Long>> map,
            Optional<String> optional,
            Set<Set<Color>> sets) {}

    record VavrSequences(
            io.vavr.collection.List<Integer> list,
            io.vavr.collection.Vector<String> vector,
            io.vavr.collection.Array<Boolean> array,
            io.vavr.collection.Queue<Double> queue,
            Seq<String> seq,
            IndexedSeq<? extends Shape> indexed) {}

    record VavrSets(
            io.vavr.collection.HashSet<String> hash,
            io.vavr.collection.LinkedHashSet<Integer> linked,
            io.vavr.collection.TreeSet<Long> tree,
            io.vavr.collection.HashMap<String, Color> hashMap,
            io.vavr.collection.LinkedHashMap<Color, String> linkedMap,
            io.vavr.collection.TreeMap<UUID, Integer> treeMap,
            io.vavr.collection.Map<Key, Option<String>> anyMap) {}

    record Choices(
            Option<String> option,
            Option<Option<Integer>> nested,
            Either<String, Shape> either,
            Tuple0 nothing,
            Tuple1<String> one,
            Tuple2<Integer, Long> two,
            Tuple3<String, Color, Empty> three,
            Tuple8<Integer, Integer, Integer, Integer, Integer, Integer, Integer, String> eight) {}

    record Nullables(
            @Nullable String text,
            @Nullable Shape shape,
            @Nullable Integer number,
            @Nullable Nullables next) {}

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "leafy";
            }
        },
        BLUE
    }

    enum Unit {
        ONLY
    }

    record Empty() {}

    sealed interface Shape permits Circle, Polygon, Mood {}

    record Circle(double radius) implements Shape {}

    sealed interface Polygon extends Shape permits Square, Triangle {}

    record Square(int side) implements Polygon {}

    record Triangle(int a, int b, int c) implements Polygon {}

    enum Mood implements Shape {
        ROUND,
        EDGY
    }

    sealed interface Tree<T> permits Fork, Tip {}

    record Fork<T>(Tree<T> left, Tree<T> right) implements Tree<T> {}

    record Tip<T>(T value) implements Tree<T> {}

    record Generic<A, B>(A first, io.vavr.collection.List<B> others) {}

    record Trees(
            Tree<String> texts, Tree<Color> colors, Generic<Integer, Tree<Empty>> generic, Unit unit, Empty empty) {}

    record Key(String name, Color color, long number) {}

    record Money(String currency, long cents) {}

    record Purse(Money one, List<Money> more, Option<Money> maybe) {}

    record Persistent(
            PersistentMap<Key, Shape> shapes,
            PersistentVector<Option<String>> texts,
            PersistentMap<String, PersistentVector<Integer>> nested,
            Option<PersistentMap<Integer, Persistent>> deeper,
            List<PersistentVector<Shape>> many) {}

    record Everything(
            Primitives primitives,
            Boxes boxes,
            Numbers numbers,
            Times times,
            JavaCollections javaCollections,
            VavrSequences sequences,
            VavrSets sets,
            Choices choices,
            Nullables nullables,
            Trees trees,
            Purse purse,
            Persistent persistent) {}

    static final List<Class<?>> ALL = List.of(
            Primitives.class,
            Boxes.class,
            Numbers.class,
            Times.class,
            JavaCollections.class,
            VavrSequences.class,
            VavrSets.class,
            Choices.class,
            Nullables.class,
            Shape.class,
            Trees.class,
            Purse.class,
            Persistent.class,
            Everything.class,
            Color.class,
            Empty.class,
            String.class);

    /** Money the way an application might write it. */
    static final class MoneySerializer extends Serializer<Money> {
        @Override
        public void write(Kryo kryo, Output output, Money money) {
            output.writeString(money.currency());
            output.writeVarLong(money.cents(), false);
        }

        @Override
        public Money read(Kryo kryo, Input input, Class<? extends Money> type) {
            return new Money(input.readString(), input.readVarLong(false));
        }
    }
}
