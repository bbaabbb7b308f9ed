package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.PackedStore.PAGE_BYTES;
import static io.varve.store.rocksdb.PackedStore.UNGUARDED;
import static io.varve.store.rocksdb.PackedStore.put;
import static io.varve.store.rocksdb.PackedStore.requirePages;
import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.OTHER;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.Ref;
import io.varve.spi.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that move from packs to where they belong, held against a model. */
class FoldingModelTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void after_any_commits_deletions_and_erasures_the_pages_equal_a_model_while_they_move(long seed) {
        System.out.println("FoldingModelTest: seed " + seed);
        Random random = new Random(seed);
        // Two pages are in files or not, and in packs or not, as their numbers have it.
        FoldingRules often = new FoldingRules(PAGE_BYTES, 3 + random.nextInt(4), 1 << 20, 10, step -> {});
        Settings settings = Settings.of(Map.of("sync", "false")).withFolding(often);
        Map<TenantId, Map<Long, Long>> models = Map.of(ACME, new TreeMap<>(), OTHER, new TreeMap<>());
        RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder, settings);
        try {
            for (int i = 0; i < 100; i++) {
                TenantId tenant = random.nextBoolean() ? ACME : OTHER;
                Map<Long, Long> model = models.get(tenant);
                List<Long> numbers =
                        random.longs(1 + random.nextInt(6), 0, 25).boxed().toList();
                long stamp = random.nextInt(20);
                int dice = random.nextInt(100);
                if (dice < 75) {
                    put(
                            store,
                            tenant,
                            stamp,
                            numbers.stream().map(FoldingModelTest::sized).toArray(Page[]::new));
                    numbers.forEach(number -> model.merge(number, stamp, Math::max));
                } else if (dice < 95) {
                    List<Long> removed = numbers.stream()
                            .distinct()
                            .filter(number -> model.getOrDefault(number, stamp) < stamp)
                            .toList();
                    assertThat(store.deletePages(
                                    tenant,
                                    UNGUARDED,
                                    numbers.stream().map(Samples::id).toList(),
                                    stamp))
                            .isEqualTo(removed.size());
                    model.keySet().removeAll(removed);
                } else if (dice < 97) {
                    byte[] head = store.readRef(tenant, "h").orElse(null);
                    if (head != null) {
                        assertThat(store.eraseTenant(tenant, new Ref("h", head), 1))
                                .isTrue();
                        model.clear();
                    }
                } else {
                    store.close();
                    store = new RocksDbSnapshotStore(folder, settings);
                }
                requirePages(store, tenant, model);
            }
            requirePages(store, ACME, models.get(ACME));
            requirePages(store, OTHER, models.get(OTHER));
        } finally {
            store.close();
        }
    }

    static LongStream seeds() {
        return new Random().longs(2);
    }

    private static Page sized(long number) {
        return page(number, number % 3 == 0 ? PAGE_BYTES : 20);
    }
}
