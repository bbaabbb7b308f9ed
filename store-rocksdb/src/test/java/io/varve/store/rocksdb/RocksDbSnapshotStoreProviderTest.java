package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbSnapshotStoreProviderTest {

    @TempDir
    Path folder;

    @Test
    void a_url_opens_the_folder_that_it_names() {
        for (String url :
                List.of("rocksdb:" + folder, "rocksdb://" + folder, "ROCKSDB:" + folder, "rocksdb:" + relative())) {
            try (SnapshotStore store = SnapshotStores.open(url)) {
                assertThat(store).isInstanceOf(RocksDbSnapshotStore.class);
                store.commit(ACME, 0, List.of(), List.of(RefUpdate.create("h", bytes("1"))));
                assertThat(store.readRef(ACME, "h")).isPresent();
            }
        }
    }

    private Path relative() {
        return Path.of("").toAbsolutePath().relativize(folder);
    }

    @Test
    void a_url_without_a_folder_is_refused() {
        for (String url : List.of("rocksdb:", "rocksdb: ")) {
            assertRefused(url, Map.of(), "names no folder");
        }
        assertRefused("rocksdb://server/data", Map.of(), "'rocksdb://server/data' names a host");
        assertRefused("rocksdb:/da\0ta", Map.of(), "no valid path");
    }

    @Test
    void a_password_that_a_url_has_by_mistake_is_not_shown() {
        for (String url : List.of(
                "rocksdb://user:hunter2@server/data",
                "rocksdb:/da\0ta?password=hunter2",
                "rocksdb://server;PASSWORD=hunter2")) {
            StoreException fault = faultOf(() -> SnapshotStores.open(url));
            assertThat(fault.kind()).isEqualTo(Kind.UNSUPPORTED);
            StringWriter text = new StringWriter();
            fault.printStackTrace(new PrintWriter(text));
            assertThat(text.toString()).contains("***").doesNotContain("hunter2");
        }
    }

    @Test
    void an_unknown_property_is_refused_and_the_known_ones_listed() {
        assertRefused(
                "rocksdb:" + folder,
                Map.of("blockCache", "1"),
                "no property 'blockCache' of a rocksdb: store; there are: blockCacheMiB, recovery, sync, writeBufferMiB");
    }

    @Test
    void a_value_that_a_property_cannot_have_is_refused_before_the_folder_is_touched() {
        String url = "rocksdb:" + folder.resolve("store");
        assertRefused(url, Map.of("sync", "yes"), "property 'sync' is 'true' or 'false'; found 'yes'");
        assertRefused(url, Map.of("recovery", "best"), "'strict' or 'point-in-time'; found 'best'");
        for (String value : List.of("", "0", "-1", "64MB", "99999999999")) {
            assertRefused(
                    url, Map.of("blockCacheMiB", value), "number of MiB from 1 to 1048576; found '" + value + "'");
        }
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void a_store_that_does_not_sync_does_not_claim_to_be_durable() {
        try (SnapshotStore store = SnapshotStores.open("rocksdb:" + folder, Map.of("sync", "false"))) {
            assertThat(store.capabilities().durable()).isFalse();
        }
        try (SnapshotStore store = SnapshotStores.open(
                "rocksdb:" + folder, Map.of("sync", "true", "blockCacheMiB", "8", "writeBufferMiB", "1"))) {
            assertThat(store.capabilities().durable()).isTrue();
        }
    }

    private static void assertRefused(String url, Map<String, String> properties, String message) {
        StoreException fault = faultOf(() -> SnapshotStores.open(url, properties));
        assertThat(fault.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(fault).hasMessageContaining(message);
    }
}
