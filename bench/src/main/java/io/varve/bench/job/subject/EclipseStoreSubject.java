package io.varve.bench.job.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.serializer.reference.Lazy;
import org.eclipse.store.storage.embedded.types.EmbeddedStorage;
import org.eclipse.store.storage.embedded.types.EmbeddedStorageManager;
import org.jspecify.annotations.Nullable;

/**
 * EclipseStore: an object graph of buckets that are loaded when they are looked into, each with some {@value
 * #BUCKET} accounts as bytes. A snapshot stores the buckets that changed, and then forces the files, which EclipseStore
 * never does.
 */
final class EclipseStoreSubject implements Subject {

    private static final int BUCKET = 32;

    private final Path folder;
    private final AccountCodec codec = new AccountCodec();
    private final Map<Integer, Map<String, byte[]>> changed = new LinkedHashMap<>();
    private final WrittenFiles files;
    private @Nullable EmbeddedStorageManager storage;
    private List<Lazy<Map<String, byte[]>>> buckets = List.of();

    EclipseStoreSubject(Path folder, int kept) {
        this.folder = folder.resolve("eclipsestore");
        try {
            Files.createDirectory(this.folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.files = new WrittenFiles(this.folder);
    }

    @Override
    public String name() {
        return "eclipsestore";
    }

    @Override
    public Map<Ability, String> cannot() {
        String reason = "only the newest state is there";
        return Map.of(
                Ability.PAST, reason,
                Ability.PAST_REOPENED, reason,
                Ability.ROLLBACK, reason,
                Ability.FORWARD, reason,
                Ability.LIST, reason,
                Ability.DELETE, reason,
                Ability.COMPARE, reason);
    }

    @Override
    public void load(int size) {
        List<Map<String, byte[]>> filled = new ArrayList<>();
        for (int i = 0; i <= size / BUCKET; i++) {
            filled.add(new HashMap<>());
        }
        for (int number = 0; number < size; number++) {
            String key = Keys.of(number);
            filled.get(Math.floorMod(key.hashCode(), filled.size())).put(key, codec.encode(Account.of(number)));
        }
        buckets = new ArrayList<>();
        for (Map<String, byte[]> bucket : filled) {
            buckets.add(Lazy.Reference(bucket));
        }
        storage = EmbeddedStorage.start(buckets, folder);
        files.force();
    }

    private int bucketOf(String key) {
        return Math.floorMod(key.hashCode(), buckets.size());
    }

    @Override
    public Account get(String key) {
        byte[] value = buckets.get(bucketOf(key)).get().get(key);
        if (value == null) {
            throw new IllegalStateException("eclipsestore lost " + key);
        }
        return codec.decode(value);
    }

    @Override
    public long checksum() {
        long sum = 0;
        for (Lazy<Map<String, byte[]>> bucket : buckets) {
            for (Map.Entry<String, byte[]> entry : bucket.get().entrySet()) {
                sum += codec.decode(entry.getValue()).checksum(entry.getKey());
            }
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        int number = bucketOf(key);
        Map<String, byte[]> bucket = buckets.get(number).get();
        bucket.put(key, codec.encode(get(key).deposit(1)));
        changed.put(number, bucket);
    }

    @Override
    public void snapshot() {
        storage().storeAll(changed.values());
        changed.clear();
        files.force();
    }

    private EmbeddedStorageManager storage() {
        if (storage == null) {
            throw new IllegalStateException("eclipsestore is stopped");
        }
        return storage;
    }

    @Override
    public void stop() {
        storage().shutdown();
        storage = null;
        buckets = List.of();
        changed.clear();
    }

    @Override
    @SuppressWarnings("unchecked") // it is what load() has stored
    public void start() {
        storage = EmbeddedStorage.start(folder);
        buckets = (List<Lazy<Map<String, byte[]>>>) storage.root();
    }

    @Override
    public void close() {
        if (storage != null) {
            stop();
        }
    }
}
