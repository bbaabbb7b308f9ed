package io.varve.internal.codec.weight;

import io.varve.internal.codec.schema.ScalarKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;

/** What scalars take as objects, in a JVM with compressed references. */
final class ScalarWeights {

    private ScalarWeights() {}

    static Weight of(ScalarKind kind) {
        return switch (kind) {
            case BOOLEAN, BYTE, SHORT, CHAR, INT, FLOAT -> Weight.fixed(16);
            case LONG, DOUBLE -> Weight.fixed(24);
            case STRING ->
                new Weight() {
                    @Override
                    long weigh(Object value, int depth) {
                        return text((String) value);
                    }
                };
            case BIG_INTEGER ->
                new Weight() {
                    @Override
                    long weigh(Object value, int depth) {
                        return bigInteger((BigInteger) value);
                    }
                };
            case BIG_DECIMAL ->
                new Weight() {
                    @Override
                    long weigh(Object value, int depth) {
                        BigInteger unscaled = ((BigDecimal) value).unscaledValue();
                        return 40 + (unscaled.bitLength() < Long.SIZE ? 0 : bigInteger(unscaled));
                    }
                };
            case URI ->
                new Weight() {
                    @Override
                    long weigh(Object value, int depth) {
                        // It keeps the whole and its parts.
                        return 80 + 2 * text(((URI) value).toString());
                    }
                };
            case UUID -> Weight.fixed(32);
            case INSTANT, DURATION, LOCAL_DATE, LOCAL_TIME, PERIOD, YEAR_MONTH, MONTH_DAY -> Weight.fixed(24);
            case YEAR -> Weight.fixed(16);
            case LOCAL_DATE_TIME -> Weight.fixed(72);
            case OFFSET_TIME -> Weight.fixed(48);
            case OFFSET_DATE_TIME -> Weight.fixed(96);
            case ZONED_DATE_TIME -> Weight.fixed(96);
            case ZONE_OFFSET, ZONE_ID -> Weight.fixed(0); // The JDK shares them.
        };
    }

    static long text(String text) {
        return 24 + Weight.aligned(16 + (isLatin(text) ? 1L : 2L) * text.length());
    }

    private static boolean isLatin(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    private static long bigInteger(BigInteger number) {
        return 40 + Weight.aligned(16 + (number.bitLength() >> 3));
    }
}
