package io.varve.environment;

import io.varve.Backend;
import io.varve.Durability;
import io.varve.Ledger;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.VarveException;
import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The files of a store as a kill leaves them: copied while an application had them open, after its last call was
 * acknowledged. Each damage is done to a copy of its own.
 */
final class CrashImage {

    /** Of which each has a snapshot. */
    static final int CHANGES = 12;

    private final Backend backend;
    private final Path folder;
    private final Map<String, String> properties;

    private CrashImage(Backend backend, Path folder, Map<String, String> properties) {
        this.backend = backend;
        this.folder = folder;
        this.properties = properties;
    }

    /**
     * Lets an application make {@value #CHANGES} changes, each with a snapshot, and copies its files.
     *
     * @param bytes how much a change writes, about
     */
    static CrashImage make(Backend backend, Path folder, int bytes, Map<String, String> properties) throws IOException {
        Path live = Files.createDirectories(folder.resolve("live"));
        CrashImage image = new CrashImage(backend, folder.resolve("image"), properties);
        try (StateManager<Ledger> states = image.open(live)) {
            Tenant<Ledger> tenant = states.createTenant("acme");
            Random random = new Random(1);
            for (int i = 1; i <= CHANGES; i++) {
                StringBuilder text = new StringBuilder(bytes);
                random.ints(bytes, '0', 'z').forEach(c -> text.append((char) c));
                tenant.apply(state -> new Ledger(state.count() + 1, text.toString(), state.entries()));
                tenant.snapshot(SnapshotRequest.named("v" + i));
            }
            copyWhileNothingChanges(live, image.folder);
        }
        return image;
    }

    /** Where the store's files are; not to be changed. */
    Path data() {
        return dataIn(folder);
    }

    /** The files as they are when the store was closed, opened and closed again, which writes what logs have into tables. */
    CrashImage closed() throws IOException {
        open(folder).close();
        open(folder).close();
        return this;
    }

    /** A kill leaves what is there at one instant, and RocksDB works in the background. */
    private static void copyWhileNothingChanges(Path live, Path image) throws IOException {
        while (true) {
            List<String> before = list(live);
            Path copy = Files.createTempDirectory(image.getParent(), "copy");
            try {
                copy(live, copy);
            } catch (NoSuchFileException e) {
                continue;
            }
            if (list(live).equals(before)) {
                Files.move(copy, image);
                return;
            }
        }
    }

    private static List<String> list(Path at) throws IOException {
        try (Stream<Path> files = Files.walk(at)) {
            List<String> names = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                names.add(file + " " + Files.size(file));
            }
            return names;
        }
    }

    private StateManager<Ledger> open(Path at) {
        return StateManager.builder(Ledger.class)
                .store(SnapshotStores.open(backend.url(at), properties))
                .initialState(new Ledger(0, "", PersistentMap.empty()))
                .durability(Durability.EVERY_TRANSITION)
                .open();
    }

    /** What is done to files. */
    @FunctionalInterface
    interface Damage {
        void to(Path folder) throws IOException;
    }

    /**
     * What an application finds.
     *
     * @param refusal what opening throws, or empty
     * @param head the number of the head, or what reading it throws
     * @param snapshots those that read back, each as its number
     * @param unreadable what reading the others throws
     */
    record Found(String refusal, String head, List<Integer> snapshots, List<String> unreadable) {

        boolean isRefused() {
            return !refusal.isEmpty();
        }

        /** Whether everything that was acknowledged is there. */
        boolean isWhole() {
            return !isRefused()
                    && head.equals(Integer.toString(CHANGES))
                    && unreadable.isEmpty()
                    && snapshots.equals(first(CHANGES));
        }

        /** Whether it is what was there at some time before, perhaps between a change and its snapshot, and all of that. */
        boolean isEarlier() {
            int taken = snapshots.size();
            return !isRefused()
                    && unreadable.isEmpty()
                    && snapshots.equals(first(taken))
                    && (head.equals(Integer.toString(taken)) || head.equals(Integer.toString(taken + 1)));
        }

        static List<Integer> first(int count) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                numbers.add(i);
            }
            return numbers;
        }
    }

    /** Damages a copy and opens that. */
    Found after(Damage damage) throws IOException {
        return after(damage, Map.of());
    }

    /** Damages a copy and opens that, with more properties. */
    Found after(Damage damage, Map<String, String> more) throws IOException {
        Path copy = Files.createTempDirectory(folder.getParent(), "damaged");
        copy(folder, copy);
        damage.to(dataIn(copy));
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(more);
        try (StateManager<Ledger> states = new CrashImage(backend, folder, all).open(copy)) {
            if (states.findTenant("acme").isEmpty()) {
                return new Found("", "there is no tenant", List.of(), List.of());
            }
            return look(states.tenant("acme"));
        } catch (StoreException | VarveException e) {
            return new Found(e.getClass().getSimpleName() + ": " + e.getMessage(), "", List.of(), List.of());
        }
    }

    private Path dataIn(Path copy) {
        return backend == Backend.ROCKSDB ? copy.resolve("rocksdb") : copy;
    }

    private static Found look(Tenant<Ledger> tenant) {
        List<Integer> whole = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (SnapshotInfo info : tenant.snapshots()) {
            try {
                whole.add((int) tenant.at(SnapshotRef.id(info.id())).state().count());
            } catch (VarveException e) {
                unreadable.add(info.label() + ": " + e);
            }
        }
        String head;
        try {
            head = Long.toString(tenant.state().count());
        } catch (VarveException e) {
            head = e.toString();
        }
        return new Found("", head, whole, unreadable);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** The files of a kind, from the oldest to the newest, which their numbers tell. */
    static List<Path> files(Path folder, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    static void flip(Path file, long position) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 0x55);
        }
    }

    static void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }
}
