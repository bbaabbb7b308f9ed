package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.nio.file.Path;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB's statuses mean to a caller of the store: the one place where they become {@link StoreException}s. */
final class Faults {

    private Faults() {}

    /** A call that only reads, or that failed before it wrote anything. */
    static StoreException ofRead(Path folder, RocksDBException e) {
        return switch (codeOf(e)) {
            case Corruption -> damaged(folder, e);
            case NotSupported, InvalidArgument ->
                new StoreException(Kind.UNSUPPORTED, "RocksDB refuses a read of " + folder + ": " + textOf(e), e);
            default ->
                isFileMissing(e)
                        ? damaged(folder, e)
                        : new StoreException(Kind.UNAVAILABLE, "can't read from " + folder + ": " + textOf(e), e);
        };
    }

    /** Opening a folder that is there. */
    static StoreException ofOpen(Path folder, RocksDBException e) {
        if (isLocked(e)) {
            return new StoreException(
                    Kind.UNAVAILABLE,
                    "the store in " + folder + " is already open: it is held by " + Owner.describe(folder)
                            + ". One process at a time may open it, once (" + textOf(e) + ")",
                    e);
        }
        return switch (codeOf(e)) {
            case Corruption -> damaged(folder, e);
            case NotSupported, InvalidArgument ->
                new StoreException(Kind.UNSUPPORTED, "RocksDB does not open " + folder + ": " + textOf(e), e);
            default ->
                isFileMissing(e)
                        ? damaged(folder, e)
                        : new StoreException(
                                Kind.UNAVAILABLE, "can't open the store in " + folder + ": " + textOf(e), e);
        };
    }

    /**
     * Whether a write that failed was refused before it reached the log. Everything else may be found applied after the
     * next open: the record may be in the log although the call failed.
     */
    static boolean isRefusedWrite(RocksDBException e) {
        return switch (codeOf(e)) {
            case Busy, TimedOut, TryAgain, Incomplete, InvalidArgument, NotSupported -> true;
            default -> false;
        };
    }

    static StoreException ofRefusedWrite(Path folder, RocksDBException e) {
        Kind kind = switch (codeOf(e)) {
            case InvalidArgument, NotSupported -> Kind.UNSUPPORTED;
            default -> Kind.UNAVAILABLE;
        };
        return new StoreException(kind, "RocksDB refused a write to " + folder + ": " + textOf(e), e);
    }

    /** RocksDB's own words, with its name for the status. */
    static String textOf(RocksDBException e) {
        Status status = e.getStatus();
        return status == null ? String.valueOf(e.getMessage()) : e.getMessage() + " [" + status.getCodeString() + "]";
    }

    private static StoreException damaged(Path folder, RocksDBException e) {
        return new StoreException(
                Kind.CORRUPT,
                "the store in " + folder + " is damaged: " + textOf(e)
                        + ". Restore the folder from a backup; if only the end of a log is damaged, as after a loss of power"
                        + " on a disk that reorders writes, the property recovery=point-in-time opens it without what"
                        + " comes after the damage",
                e);
    }

    /** RocksDB gives the lock no status of its own; its words for another process and for this one are these. */
    private static boolean isLocked(RocksDBException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("lock file") || text.contains("lock hold by current process");
    }

    private static boolean isFileMissing(RocksDBException e) {
        return String.valueOf(e.getMessage()).contains("No such file or directory");
    }

    private static Status.Code codeOf(RocksDBException e) {
        Status status = e.getStatus();
        return status == null ? Status.Code.Undefined : status.getCode();
    }
}
