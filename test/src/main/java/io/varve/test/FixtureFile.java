package io.varve.test;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * A tenant in a file: all its refs and pages, as a store has them. This class is the only one that knows the format: {@code VARVEFIX}, the format's
 * version, the number of refs, each with its name and value, the number of pages, each with its id and bytes, and the CRC-32C of all that. Numbers
 * are big-endian ints, texts as of {@link DataOutputStream#writeUTF}.
 */
final class FixtureFile {

    static final String SUFFIX = ".varve";

    private static final byte[] MAGIC = {'V', 'A', 'R', 'V', 'E', 'F', 'I', 'X'};
    private static final int FORMAT = 1;
    private static final int SCAN = 1_000;
    private static final int REFS_OF_A_COMMIT = 32;

    /** The refs that hold schemas begin with this, see docs/decisions/0030-engine.md. */
    private static final String SCHEMAS = "t/";

    private final List<Ref> refs;
    private final List<Page> pages;

    private FixtureFile(List<Ref> refs, List<Page> pages) {
        this.refs = refs;
        this.pages = pages;
    }

    /** All that a store has of a tenant. */
    static FixtureFile of(SnapshotStore store, TenantId tenant) {
        List<Ref> refs = new ArrayList<>();
        List<Ref> found;
        do {
            found = store.scanRefs(
                    tenant,
                    "",
                    refs.isEmpty() ? null : refs.get(refs.size() - 1).name(),
                    SCAN);
            refs.addAll(found);
        } while (found.size() == SCAN);
        List<Page> pages = new ArrayList<>();
        List<PageStat> some;
        do {
            some = store.scanPages(
                    tenant, pages.isEmpty() ? null : pages.get(pages.size() - 1).id(), SCAN);
            for (PageStat stat : some) {
                byte[] bytes = store.getPages(tenant, List.of(stat.id())).get(stat.id());
                if (bytes == null) {
                    throw new IllegalStateException("page " + stat.id() + " was listed and is not there");
                }
                pages.add(new Page(stat.id(), bytes));
            }
        } while (some.size() == SCAN);
        return new FixtureFile(refs, pages);
    }

    /** Puts the tenant into a store that does not have it. */
    void load(SnapshotStore store, TenantId tenant) {
        require(store, tenant, pages, List.of());
        for (int from = 0; from < refs.size(); from += REFS_OF_A_COMMIT) {
            require(
                    store,
                    tenant,
                    List.of(),
                    refs.subList(from, Math.min(refs.size(), from + REFS_OF_A_COMMIT)).stream()
                            .map(ref -> RefUpdate.create(ref.name(), ref.value()))
                            .toList());
        }
    }

    private static void require(SnapshotStore store, TenantId tenant, List<Page> pages, List<RefUpdate> updates) {
        if (!store.commit(tenant, Long.MAX_VALUE, pages, updates).isApplied()) {
            throw new IllegalStateException("the store has a tenant '" + tenant + "' already");
        }
    }

    /** The schemas of the types by which it was written, by their content. */
    Set<String> schemas() {
        Set<String> names = new TreeSet<>();
        refs.stream().map(Ref::name).filter(name -> name.startsWith(SCHEMAS)).forEach(names::add);
        return names;
    }

    /**
     * Writes a new file, which is there whole or not at all.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there
     */
    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(MAGIC);
        out.writeInt(FORMAT);
        out.writeInt(refs.size());
        for (Ref ref : refs) {
            out.writeUTF(ref.name());
            out.writeInt(ref.value().length);
            out.write(ref.value());
        }
        out.writeInt(pages.size());
        for (Page page : pages) {
            out.writeLong(page.id().high());
            out.writeLong(page.id().low());
            out.writeInt(page.bytes().length);
            out.write(page.bytes());
        }
        out.writeInt(checksum(bytes.toByteArray()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.write(partial, bytes.toByteArray());
            Files.move(partial, file);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static int checksum(byte[] bytes) {
        return checksum(bytes, bytes.length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it can't be read, or is not a fixture, or is damaged; the message says which
     */
    static FixtureFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < MAGIC.length + 2 * Integer.BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("it is not a fixture: it does not begin with "
                    + new String(MAGIC, java.nio.charset.StandardCharsets.US_ASCII));
        }
        int content = bytes.length - Integer.BYTES;
        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, bytes.length - MAGIC.length));
        int format = in.readInt();
        if (format != FORMAT) {
            throw new IOException("it has format " + format + " and this version of varve-test reads " + FORMAT
                    + ": use the one that wrote it, or a later one");
        }
        int stored = new DataInputStream(new ByteArrayInputStream(bytes, content, Integer.BYTES)).readInt();
        if (stored != checksum(bytes, content)) {
            throw new IOException("it is damaged, since its checksum is not what it should be: take it from version"
                    + " control again, where it has to be marked as binary");
        }
        List<Ref> refs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            refs.add(new Ref(in.readUTF(), in.readNBytes(in.readInt())));
        }
        List<Page> pages = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            pages.add(new Page(new PageId(in.readLong(), in.readLong()), in.readNBytes(in.readInt())));
        }
        return new FixtureFile(refs, pages);
    }
}
