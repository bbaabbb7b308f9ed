package io.varve.internal.codec;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.codec.schema.ScalarKind;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.ScalarNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Either;
import io.vavr.control.Option;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Makes random values of any type that can be kept, fond of the awkward ones. {@link GoldenTest} relies on it: what it
 * makes of a seed has to stay.
 */
final class RandomValues {

    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "UTC", "+05:30", "Asia/Kolkata");

    private final Random random;
    private int budget;

    RandomValues(Random random) {
        this.random = random;
    }

    @SuppressWarnings("unchecked")
    <S> S state(Class<S> type, int parts) {
        budget = parts;
        return (S) value(Zoo.settings(type).typeGraph().root());
    }

    private Object value(TypeNode type) {
        budget--;
        if (type instanceof ScalarNode node) {
            return scalar(node.kind());
        }
        if (type instanceof ContainerNode node) {
            return container(node);
        }
        if (type instanceof EnumNode node) {
            return pick(List.copyOf(node.constants().values()));
        }
        if (type instanceof SealedNode node) {
            // The last case of each recursive type in the zoo is the one that ends it.
            return value((budget > 0
                            ? pick(node.cases())
                            : node.cases().get(node.cases().size() - 1))
                    .type());
        }
        if (type instanceof RecordNode node) {
            return record(node);
        }
        return new Zoo.Money((String) scalar(ScalarKind.STRING), random.nextLong());
    }

    private Object record(RecordNode node) {
        List<Object> values = new ArrayList<>();
        for (Component component : node.components()) {
            boolean absent = component.nullable() && (budget <= 0 || random.nextInt(3) == 0);
            values.add(absent ? null : value(component.type()));
        }
        try {
            return node.constructor().invoke(values.toArray());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private Object container(ContainerNode node) {
        List<Object> elements = new ArrayList<>();
        Map<Object, Object> map = new LinkedHashMap<>();
        int count = budget <= 0 ? 0 : random.nextInt(random.nextInt(4) == 0 ? 40 : 4);
        switch (node.kind().layout()) {
            case SEQUENCE, SET, PERSISTENT_VECTOR -> {
                for (int i = 0; i < count; i++) {
                    elements.add(value(node.argument(0)));
                }
            }
            case MAP, PERSISTENT_MAP -> {
                for (int i = 0; i < count; i++) {
                    map.put(value(node.argument(0)), value(node.argument(1)));
                }
            }
            default -> {}
        }
        List<Tuple2<Object, Object>> entries =
                map.entrySet().stream().map(Tuple::fromEntry).toList();
        boolean there = budget > 0 && random.nextBoolean();
        return switch (node.kind()) {
            case JAVA_LIST -> elements;
            case JAVA_SET -> new HashSet<>(elements);
            case JAVA_MAP -> map;
            case JAVA_OPTIONAL -> there ? Optional.of(value(node.argument(0))) : Optional.empty();
            case VAVR_LIST -> io.vavr.collection.List.ofAll(elements);
            case VAVR_VECTOR -> io.vavr.collection.Vector.ofAll(elements);
            case VAVR_ARRAY -> io.vavr.collection.Array.ofAll(elements);
            case VAVR_QUEUE -> io.vavr.collection.Queue.ofAll(elements);
            case VAVR_HASH_SET -> io.vavr.collection.HashSet.ofAll(elements);
            case VAVR_LINKED_HASH_SET -> io.vavr.collection.LinkedHashSet.ofAll(elements);
            case VAVR_TREE_SET -> io.vavr.collection.TreeSet.ofAll(natural(), elements);
            case VAVR_HASH_MAP -> io.vavr.collection.HashMap.ofEntries(entries);
            case VAVR_LINKED_HASH_MAP -> io.vavr.collection.LinkedHashMap.ofEntries(entries);
            case VAVR_TREE_MAP -> io.vavr.collection.TreeMap.ofEntries(natural(), entries);
            case VAVR_OPTION -> there ? Option.some(value(node.argument(0))) : Option.none();
            case VAVR_EITHER ->
                random.nextBoolean() ? Either.right(value(node.argument(1))) : Either.left(value(node.argument(0)));
            case TUPLE_0 -> Tuple.empty();
            case TUPLE_1 -> Tuple.of(value(node.argument(0)));
            case TUPLE_2 -> Tuple.of(value(node.argument(0)), value(node.argument(1)));
            case TUPLE_3 -> Tuple.of(value(node.argument(0)), value(node.argument(1)), value(node.argument(2)));
            case TUPLE_8 ->
                Tuple.of(
                        value(node.argument(0)),
                        value(node.argument(1)),
                        value(node.argument(2)),
                        value(node.argument(3)),
                        value(node.argument(4)),
                        value(node.argument(5)),
                        value(node.argument(6)),
                        value(node.argument(7)));
            case PERSISTENT_MAP -> {
                PersistentMap<Object, Object> made = PersistentMap.empty();
                for (Tuple2<Object, Object> entry : entries) {
                    made = made.put(entry._1, entry._2);
                }
                yield made;
            }
            case PERSISTENT_VECTOR -> PersistentVector.<Object>empty().appendAll(elements);
            default -> throw new AssertionError(node.kind());
        };
    }

    private Object scalar(ScalarKind kind) {
        return switch (kind) {
            case BOOLEAN -> random.nextBoolean();
            case BYTE -> (byte) random.nextInt();
            case SHORT -> (short) random.nextInt();
            case CHAR -> (char) random.nextInt();
            case INT ->
                pick(List.of(random.nextInt(), random.nextInt(100), 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG ->
                pick(List.of(random.nextLong(), (long) random.nextInt(100), 0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
            case FLOAT ->
                pick(List.of(random.nextFloat(), Float.intBitsToFloat(0x7FC12345), -0f, 0f, Float.NEGATIVE_INFINITY));
            case DOUBLE ->
                pick(List.of(
                        random.nextDouble(),
                        Double.longBitsToDouble(0x7FF0000000000001L),
                        -0d,
                        0d,
                        Double.POSITIVE_INFINITY,
                        Double.MIN_VALUE));
            case STRING -> text();
            case BIG_INTEGER -> integer();
            case BIG_DECIMAL ->
                pick(List.of(
                        new BigDecimal(integer(), random.nextInt()),
                        BigDecimal.ZERO,
                        new BigDecimal("0.00"),
                        BigDecimal.ONE));
            case UUID -> new UUID(random.nextLong(), random.nextLong());
            case URI -> URI.create("https://example.org/" + random.nextInt() + "?q=%20#ü");
            case INSTANT -> pick(List.of(instant(), Instant.MIN, Instant.MAX, Instant.EPOCH));
            case DURATION -> Duration.ofSeconds(random.nextLong(), random.nextInt(1_000_000_000));
            case LOCAL_DATE -> pick(List.of(local().toLocalDate(), LocalDate.MIN, LocalDate.MAX));
            case LOCAL_TIME ->
                pick(List.of(
                        local().toLocalTime(),
                        LocalTime.MIDNIGHT,
                        LocalTime.MAX,
                        LocalTime.of(7, 0),
                        LocalTime.of(7, 0, 1)));
            case LOCAL_DATE_TIME -> local();
            case OFFSET_TIME -> OffsetTime.of(local().toLocalTime(), offset());
            case OFFSET_DATE_TIME -> OffsetDateTime.of(local(), offset());
            case ZONED_DATE_TIME ->
                pick(List.of(
                        instant().atZone(ZoneId.of(pick(ZONES))),
                        LocalDateTime.of(2024, 10, 27, 2, 30)
                                .atZone(ZoneId.of("Europe/Berlin"))
                                .withLaterOffsetAtOverlap(),
                        LocalDateTime.of(2024, 10, 27, 2, 30).atZone(ZoneId.of("Europe/Berlin"))));
            case ZONE_OFFSET -> offset();
            case ZONE_ID -> pick(List.of(ZoneId.of(pick(ZONES)), offset()));
            case YEAR -> Year.of(random.nextInt(2_000_000_000 - 1_000_000_000) - 500_000_000);
            case YEAR_MONTH -> YearMonth.from(local());
            case MONTH_DAY -> pick(List.of(MonthDay.from(local()), MonthDay.of(2, 29)));
            case PERIOD -> Period.of(random.nextInt(), random.nextInt(), random.nextInt());
        };
    }

    private String text() {
        int length = random.nextInt(random.nextInt(10) == 0 ? 300 : 12);
        int range = pick(List.of(0x60, 0x80, 0x100, 0x101, 0x900, 0x10000));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(range));
        }
        return text.toString();
    }

    private BigInteger integer() {
        BigInteger magnitude = new BigInteger(random.nextInt(100), random);
        return random.nextBoolean() ? magnitude : magnitude.negate();
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt() * 4L, random.nextInt(1_000_000_000));
    }

    private LocalDateTime local() {
        return LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
    }

    private ZoneOffset offset() {
        return ZoneOffset.ofTotalSeconds(pick(List.of(0, 3600, -1800, random.nextInt(18 * 3600))));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SuppressWarnings("unchecked")
    private static Comparator<Object> natural() {
        return (Comparator<Object>) (Comparator<?>) Comparator.naturalOrder();
    }
}
