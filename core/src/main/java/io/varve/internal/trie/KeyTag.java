package io.varve.internal.trie;

/** What follows in the canonical bytes of a key. Constants of the format: never change one, only add. */
final class KeyTag {

    static final int NULL = 0;
    static final int BOOLEAN = 1;
    static final int BYTE = 2;
    static final int SHORT = 3;
    static final int CHAR = 4;
    static final int INT = 5;
    static final int LONG = 6;
    static final int FLOAT = 7;
    static final int DOUBLE = 8;
    static final int STRING = 9;
    static final int BYTES = 10;
    static final int BIG_INTEGER = 11;
    static final int BIG_DECIMAL = 12;
    static final int UUID = 13;
    static final int ENUM = 14;
    static final int RECORD = 15;
    static final int VARVE_KEY = 16;
    /** After the puts of a {@code VarveKey}, so that no key's bytes begin another's. */
    static final int END = 17;

    static final int INSTANT = 20;
    static final int DURATION = 21;
    static final int PERIOD = 22;
    static final int LOCAL_DATE = 23;
    static final int LOCAL_TIME = 24;
    static final int LOCAL_DATE_TIME = 25;
    static final int OFFSET_TIME = 26;
    static final int OFFSET_DATE_TIME = 27;
    static final int ZONED_DATE_TIME = 28;
    static final int YEAR = 29;
    static final int YEAR_MONTH = 30;
    static final int MONTH_DAY = 31;
    static final int ZONE = 32;

    private KeyTag() {}
}
