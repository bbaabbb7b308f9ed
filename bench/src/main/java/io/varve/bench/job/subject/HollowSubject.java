package io.varve.bench.job.subject;

import com.netflix.hollow.api.consumer.HollowConsumer;
import com.netflix.hollow.api.consumer.fs.HollowFilesystemBlobRetriever;
import com.netflix.hollow.api.producer.HollowProducer;
import com.netflix.hollow.api.producer.fs.HollowFilesystemBlobStager;
import com.netflix.hollow.api.producer.fs.HollowFilesystemPublisher;
import com.netflix.hollow.core.index.HollowPrimaryKeyIndex;
import com.netflix.hollow.core.read.engine.object.HollowObjectTypeReadState;
import com.netflix.hollow.core.write.objectmapper.HollowPrimaryKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Netflix Hollow: a producer publishes each version as deltas between it and the one before, with all accounts every
 * {@value #BETWEEN_WHOLE} versions, into a folder whose files are then forced; a consumer follows it and is what the head
 * is read from. Changes wait on the heap for the next version.
 */
final class HollowSubject implements Subject {

    private static final int BETWEEN_WHOLE = 50;
    private static final String TYPE = "Entry";

    /** An account as bytes. Hollow makes its schema from the fields. */
    @HollowPrimaryKey(fields = "key")
    static final class Entry {
        final String key;
        final byte[] account;

        Entry(String key, byte[] account) {
            this.key = key;
            this.account = account;
        }
    }

    /** A version, loaded. */
    private final class Version implements Accounts {

        private final HollowConsumer consumer =
                HollowConsumer.withBlobRetriever(retriever).build();
        private final HollowPrimaryKeyIndex index;

        Version(long number) {
            consumer.triggerRefreshTo(number);
            index = new HollowPrimaryKeyIndex(consumer.getStateEngine(), TYPE, "key");
            index.listenForDeltaUpdates();
        }

        private HollowObjectTypeReadState entries() {
            return (HollowObjectTypeReadState) consumer.getStateEngine().getTypeState(TYPE);
        }

        private String key(int ordinal) {
            HollowObjectTypeReadState keys =
                    (HollowObjectTypeReadState) consumer.getStateEngine().getTypeState("String");
            int position = entries().getSchema().getPosition("key");
            return keys.readString(entries().readOrdinal(ordinal, position), 0);
        }

        private Account account(int ordinal) {
            return codec.decode(
                    entries().readBytes(ordinal, entries().getSchema().getPosition("account")));
        }

        @Override
        public Account get(String key) {
            int ordinal = index.getMatchingOrdinal(key);
            if (ordinal < 0) {
                throw new IllegalStateException("hollow lost " + key);
            }
            return account(ordinal);
        }

        @Override
        public long checksum() {
            return entries().getPopulatedOrdinals().stream()
                    .mapToLong(ordinal -> account(ordinal).checksum(key(ordinal)))
                    .sum();
        }

        /** Goes on by one version, and adds to what changed since the first. */
        void follow(long number, Map<String, Account> before, Map<String, Account> after) {
            consumer.triggerRefreshTo(number);
            BitSet now = entries().getPopulatedOrdinals();
            BitSet gone = (BitSet) entries().getPreviousOrdinals().clone();
            gone.andNot(now);
            gone.stream().forEach(ordinal -> before.putIfAbsent(key(ordinal), account(ordinal)));
            BitSet come = (BitSet) now.clone();
            come.andNot(entries().getPreviousOrdinals());
            come.stream().forEach(ordinal -> after.put(key(ordinal), account(ordinal)));
        }
    }

    private final Path folder;
    private final AccountCodec codec = new AccountCodec();
    private final Map<String, Account> changed = new HashMap<>();
    private final WrittenFiles files;
    private HollowProducer.Incremental producer;
    private HollowConsumer.BlobRetriever retriever;
    private @Nullable Version head;

    @SuppressWarnings("NullAway.Init") // open() sets the rest
    HollowSubject(Path folder, int kept) {
        this.folder = folder.resolve("hollow");
        try {
            Files.createDirectory(this.folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.files = new WrittenFiles(this.folder);
        open();
    }

    private void open() {
        retriever = new HollowFilesystemBlobRetriever(folder);
        producer = HollowProducer.withPublisher(new HollowFilesystemPublisher(folder))
                .withBlobStager(new HollowFilesystemBlobStager(
                        folder.resolveSibling("staging"), HollowProducer.BlobCompressor.NO_COMPRESSION))
                .withNumStatesBetweenSnapshots(BETWEEN_WHOLE)
                .withSnapshotPublishExecutor(Runnable::run)
                .buildIncremental();
        producer.initializeDataModel(Entry.class);
    }

    @Override
    public String name() {
        return "hollow";
    }

    @Override
    public Map<Ability, String> cannot() {
        return Map.of(
                Ability.ROLLBACK, "readers can be pinned to an older version, the producer goes on from the newest",
                Ability.FORWARD, "it can't roll back",
                Ability.DELETE, "versions are a chain of deltas, of which a cleaner drops the oldest by number");
    }

    @Override
    public void load(int size) {
        publish(state -> {
            for (int number = 0; number < size; number++) {
                state.addOrModify(new Entry(Keys.of(number), codec.encode(Account.of(number))));
            }
        });
    }

    private void publish(HollowProducer.Incremental.IncrementalPopulator changes) {
        long version = producer.runIncrementalCycle(changes);
        files.force();
        if (head == null) {
            head = new Version(version);
        } else {
            head.consumer.triggerRefreshTo(version);
        }
    }

    private Version head() {
        if (head == null) {
            throw new IllegalStateException("hollow is stopped");
        }
        return head;
    }

    @Override
    public Account get(String key) {
        Account waiting = changed.get(key);
        return waiting != null ? waiting : head().get(key);
    }

    @Override
    public long checksum() {
        long sum = head().checksum();
        for (Map.Entry<String, Account> change : changed.entrySet()) {
            String key = change.getKey();
            sum += change.getValue().checksum(key) - head().get(key).checksum(key);
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        changed.put(key, get(key).deposit(1));
    }

    @Override
    public void snapshot() {
        publish(state -> changed.forEach((key, account) -> state.addOrModify(new Entry(key, codec.encode(account)))));
        changed.clear();
    }

    /** The numbers of all versions, which begin with the time, from the names of the files. */
    private List<Long> versions() {
        try (Stream<Path> all = Files.list(folder)) {
            TreeSet<Long> numbers = new TreeSet<>();
            for (String name : all.map(file -> file.getFileName().toString()).toList()) {
                if (name.startsWith("snapshot-") || name.startsWith("delta-")) {
                    numbers.add(Long.valueOf(name.substring(name.lastIndexOf('-') + 1)));
                }
            }
            return List.copyOf(numbers);
        } catch (IOException e) {
            throw new UncheckedIOException("can't list " + folder, e);
        }
    }

    private long back(int snapshots) {
        List<Long> all = versions();
        return all.get(all.size() - 1 - snapshots);
    }

    @Override
    public Accounts at(int snapshotsBack) {
        return new Version(back(snapshotsBack));
    }

    @Override
    public int list() {
        return versions().size();
    }

    @Override
    public Comparison compare(int earlier, int later) {
        Version version = new Version(back(earlier));
        Map<String, Account> before = new HashMap<>();
        Map<String, Account> after = new HashMap<>();
        for (int i = earlier - 1; i >= later; i--) {
            version.follow(back(i), before, after);
        }
        Comparison found = Comparison.NONE;
        for (Map.Entry<String, Account> entry : after.entrySet()) {
            Account old = before.get(entry.getKey());
            if (old == null) {
                throw new IllegalStateException("hollow invented " + entry.getKey());
            }
            found = found.with(entry.getKey(), old, entry.getValue());
        }
        return found;
    }

    @Override
    public void stop() {
        head = null;
        changed.clear();
    }

    @Override
    public void start() {
        open();
        long newest = back(0);
        producer.restore(newest, retriever);
        head = new Version(newest);
    }

    @Override
    public void close() {
        stop();
    }
}
