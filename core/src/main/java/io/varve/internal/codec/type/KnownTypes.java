package io.varve.internal.codec.type;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.schema.ScalarKind;
import io.vavr.collection.IndexedSeq;
import io.vavr.collection.LinearSeq;
import io.vavr.collection.Seq;
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
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The classes that have a rule of their own. */
final class KnownTypes {

    static final Map<Class<?>, ScalarKind> SCALARS = scalars();

    /** Interfaces of Vavr stand for the class that is made when they are read. */
    static final Map<Class<?>, ContainerKind> CONTAINERS = containers();

    private KnownTypes() {}

    private static Map<Class<?>, ScalarKind> scalars() {
        Map<Class<?>, ScalarKind> kinds = new HashMap<>();
        kinds.put(boolean.class, ScalarKind.BOOLEAN);
        kinds.put(Boolean.class, ScalarKind.BOOLEAN);
        kinds.put(byte.class, ScalarKind.BYTE);
        kinds.put(Byte.class, ScalarKind.BYTE);
        kinds.put(short.class, ScalarKind.SHORT);
        kinds.put(Short.class, ScalarKind.SHORT);
        kinds.put(char.class, ScalarKind.CHAR);
        kinds.put(Character.class, ScalarKind.CHAR);
        kinds.put(int.class, ScalarKind.INT);
        kinds.put(Integer.class, ScalarKind.INT);
        kinds.put(long.class, ScalarKind.LONG);
        kinds.put(Long.class, ScalarKind.LONG);
        kinds.put(float.class, ScalarKind.FLOAT);
        kinds.put(Float.class, ScalarKind.FLOAT);
        kinds.put(double.class, ScalarKind.DOUBLE);
        kinds.put(Double.class, ScalarKind.DOUBLE);
        kinds.put(String.class, ScalarKind.STRING);
        kinds.put(BigInteger.class, ScalarKind.BIG_INTEGER);
        kinds.put(BigDecimal.class, ScalarKind.BIG_DECIMAL);
        kinds.put(UUID.class, ScalarKind.UUID);
        kinds.put(URI.class, ScalarKind.URI);
        kinds.put(Instant.class, ScalarKind.INSTANT);
        kinds.put(Duration.class, ScalarKind.DURATION);
        kinds.put(LocalDate.class, ScalarKind.LOCAL_DATE);
        kinds.put(LocalTime.class, ScalarKind.LOCAL_TIME);
        kinds.put(LocalDateTime.class, ScalarKind.LOCAL_DATE_TIME);
        kinds.put(OffsetTime.class, ScalarKind.OFFSET_TIME);
        kinds.put(OffsetDateTime.class, ScalarKind.OFFSET_DATE_TIME);
        kinds.put(ZonedDateTime.class, ScalarKind.ZONED_DATE_TIME);
        kinds.put(ZoneOffset.class, ScalarKind.ZONE_OFFSET);
        kinds.put(ZoneId.class, ScalarKind.ZONE_ID);
        kinds.put(Year.class, ScalarKind.YEAR);
        kinds.put(YearMonth.class, ScalarKind.YEAR_MONTH);
        kinds.put(MonthDay.class, ScalarKind.MONTH_DAY);
        kinds.put(Period.class, ScalarKind.PERIOD);
        return Map.copyOf(kinds);
    }

    private static Map<Class<?>, ContainerKind> containers() {
        Map<Class<?>, ContainerKind> kinds = new HashMap<>();
        kinds.put(List.class, ContainerKind.JAVA_LIST);
        kinds.put(Set.class, ContainerKind.JAVA_SET);
        kinds.put(Map.class, ContainerKind.JAVA_MAP);
        kinds.put(Optional.class, ContainerKind.JAVA_OPTIONAL);
        kinds.put(io.vavr.collection.List.class, ContainerKind.VAVR_LIST);
        kinds.put(LinearSeq.class, ContainerKind.VAVR_LIST);
        kinds.put(io.vavr.collection.Vector.class, ContainerKind.VAVR_VECTOR);
        kinds.put(IndexedSeq.class, ContainerKind.VAVR_VECTOR);
        kinds.put(Seq.class, ContainerKind.VAVR_VECTOR);
        kinds.put(io.vavr.collection.Array.class, ContainerKind.VAVR_ARRAY);
        kinds.put(io.vavr.collection.Queue.class, ContainerKind.VAVR_QUEUE);
        kinds.put(io.vavr.collection.Set.class, ContainerKind.VAVR_HASH_SET);
        kinds.put(io.vavr.collection.HashSet.class, ContainerKind.VAVR_HASH_SET);
        kinds.put(io.vavr.collection.LinkedHashSet.class, ContainerKind.VAVR_LINKED_HASH_SET);
        kinds.put(io.vavr.collection.SortedSet.class, ContainerKind.VAVR_TREE_SET);
        kinds.put(io.vavr.collection.TreeSet.class, ContainerKind.VAVR_TREE_SET);
        kinds.put(io.vavr.collection.Map.class, ContainerKind.VAVR_HASH_MAP);
        kinds.put(io.vavr.collection.HashMap.class, ContainerKind.VAVR_HASH_MAP);
        kinds.put(io.vavr.collection.LinkedHashMap.class, ContainerKind.VAVR_LINKED_HASH_MAP);
        kinds.put(io.vavr.collection.SortedMap.class, ContainerKind.VAVR_TREE_MAP);
        kinds.put(io.vavr.collection.TreeMap.class, ContainerKind.VAVR_TREE_MAP);
        kinds.put(Option.class, ContainerKind.VAVR_OPTION);
        kinds.put(Either.class, ContainerKind.VAVR_EITHER);
        kinds.put(io.vavr.Tuple0.class, ContainerKind.TUPLE_0);
        kinds.put(io.vavr.Tuple1.class, ContainerKind.TUPLE_1);
        kinds.put(io.vavr.Tuple2.class, ContainerKind.TUPLE_2);
        kinds.put(io.vavr.Tuple3.class, ContainerKind.TUPLE_3);
        kinds.put(io.vavr.Tuple4.class, ContainerKind.TUPLE_4);
        kinds.put(io.vavr.Tuple5.class, ContainerKind.TUPLE_5);
        kinds.put(io.vavr.Tuple6.class, ContainerKind.TUPLE_6);
        kinds.put(io.vavr.Tuple7.class, ContainerKind.TUPLE_7);
        kinds.put(io.vavr.Tuple8.class, ContainerKind.TUPLE_8);
        kinds.put(PersistentMap.class, ContainerKind.PERSISTENT_MAP);
        kinds.put(PersistentVector.class, ContainerKind.PERSISTENT_VECTOR);
        return Map.copyOf(kinds);
    }
}
