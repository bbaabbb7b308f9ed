package io.varve.internal.codec.schema;

import org.jspecify.annotations.Nullable;

/** Types without parts. The codes are constants of the format. */
public enum ScalarKind {
    BOOLEAN(1),
    BYTE(2),
    SHORT(3),
    CHAR(4),
    INT(5),
    LONG(6),
    FLOAT(7),
    DOUBLE(8),
    STRING(9),
    BIG_INTEGER(10),
    BIG_DECIMAL(11),
    UUID(12),
    URI(13),
    INSTANT(14),
    DURATION(15),
    LOCAL_DATE(16),
    LOCAL_TIME(17),
    LOCAL_DATE_TIME(18),
    OFFSET_TIME(19),
    OFFSET_DATE_TIME(20),
    ZONED_DATE_TIME(21),
    ZONE_OFFSET(22),
    ZONE_ID(23),
    YEAR(24),
    YEAR_MONTH(25),
    MONTH_DAY(26),
    PERIOD(27);

    private final int code;

    ScalarKind(int code) {
        this.code = code;
    }

    /** The number that stands for this kind in a schema, below 64. */
    public int code() {
        return code;
    }

    /** The kind that a number stands for, or null if it stands for none. */
    static @Nullable ScalarKind ofCode(int code) {
        for (ScalarKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
