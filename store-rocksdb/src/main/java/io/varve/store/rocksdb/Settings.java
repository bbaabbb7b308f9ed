package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The settings of a store, read from properties; {@link RocksDbSnapshotStore} documents them. */
record Settings(
        int blockCacheMiB, int writeBufferMiB, boolean sync, boolean pointInTimeRecovery, FoldingRules folding) {

    private static final String BLOCK_CACHE = "blockCacheMiB";
    private static final String WRITE_BUFFER = "writeBufferMiB";
    private static final String SYNC = "sync";
    private static final String RECOVERY = "recovery";
    private static final Set<String> NAMES = Set.of(BLOCK_CACHE, WRITE_BUFFER, SYNC, RECOVERY);
    private static final int MAX_MIB = 1 << 20;

    static Settings of(Map<String, String> properties) {
        for (String name : new TreeSet<>(properties.keySet())) {
            if (!NAMES.contains(name)) {
                throw refused("no property '" + name + "' of a rocksdb: store; there are: "
                        + String.join(", ", new TreeSet<>(NAMES)));
            }
        }
        return new Settings(
                mebibytes(properties, BLOCK_CACHE, 64),
                mebibytes(properties, WRITE_BUFFER, 64),
                choice(properties, SYNC, "true", "false"),
                !choice(properties, RECOVERY, "strict", "point-in-time"),
                FoldingRules.DEFAULT);
    }

    Settings withFolding(FoldingRules rules) {
        return new Settings(blockCacheMiB, writeBufferMiB, sync, pointInTimeRecovery, rules);
    }

    private static int mebibytes(Map<String, String> properties, String name, int otherwise) {
        String value = properties.getOrDefault(name, Integer.toString(otherwise));
        try {
            int mebibytes = Integer.parseInt(value);
            if (mebibytes >= 1 && mebibytes <= MAX_MIB) {
                return mebibytes;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw refused("property '" + name + "' is a number of MiB from 1 to " + MAX_MIB + "; found '" + value + "'");
    }

    /** Whether a property has the first of two values, which is also its default. */
    private static boolean choice(Map<String, String> properties, String name, String usual, String other) {
        String value = properties.getOrDefault(name, usual);
        if (!value.equals(usual) && !value.equals(other)) {
            throw refused("property '" + name + "' is '" + usual + "' or '" + other + "'; found '" + value + "'");
        }
        return value.equals(usual);
    }

    private static StoreException refused(String message) {
        return new StoreException(StoreException.Kind.UNSUPPORTED, message);
    }
}
