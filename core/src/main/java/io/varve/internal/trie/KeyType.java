package io.varve.internal.trie;

import io.varve.UnsupportedTypeException;
import io.varve.collection.VarveKey;
import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** How keys of one class are written as canonical bytes. */
interface KeyType {

    /** Writes a key of this type. */
    void put(Object key, CanonicalSink sink);

    /**
     * The type of a class.
     *
     * @throws UnsupportedTypeException if its instances can't be keys
     */
    static KeyType of(Class<?> type) {
        return Cache.TYPES.get(type);
    }

    /** The types known so far; a class goes with its loader. */
    final class Cache {

        private static final Map<Class<?>, KeyType> SCALARS = Map.ofEntries(
                scalar(String.class, (key, sink) -> sink.putString(key)),
                scalar(Boolean.class, (key, sink) -> sink.putBoolean(key)),
                scalar(Byte.class, (key, sink) -> sink.putByte(key)),
                scalar(Short.class, (key, sink) -> sink.putShort(key)),
                scalar(Character.class, (key, sink) -> sink.putChar(key)),
                scalar(Integer.class, (key, sink) -> sink.putInt(key)),
                scalar(Long.class, (key, sink) -> sink.putLong(key)),
                scalar(Float.class, (key, sink) -> sink.putFloat(key)),
                scalar(Double.class, (key, sink) -> sink.putDouble(key)),
                scalar(BigInteger.class, (key, sink) -> sink.putInteger(key)),
                // Two decimals are equal only if their scales are.
                scalar(
                        BigDecimal.class,
                        (key, sink) ->
                                sink.tag(KeyTag.BIG_DECIMAL).putInt(key.scale()).putInteger(key.unscaledValue())),
                scalar(
                        UUID.class,
                        (key, sink) -> sink.put(KeyTag.UUID, key.getMostSignificantBits(), 8)
                                .putLong(key.getLeastSignificantBits())),
                scalar(
                        Instant.class,
                        (key, sink) -> sink.put(KeyTag.INSTANT, key.getEpochSecond(), 8)
                                .putInt(key.getNano())),
                scalar(
                        Duration.class,
                        (key, sink) ->
                                sink.put(KeyTag.DURATION, key.getSeconds(), 8).putInt(key.getNano())),
                scalar(
                        Period.class,
                        (key, sink) -> sink.put(KeyTag.PERIOD, key.getYears(), 4)
                                .putInt(key.getMonths())
                                .putInt(key.getDays())),
                scalar(LocalDate.class, (key, sink) -> sink.put(KeyTag.LOCAL_DATE, key.toEpochDay(), 8)),
                scalar(LocalTime.class, (key, sink) -> sink.put(KeyTag.LOCAL_TIME, key.toNanoOfDay(), 8)),
                scalar(
                        LocalDateTime.class,
                        (key, sink) -> sink.tag(KeyTag.LOCAL_DATE_TIME)
                                .putKey(key.toLocalDate())
                                .putKey(key.toLocalTime())),
                scalar(
                        OffsetTime.class,
                        (key, sink) -> sink.tag(KeyTag.OFFSET_TIME)
                                .putKey(key.toLocalTime())
                                .putInt(key.getOffset().getTotalSeconds())),
                scalar(
                        OffsetDateTime.class,
                        (key, sink) -> sink.tag(KeyTag.OFFSET_DATE_TIME)
                                .putKey(key.toLocalDateTime())
                                .putInt(key.getOffset().getTotalSeconds())),
                scalar(
                        ZonedDateTime.class,
                        (key, sink) -> sink.tag(KeyTag.ZONED_DATE_TIME)
                                .putKey(key.toLocalDateTime())
                                .putInt(key.getOffset().getTotalSeconds())
                                .putKey(key.getZone())),
                scalar(Year.class, (key, sink) -> sink.put(KeyTag.YEAR, key.getValue(), 4)),
                scalar(
                        YearMonth.class,
                        (key, sink) ->
                                sink.put(KeyTag.YEAR_MONTH, key.getYear(), 4).putInt(key.getMonthValue())),
                scalar(
                        MonthDay.class,
                        (key, sink) -> sink.put(KeyTag.MONTH_DAY, key.getMonthValue(), 4)
                                .putInt(key.getDayOfMonth())));

        private static final ClassValue<KeyType> TYPES = new ClassValue<>() {
            @Override
            protected KeyType computeValue(Class<?> type) {
                return resolve(type);
            }
        };

        private Cache() {}

        private static KeyType resolve(Class<?> type) {
            KeyType scalar = SCALARS.get(type);
            if (scalar != null) {
                return scalar;
            }
            if (VarveKey.class.isAssignableFrom(type)) {
                long name = nameHash(type);
                return (key, sink) -> {
                    ((VarveKey) key).hashTo(sink.put(KeyTag.VARVE_KEY, name, 8));
                    sink.tag(KeyTag.END);
                };
            }
            if (Enum.class.isAssignableFrom(type)) {
                return enumType(type);
            }
            if (type.isRecord()) {
                return RecordKey.of(type, nameHash(type));
            }
            // Both kinds of zone are equal exactly if their ids are, and no region has the id of an offset.
            if (ZoneId.class.isAssignableFrom(type)) {
                return (key, sink) -> sink.putString(KeyTag.ZONE, ((ZoneId) key).getId());
            }
            throw new UnsupportedTypeException(type.getName() + " can't be the type of a key: numbers, strings, UUID,"
                    + " enums, java.time and records of these can; make it implement VarveKey.hashTo(sink)");
        }

        private static KeyType enumType(Class<?> type) {
            // A constant with a body has a class of its own.
            Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
            long name = nameHash(declaring);
            return (key, sink) -> sink.put(KeyTag.ENUM, name, 8).putString(((Enum<?>) key).name());
        }

        /** Tells classes apart in maps whose keys are of several. */
        private static long nameHash(Class<?> type) {
            return SipHash.ofString(type.getName());
        }

        private static <T> Map.Entry<Class<?>, KeyType> scalar(Class<T> type, BiConsumer<T, CanonicalSink> put) {
            return Map.entry(type, (key, sink) -> put.accept(type.cast(key), sink));
        }
    }
}
