package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Tells a log that a crash cut off from one that was damaged later, before RocksDB replays it.
 *
 * <p>RocksDB's strict recovery does that for most of a log, but not in its last block: there it takes any record that
 * seems to reach beyond the end for the torn one, drops it and all that was committed after it, and opens. And a damaged
 * record type can send it into an endless loop (10.10.1). Both take a single byte.
 *
 * <p>A synced commit begins only after the one before it is on the disk. So where a record is bad, one that begins after
 * it and is good proves that the bad one had been whole.
 *
 * <p>The format is LevelDB's: blocks of 32 KiB, in which records follow each other: a masked CRC-32C of what comes after
 * the length, the length in two bytes, little-endian, the type, the data. A record that does not fit is split into a
 * first, middle ones and a last; fewer than 7 bytes at the end of a block are zero.
 *
 * @see <a href="https://github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format">Write Ahead Log File Format</a>
 */
final class LogCheck {

    private static final int BLOCK = 32 << 10;
    private static final int HEADER = 7;
    private static final int TYPE = 6;
    private static final int LENGTH = 4;

    /** What a write begins with: its sequence number and how many parts it has. */
    private static final int SEQUENCE_BYTES = 12;

    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int LAST = 4;

    private static final int CRC_MASK = 0xA282EAD8;

    private final Path file;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    private long lastSequence;

    private LogCheck(Path file) {
        this.file = file;
    }

    /**
     * Checks one log.
     *
     * @return the sequence number of its last write, as far as can be told here; 0 if it has none
     * @throws StoreException {@code CORRUPT} if it has a bad record that is not just its torn end
     */
    static long check(Path file) {
        LogCheck check = new LogCheck(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            check.check(channel);
        } catch (NoSuchFileException e) {
            // The process that has the store open dropped it just now; opening will meet its lock.
        } catch (IOException e) {
            throw new StoreException(Kind.UNAVAILABLE, "can't read " + file + ": " + e, e);
        }
        return check.lastSequence;
    }

    private void check(FileChannel channel) throws IOException {
        long bad = -1;
        for (long start = 0; readBlock(channel, start); start += BLOCK) {
            int position = 0;
            while (bad < 0 && position + HEADER <= block.limit()) {
                if (isGood(position)) {
                    noteSequence(position);
                    position += HEADER + lengthAt(position);
                } else {
                    bad = start + position;
                    requirePlausibleType(position, bad);
                }
            }
            if (bad >= 0) {
                requireNoneBegins(start, position, bad);
            }
        }
    }

    /** A write begins with its sequence number and the number of its parts, which are numbered on. */
    private void noteSequence(int position) {
        int type = block.get(position + TYPE);
        if ((type == FULL || type == FIRST) && lengthAt(position) >= SEQUENCE_BYTES) {
            long first = block.getLong(position + HEADER);
            lastSequence = Math.max(lastSequence, first + block.getInt(position + HEADER + Long.BYTES) - 1);
        }
    }

    /** A torn write leaves zeros or the header that was meant, so another type is damage. */
    private void requirePlausibleType(int position, long bad) {
        if ((block.get(position + TYPE) & 0xFF) > LAST) {
            throw damaged(bad, "its type is none of RocksDB's");
        }
    }

    /** After a bad record any byte may be the next one's first, up to the end of its block; then the block's first is. */
    private void requireNoneBegins(long start, int from, long bad) {
        int last = Math.min(start > bad ? 0 : BLOCK, block.limit() - HEADER);
        for (int position = from; position <= last; position++) {
            int type = block.get(position + TYPE);
            if (start + position != bad && (type == FULL || type == FIRST) && isGood(position)) {
                throw damaged(bad, "the one at byte " + (start + position) + ", which was committed later, is whole");
            }
        }
    }

    private boolean isGood(int position) {
        int length = lengthAt(position);
        if (block.get(position + TYPE) == 0 || position + HEADER + length > block.limit()) {
            return false;
        }
        crc.reset();
        crc.update(block.array(), position + TYPE, 1 + length);
        int plain = (int) crc.getValue();
        return block.getInt(position) == (plain >>> 15 | plain << 17) + CRC_MASK;
    }

    private int lengthAt(int position) {
        return block.getShort(position + LENGTH) & 0xFFFF;
    }

    private boolean readBlock(FileChannel channel, long start) throws IOException {
        block.clear();
        while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
            // Until the block is full or the file ends.
        }
        block.flip();
        return block.hasRemaining();
    }

    private StoreException damaged(long bad, String proof) {
        return new StoreException(
                Kind.CORRUPT,
                "the log " + file + " is damaged: its record at byte " + bad + " is bad, but " + proof + ". "
                        + remedy());
    }

    /** What to do about a damaged log. */
    static String remedy() {
        return "Restore the folder from a backup, or open it with the property recovery=point-in-time, which drops for good"
                + " what was committed after the damage";
    }
}
