package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.id;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import io.varve.store.rocksdb.FoldingRules.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What tests of folding do with stores whose commits are packs at first. */
final class PackedStore {

    /** So many packs never come. */
    static final int NEVER = Integer.MAX_VALUE;

    static final int PAGE_BYTES = 500;
    static final RefUpdate UNGUARDED = RefUpdate.check("none", null);

    private PackedStore() {}

    /** A store that folds each so many packs, in files if there are so many pages. */
    static RocksDbSnapshotStore open(Path folder, int packs, int pagesInFiles, Consumer<Step> steps) {
        FoldingRules rules = new FoldingRules(256 << 10, packs, 1 << 30, pagesInFiles, steps);
        return new RocksDbSnapshotStore(folder, Settings.of(Map.of()).withFolding(rules));
    }

    /** Puts pages, and sets the head to the stamp. */
    static void put(RocksDbSnapshotStore store, TenantId tenant, long stamp, Page... pages) {
        byte[] head = store.readRef(tenant, "h").orElse(null);
        assertThat(store.commit(
                                tenant,
                                stamp,
                                List.of(pages),
                                List.of(new RefUpdate("h", head, bytes(Long.toString(stamp)))))
                        .isApplied())
                .isTrue();
    }

    /** That a tenant has these pages and no others, by their numbers, with these stamps. */
    static void requirePages(RocksDbSnapshotStore store, TenantId tenant, Map<Long, Long> stamps) {
        List<PageStat> found = store.scanPages(tenant, null, 1_000_000);
        assertThat(found.stream().map(PageStat::id)).doesNotHaveDuplicates().isSorted();
        Map<PageId, Long> expected = new TreeMap<>();
        stamps.forEach((number, stamp) -> expected.put(id(number), stamp));
        Map<PageId, Long> actual = new TreeMap<>();
        found.forEach(stat -> actual.put(stat.id(), stat.stamp()));
        assertThat(actual).isEqualTo(expected);
        List<PageStat> inParts = new ArrayList<>();
        for (PageId last = null; ; last = inParts.get(inParts.size() - 1).id()) {
            List<PageStat> part = store.scanPages(tenant, last, 2);
            inParts.addAll(part);
            if (part.size() < 2) {
                break;
            }
        }
        assertThat(inParts).isEqualTo(found);
        Map<PageId, byte[]> pages = store.getPages(tenant, expected.keySet());
        stamps.keySet().forEach(number -> {
            byte[] bytes = pages.get(id(number));
            assertThat(bytes).as("page %d", number).isNotNull();
            assertThat(bytes).isEqualTo(page(number, bytes.length).bytes());
        });
        found.forEach(stat -> assertThat(pages.get(stat.id())).hasSize(stat.size()));
    }

    /** What a kill would leave, as long as nothing moves. */
    static void copyAll(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Files.delete(to.resolve(Owner.FILE)); // It names this process, which is alive.
    }
}
