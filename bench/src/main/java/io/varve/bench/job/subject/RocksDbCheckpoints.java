package io.varve.bench.job.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RocksDB with an entry for each account, and a checkpoint of the whole database for each snapshot. Changes wait on the
 * heap; a snapshot writes them in one synced batch, and then makes a folder with hard links to the database's files.
 */
final class RocksDbCheckpoints implements Subject {

    private final Path folder;
    private final int kept;
    private final AccountCodec codec = new AccountCodec();
    private final Map<String, Account> changed = new HashMap<>();
    private final Deque<Path> checkpoints = new ArrayDeque<>();
    private final Map<Path, RocksDbEntries> open = new HashMap<>();
    private @Nullable RocksDbEntries head;
    private long next;

    RocksDbCheckpoints(Path folder, int kept) {
        this.folder = folder;
        this.kept = kept;
        start();
    }

    @Override
    public String name() {
        return "rocksdb-checkpoints";
    }

    @Override
    public Map<Ability, String> cannot() {
        return Map.of(
                Ability.LIST, "a checkpoint is a folder, of which nothing else is known",
                Ability.COMPARE, "checkpoints can't be compared but entry by entry");
    }

    @Override
    public void start() {
        head = RocksDbEntries.open(folder.resolve("head"));
    }

    private RocksDbEntries head() {
        if (head == null) {
            throw new IllegalStateException(name() + " is stopped");
        }
        return head;
    }

    @Override
    public void load(int size) {
        head().load(size);
        snapshot();
    }

    @Override
    public Account get(String key) {
        Account waiting = changed.get(key);
        return waiting != null ? waiting : codec.decode(head().get(key));
    }

    @Override
    public long checksum() {
        long sum = head().checksum(codec);
        for (Map.Entry<String, Account> change : changed.entrySet()) {
            String key = change.getKey();
            sum += change.getValue().checksum(key)
                    - codec.decode(head().get(key)).checksum(key);
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        changed.put(key, get(key).deposit(1));
    }

    @Override
    public void snapshot() {
        head().putAll(changed, codec);
        changed.clear();
        Path checkpoint = folder.resolve("checkpoint-" + next++);
        head().checkpoint(checkpoint);
        checkpoints.addLast(checkpoint);
        if (checkpoints.size() > kept) {
            deleteOldest(1);
        }
    }

    private Path back(int snapshots) {
        return new ArrayList<>(checkpoints).get(checkpoints.size() - 1 - snapshots);
    }

    @Override
    public Accounts at(int snapshotsBack) {
        RocksDbEntries entries = open.computeIfAbsent(back(snapshotsBack), RocksDbEntries::openReadOnly);
        return new Accounts() {
            @Override
            public Account get(String key) {
                return codec.decode(entries.get(key));
            }

            @Override
            public long checksum() {
                return entries.checksum(codec);
            }
        };
    }

    /** The head's folder is replaced by a checkpoint of the checkpoint. */
    @Override
    public void rollback(int snapshotsBack) {
        head().close();
        changed.clear();
        StoreFolder.delete(folder.resolve("head"));
        Path checkpoint = back(snapshotsBack);
        try (RocksDbEntries entries = RocksDbEntries.open(copy(checkpoint))) {
            entries.checkpoint(folder.resolve("head"));
        }
        StoreFolder.delete(folder.resolve("copy"));
        start();
    }

    /** A database that is opened writes into its folder; so the checkpoint itself stays closed. */
    private Path copy(Path checkpoint) {
        Path copy = folder.resolve("copy");
        try {
            Files.createDirectory(copy);
            try (var files = Files.list(checkpoint)) {
                for (Path file : files.toList()) {
                    Path target = copy.resolve(file.getFileName());
                    if (file.toString().endsWith(".sst")) {
                        Files.createLink(target, file);
                    } else {
                        Files.copy(file, target);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't copy " + checkpoint, e);
        }
        return copy;
    }

    @Override
    public void deleteOldest(int count) {
        for (int i = 0; i < count; i++) {
            Path oldest = checkpoints.removeFirst();
            RocksDbEntries opened = open.remove(oldest);
            if (opened != null) {
                opened.close();
            }
            StoreFolder.delete(oldest);
        }
    }

    @Override
    public void stop() {
        open.values().forEach(RocksDbEntries::close);
        open.clear();
        if (head != null) {
            head.close();
            head = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
