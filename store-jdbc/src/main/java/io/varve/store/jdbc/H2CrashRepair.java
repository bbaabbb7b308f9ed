package io.varve.store.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.mvstore.DataUtils;
import org.h2.store.fs.encrypt.FileEncrypt;
import org.h2.store.fs.encrypt.FilePathEncrypt;
import org.jspecify.annotations.Nullable;

/**
 * Makes an H2 file that was not closed open with all that was committed.
 *
 * <p>H2 appends each write as a chunk, at the end of the file or in a hole. Its file header names one chunk, and each
 * chunk the place where the next will probably be; where that turns out wrong, the header is written again. But H2 2.2 to
 * 2.5 at least (seen in 2.5.252: {@code RandomAccessStore.writeChunk}) then writes the header of the chunk
 * <em>before</em>, so the new one and up to twenty that follow it can't be reached from the header. After a kill they are
 * in the file, whole and synced, and H2 opens without them: commits are lost that were acknowledged.
 *
 * <p>So before H2 sees a file whose header does not say that it was closed, this looks for the newest whole chunk and, if
 * it is another, puts that into the header. H2 then checks, as ever, that the chunk and all that it refers to are there,
 * and falls back to an older one if not: the header is a hint, and a better one can't hurt. Only the header is written.
 *
 * <p>Cost: nothing after a clean close; after a crash, the file is read once.
 */
final class H2CrashRepair {

    private static final int BLOCK = 4096;
    private static final int HEADER_BLOCKS = 2;
    private static final int FOOTER = 128;
    private static final int BLOCKS_AT_ONCE = 256;
    private static final String ENCRYPTED = "H2encrypt";

    /** A chunk by its header; its footer has not been looked at. Numbers of blocks count from the start of the file. */
    private record Chunk(String id, String version, long block, long blocks, long time) {

        /** The newest last; the version only decides between chunks that were written in the same millisecond. */
        static final Comparator<Chunk> BY_AGE = Comparator.comparingLong(Chunk::time)
                .thenComparing(chunk -> Long.parseLong(chunk.version, 16))
                .thenComparingLong(Chunk::block);
    }

    private final FileChannel file;

    private H2CrashRepair(FileChannel file) {
        this.file = file;
    }

    /**
     * Repairs a file if it needs it. What is not a file of H2, or is open elsewhere, is left to H2 to complain about.
     *
     * @param path the file, which need not exist
     * @param filePassword the password of the file if it is encrypted, else null
     */
    static void repair(Path path, char @Nullable [] filePassword) throws IOException {
        if (!Files.isRegularFile(path) || !Files.isWritable(path)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return;
            }
            boolean encrypted = new H2CrashRepair(channel).startsWith(ENCRYPTED);
            if (encrypted && filePassword != null) {
                byte[] key = FilePathEncrypt.getPasswordBytes(filePassword);
                new H2CrashRepair(new FileEncrypt(path.toString(), key, channel)).repair();
            } else if (!encrypted) {
                new H2CrashRepair(channel).repair();
            }
        } catch (OverlappingFileLockException e) {
            // open in this process
        }
    }

    private void repair() throws IOException {
        Optional<SortedMap<String, String>> found = header();
        if (found.isEmpty() || found.get().containsKey("clean")) {
            return;
        }
        SortedMap<String, String> header = found.get();
        Optional<Chunk> newest = newestWholeChunk();
        if (newest.isEmpty() || newest.get().id().equals(header.get("chunk"))) {
            return;
        }
        header.put("chunk", newest.get().id());
        header.put("version", newest.get().version());
        header.put("block", Long.toHexString(newest.get().block()));
        write(header);
    }

    private boolean startsWith(String magic) throws IOException {
        return new String(read(0, magic.length()), StandardCharsets.ISO_8859_1).equals(magic);
    }

    /** Either of the two copies of the header, which differ only if writing them was cut off. */
    private Optional<SortedMap<String, String>> header() throws IOException {
        for (int copy = 0; copy < HEADER_BLOCKS; copy++) {
            Optional<SortedMap<String, String>> header = checked(read((long) copy * BLOCK, BLOCK));
            if (header.isPresent()
                    && "2".equals(header.get().get("H"))
                    && "1000".equals(header.get().get("blockSize"))) {
                return header;
            }
        }
        return Optional.empty();
    }

    private void write(SortedMap<String, String> header) throws IOException {
        header.remove("fletcher");
        String fields = String.join(
                ",",
                header.entrySet().stream()
                        .map(e -> e.getKey() + ":" + e.getValue())
                        .toList());
        byte[] bytes = fields.getBytes(StandardCharsets.ISO_8859_1);
        String line =
                fields + ",fletcher:" + Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length)) + "\n";
        byte[] block = Arrays.copyOf(line.getBytes(StandardCharsets.ISO_8859_1), BLOCK);
        for (int copy = 0; copy < HEADER_BLOCKS; copy++) {
            ByteBuffer buffer = ByteBuffer.wrap(block);
            while (buffer.hasRemaining()) {
                int written = file.write(buffer, (long) copy * BLOCK + buffer.position());
                if (written <= 0) {
                    throw new IOException("nothing could be written");
                }
            }
        }
        file.force(true);
    }

    private Optional<Chunk> newestWholeChunk() throws IOException {
        TreeSet<Chunk> chunks = new TreeSet<>(Chunk.BY_AGE);
        long blocks = file.size() / BLOCK;
        for (long first = HEADER_BLOCKS; first < blocks; first += BLOCKS_AT_ONCE) {
            byte[] bytes = read(first * BLOCK, (int) Math.min(BLOCKS_AT_ONCE, blocks - first) * BLOCK);
            for (int i = 0; i < bytes.length / BLOCK; i++) {
                chunk(bytes, i * BLOCK, first + i).ifPresent(chunks::add);
            }
        }
        for (Chunk chunk : chunks.descendingSet()) {
            if (isWhole(chunk, blocks)) {
                return Optional.of(chunk);
            }
        }
        return Optional.empty();
    }

    private static Optional<Chunk> chunk(byte[] bytes, int offset, long block) {
        if (bytes[offset] != 'c' || bytes[offset + 1] != 'h') {
            return Optional.empty();
        }
        SortedMap<String, String> fields = fields(line(bytes, offset, offset + BLOCK / 4));
        try {
            return Optional.of(new Chunk(
                    Long.toHexString(number(fields, "chunk")),
                    Long.toHexString(number(fields, "version")),
                    block,
                    number(fields, "len"),
                    number(fields, "time")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, ""), 16);
    }

    private boolean isWhole(Chunk chunk, long blocksOfFile) throws IOException {
        if (chunk.blocks() < 1 || chunk.blocks() > blocksOfFile - chunk.block()) {
            return false;
        }
        Optional<SortedMap<String, String>> footer =
                checked(read((chunk.block() + chunk.blocks()) * BLOCK - FOOTER, FOOTER));
        return footer.isPresent()
                && chunk.id().equals(footer.get().get("chunk"))
                && chunk.version().equals(footer.get().get("version"));
    }

    /** The fields of a line that ends with its checksum, if that is right. */
    private static Optional<SortedMap<String, String>> checked(byte[] bytes) {
        String line = line(bytes, 0, bytes.length);
        int end = line.lastIndexOf(",fletcher:");
        if (end < 0) {
            return Optional.empty();
        }
        SortedMap<String, String> fields = fields(line);
        String sum = Integer.toHexString(DataUtils.getFletcher32(bytes, 0, end));
        return sum.equals(fields.get("fletcher")) ? Optional.of(fields) : Optional.empty();
    }

    private static String line(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n' && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static SortedMap<String, String> fields(String line) {
        TreeMap<String, String> fields = new TreeMap<>();
        for (String field : line.split(",", -1)) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                fields.put(field.substring(0, colon), field.substring(colon + 1));
            }
        }
        return fields;
    }

    private byte[] read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.array();
    }
}
