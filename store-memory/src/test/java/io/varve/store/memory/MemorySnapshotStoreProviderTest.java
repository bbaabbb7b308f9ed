package io.varve.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MemorySnapshotStoreProviderTest {

    @ParameterizedTest
    @ValueSource(strings = {"memory:", "MEMORY:"})
    void the_url_memory_opens_a_memory_store(String url) {
        try (SnapshotStore store = SnapshotStores.open(url)) {
            assertThat(store).isInstanceOf(MemorySnapshotStore.class);
        }
    }

    @Test
    void every_store_is_new_and_empty() {
        TenantId acme = new TenantId("acme");
        try (SnapshotStore first = SnapshotStores.open("memory:");
                SnapshotStore second = SnapshotStores.open("memory:")) {
            assertThat(first.commit(acme, 1, List.of(new Page(new PageId(1, 2), new byte[3])), List.of())
                            .isApplied())
                    .isTrue();
            assertThat(first.scanTenants(null, 10)).containsExactly(acme);
            assertThat(second.scanTenants(null, 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:shop", "memory:/var/lib/shop", "memory: ", "memory:?size=3"})
    void anything_after_the_scheme_is_refused(String url) {
        assertThatThrownBy(() -> SnapshotStores.open(url))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNSUPPORTED))
                .hasMessage("the memory store is opened with 'memory:' and nothing after it, as every one is new and"
                        + " empty; found '" + url + "'");
    }

    @Test
    void a_password_in_a_refused_url_is_not_repeated() {
        assertThatThrownBy(() -> SnapshotStores.open("memory:shop?password=hunter2"))
                .hasMessageContaining("password=***")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void every_property_is_refused_by_name_without_its_value() {
        assertThatThrownBy(() -> SnapshotStores.open("memory:", Map.of("size", "1", "password", "hunter2")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNSUPPORTED))
                .hasMessage("the memory store has no properties; found: password, size");
    }
}
