package io.varve.internal.engine;

import io.varve.internal.encryption.RefScheme;
import io.varve.internal.encryption.RefScheme.Secrecy;
import io.varve.spi.PageId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The names of a tenant's refs. They are constants of the format. */
final class RefNames {

    /** The tenant's incarnation and garbage epoch: {@link TenantMark}. Created first, erased last. */
    static final String MARK = "g";

    /**
     * The tenant's data key, where it is encrypted: created before the mark, next to it in the order of names, and seen by
     * {@code io.varve.internal.encryption} alone.
     */
    static final String KEY = "g/key";

    /** Begins the names of the heads of timelines. */
    static final String HEADS = "h/";

    /** The head of the main timeline: {@link HeadRecord}. */
    static final String HEAD = HEADS + "main";

    /** The timelines beside the main one: {@link TimelinesRecord}. Absent before there is the first. */
    static final String TIMELINES = "b";

    /** Begins the names of the refs of timelines beside the main one, see {@link TimelineRefs}. */
    static final String BRANCHES = "b/";

    /** Who has the tenant open for writing: {@link OwnerRecord}. */
    static final String OWNER = "w";

    /** Which snapshots there are, in two numbers: {@link HistoryMark}. */
    static final String HISTORY = "q";

    /** Begins the names of snapshot descriptors, {@link SnapshotRecord}. */
    static final String SNAPSHOTS = "s/";

    /** Begins the names of the refs that keep snapshots' names unique: {@link NameRecord}. */
    static final String NAMES = "n/";

    /** Begins the names of the operation log's batches, {@link AuditBatch}. */
    static final String OPERATIONS = "o/";

    /** Begins the names of the batches of operations that can be undone, {@link UndoBatch}. */
    static final String UNDO = "u/";

    /** Begins the names of schemas, by content id. */
    static final String SCHEMAS = "t/";

    /** Begins the names of each process's last commit id. */
    static final String LAST_COMMITS = "c/";

    /** Begins the names of the leases of managers that share the tenant: {@link LeaseRecord}. */
    static final String LEASES = "l/";

    /** Begins the names of snapshots that were removed a short while ago: {@link RemovedRecord}. */
    static final String REMOVED = "x/";

    /** What of the refs is encrypted: all but what it takes to see who has a tenant open, and to remove it without a key. */
    static final RefScheme ENCRYPTION =
            new RefScheme(MARK, KEY, mark -> !TenantMark.decode(mark).isLive(), RefNames::secrecyOf);

    private RefNames() {}

    private static Secrecy secrecyOf(String name) {
        return switch (name.substring(0, name.indexOf('/') + 1)) {
            case LAST_COMMITS -> Secrecy.NONE;
            case NAMES, SCHEMAS -> Secrecy.VALUE_AND_NAME;
            default -> name.equals(MARK) || name.equals(OWNER) ? Secrecy.NONE : Secrecy.VALUE;
        };
    }

    /** A number in 16 digits, so that names are in the order of the numbers. A formatter took 2 % of a snapshot for one. */
    private static String hex(long number) {
        return HexFormat.of().toHexDigits(number);
    }

    static String snapshot(long sequence) {
        return SNAPSHOTS + hex(sequence);
    }

    static String operations(long first) {
        return OPERATIONS + hex(first);
    }

    static String undo(long first) {
        return UNDO + hex(first);
    }

    static String schema(PageId id) {
        return SCHEMAS + id;
    }

    static String lease(String manager) {
        return LEASES + manager;
    }

    static String removed(long sequence) {
        return REMOVED + hex(sequence);
    }

    static String lastCommit(String process) {
        return LAST_COMMITS + process;
    }

    /** A snapshot's name may be any text, so its ref is named by its hash; that keeps a name unique among processes. */
    static String snapshotName(String name) {
        try {
            // By chars, since encoding would make one of all lone surrogates.
            ByteBuffer chars = ByteBuffer.allocate(name.length() * Character.BYTES);
            chars.asCharBuffer().put(name);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(chars.array());
            return NAMES + PageId.of(digest, 0);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
