package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers;
import io.varve.internal.codec.schema.ScalarKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The serializers of types without parts. Kryo's own do where equal values have equal bytes; those for
 * {@code BigDecimal} and {@code ZonedDateTime} are ours, as Kryo's lose the offset of a repeated hour.
 */
final class Scalars {

    private static final Map<ScalarKind, ValueSerializer> ALL = all();

    private Scalars() {}

    static ValueSerializer of(ScalarKind kind) {
        ValueSerializer serializer = ALL.get(kind);
        if (serializer == null) {
            throw new AssertionError("no serializer for " + kind);
        }
        return serializer;
    }

    private static Map<ScalarKind, ValueSerializer> all() {
        Map<ScalarKind, ValueSerializer> all = new EnumMap<>(ScalarKind.class);
        all.put(ScalarKind.BOOLEAN, of(Boolean.class, (out, b) -> out.writeByte(b ? 1 : 0), PageInput::readFlag));
        all.put(ScalarKind.BYTE, of(Byte.class, PageOutput::writeByte, PageInput::readByte));
        all.put(ScalarKind.SHORT, of(Short.class, (out, n) -> out.writeVarInt(n, false), in ->
                (short) within(in.readVarInt(false), Short.MIN_VALUE, Short.MAX_VALUE)));
        all.put(ScalarKind.CHAR, of(Character.class, (out, c) -> out.writeVarInt(c, true), in ->
                (char) within(in.readVarInt(true), 0, Character.MAX_VALUE)));
        all.put(ScalarKind.INT, of(Integer.class, (out, n) -> out.writeVarInt(n, false), in -> in.readVarInt(false)));
        all.put(ScalarKind.LONG, of(Long.class, (out, n) -> out.writeVarLong(n, false), in -> in.readVarLong(false)));
        all.put(
                ScalarKind.FLOAT,
                of(
                        Float.class,
                        (out, x) -> out.writeInt(Float.floatToIntBits(x)),
                        in -> Float.intBitsToFloat(in.readInt())));
        all.put(
                ScalarKind.DOUBLE,
                of(
                        Double.class,
                        (out, x) -> out.writeLong(Double.doubleToLongBits(x)),
                        in -> Double.longBitsToDouble(in.readLong())));
        all.put(ScalarKind.STRING, of(String.class, PageOutput::writeText, PageInput::readText));
        all.put(ScalarKind.BIG_DECIMAL, of(BigDecimal.class, Scalars::writeDecimal, Scalars::readDecimal));
        all.put(ScalarKind.ZONED_DATE_TIME, of(ZonedDateTime.class, Scalars::writeZoned, Scalars::readZoned));
        all.put(ScalarKind.BIG_INTEGER, ofKryo(new DefaultSerializers.BigIntegerSerializer()));
        all.put(ScalarKind.UUID, ofKryo(new DefaultSerializers.UUIDSerializer()));
        all.put(ScalarKind.URI, ofKryo(new DefaultSerializers.URISerializer()));
        all.put(ScalarKind.INSTANT, ofKryo(new TimeSerializers.InstantSerializer()));
        all.put(ScalarKind.DURATION, ofKryo(new TimeSerializers.DurationSerializer()));
        all.put(ScalarKind.LOCAL_DATE, ofKryo(new TimeSerializers.LocalDateSerializer()));
        all.put(ScalarKind.LOCAL_TIME, ofKryo(new TimeSerializers.LocalTimeSerializer()));
        all.put(ScalarKind.LOCAL_DATE_TIME, ofKryo(new TimeSerializers.LocalDateTimeSerializer()));
        all.put(ScalarKind.OFFSET_TIME, ofKryo(new TimeSerializers.OffsetTimeSerializer()));
        all.put(ScalarKind.OFFSET_DATE_TIME, ofKryo(new TimeSerializers.OffsetDateTimeSerializer()));
        all.put(ScalarKind.ZONE_OFFSET, ofKryo(new TimeSerializers.ZoneOffsetSerializer()));
        all.put(ScalarKind.ZONE_ID, ofKryo(new TimeSerializers.ZoneIdSerializer()));
        all.put(ScalarKind.YEAR, ofKryo(new TimeSerializers.YearSerializer()));
        all.put(ScalarKind.YEAR_MONTH, ofKryo(new TimeSerializers.YearMonthSerializer()));
        all.put(ScalarKind.MONTH_DAY, ofKryo(new TimeSerializers.MonthDaySerializer()));
        all.put(ScalarKind.PERIOD, ofKryo(new TimeSerializers.PeriodSerializer()));
        return all;
    }

    private static void writeDecimal(PageOutput out, BigDecimal value) {
        byte[] unscaled = value.unscaledValue().toByteArray();
        out.writeVarInt(value.scale(), false);
        out.writeCount(unscaled.length);
        out.writeBytes(unscaled);
    }

    private static BigDecimal readDecimal(PageInput in) {
        int scale = in.readVarInt(false);
        return new BigDecimal(new BigInteger(in.readBytes(in.readCount())), scale);
    }

    private static void writeZoned(PageOutput out, ZonedDateTime value) {
        of(ScalarKind.LOCAL_DATE_TIME).write(out, value.toLocalDateTime());
        of(ScalarKind.ZONE_OFFSET).write(out, value.getOffset());
        of(ScalarKind.ZONE_ID).write(out, value.getZone());
    }

    private static ZonedDateTime readZoned(PageInput in) {
        LocalDateTime local = (LocalDateTime) of(ScalarKind.LOCAL_DATE_TIME).read(in);
        ZoneOffset offset = (ZoneOffset) of(ScalarKind.ZONE_OFFSET).read(in);
        ZoneId zone = (ZoneId) of(ScalarKind.ZONE_ID).read(in);
        // The instant is what counts, should the rules of the zone have changed since.
        return ZonedDateTime.ofInstant(local, offset, zone);
    }

    private static int within(int value, int low, int high) {
        if (value < low || value > high) {
            throw new KryoException(value + " is not within " + low + " to " + high);
        }
        return value;
    }

    private static <T> ValueSerializer of(
            Class<T> type, BiConsumer<PageOutput, T> writer, Function<PageInput, T> reader) {
        return new ValueSerializer() {
            @Override
            public void write(PageOutput out, Object value) {
                writer.accept(out, type.cast(value));
            }

            @Override
            public Object read(PageInput in) {
                return reader.apply(in);
            }
        };
    }

    @SuppressWarnings("unchecked") // The static type says what it is given.
    private static <T> ValueSerializer ofKryo(Serializer<T> serializer) {
        return new ValueSerializer() {
            @Override
            public void write(PageOutput out, Object value) {
                serializer.write(out.kryo(), out, (T) value);
            }

            @Override
            @SuppressWarnings("NullAway") // These serializers take no notice of the class.
            public Object read(PageInput in) {
                T value = serializer.read(in.kryo(), in, null);
                if (value == null) {
                    throw new KryoException("a null where there is always a value");
                }
                return value;
            }
        };
    }
}
