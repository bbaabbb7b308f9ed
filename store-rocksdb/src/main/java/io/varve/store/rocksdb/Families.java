package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The names of a database's column families; what is in them says {@link Database}. */
final class Families {

    private static final String PREFIX = "varve.";
    static final String PAGES = PREFIX + "pages";
    static final String STATS = PREFIX + "stats";
    static final String REFS = PREFIX + "refs";
    static final String PACKS = PREFIX + "packs";

    /** Those that this version has. */
    static final List<String> ALL = List.of("default", PAGES, STATS, REFS, PACKS);

    private Families() {}

    /** Those of a database that is there. */
    static List<String> of(Path folder) {
        TreeSet<String> names = new TreeSet<>();
        try (Options options = new Options()) {
            RocksDB.listColumnFamilies(options, folder.toString())
                    .forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
        } catch (RocksDBException e) {
            names.clear();
        }
        if (names.isEmpty()) {
            // The list could not be read, which the Java binding does not always say. Either a live owner replaced its
            // files just now, or they are damaged: opening takes the lock before it reads, and its fault is the true
            // one.
            return ALL;
        }
        if (names.stream().noneMatch(name -> name.startsWith(PREFIX)) && !Files.exists(folder.resolve(Owner.FILE))) {
            throw new StoreException(
                    Kind.UNSUPPORTED,
                    folder + " has a RocksDB database that is no Varve store: its column families are " + names
                            + ". Give the store a folder of its own");
        }
        return List.copyOf(names);
    }

    /** All that is there must be opened, also what a newer format may have, so that its number can be told. */
    static List<String> withOurs(List<String> found) {
        TreeSet<String> names = new TreeSet<>(found);
        names.addAll(ALL);
        return List.copyOf(names);
    }

    static List<ColumnFamilyDescriptor> descriptors(List<String> names, Tuning tuning) {
        return names.stream()
                .map(name -> new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), tuning.family(name)))
                .toList();
    }
}
