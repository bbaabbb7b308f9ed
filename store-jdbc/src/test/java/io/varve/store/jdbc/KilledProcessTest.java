package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What a process has acknowledged is there, whole, after it was killed. What reaches the disk is another matter. */
class KilledProcessTest {

    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @RepeatedTest(2)
    void every_commit_acknowledged_before_a_kill_is_whole_afterwards() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("history");
        Map<String, Long> acknowledged = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (Child child = Child.start(url)) {
                child.awaitAcknowledged(20 + new Random().nextInt(200));
                acknowledged.putAll(child.killAndRead());
            }
            try (SnapshotStore store = SnapshotStores.open(url)) {
                for (int thread = 0; thread < Child.THREADS; thread++) {
                    String tenant = Child.tenant(thread).value();
                    long atLeast = acknowledged.getOrDefault(tenant, 0L);
                    acknowledged.put(tenant, requireWhole(store, thread, atLeast));
                }
            }
        }
    }

    /** The number that is found: the last one that was acknowledged, or the next, which was being committed. */
    private static long requireWhole(SnapshotStore store, int thread, long acknowledged) {
        TenantId tenant = Child.tenant(thread);
        Optional<byte[]> a = store.readRef(tenant, "a");
        Optional<byte[]> b = store.readRef(tenant, "b");
        long found = a.map(value -> Long.parseLong(new String(value, StandardCharsets.US_ASCII)))
                .orElse(0L);
        assertThat(found)
                .as("number of %s, of which %s was acknowledged", tenant, acknowledged)
                .isBetween(acknowledged, acknowledged + 1);
        assertThat(b.map(HexFormat.of()::formatHex)).isEqualTo(a.map(HexFormat.of()::formatHex));
        for (long number = 1; number <= found; number++) {
            List<Page> pages = Child.pages(thread, number);
            Map<PageId, byte[]> stored =
                    store.getPages(tenant, pages.stream().map(Page::id).toList());
            for (Page page : pages) {
                assertThat(stored.get(page.id()))
                        .as("%s of commit %s", page, number)
                        .isEqualTo(page.bytes());
            }
        }
        return found;
    }
}
