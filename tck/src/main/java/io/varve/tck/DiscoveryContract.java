package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The provider: it is found by the scheme of the URL, and opens what the constructor opens. */
abstract class DiscoveryContract extends ContractGroup {

    DiscoveryContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void the_url_opens_the_same_data() {
        String url = fixture().requireUrl();
        fixture().assumeDurable();
        update(ACME, RefUpdate.create("head", bytes("x")));
        if (!fixture().isMultiProcess()) {
            fixture().closeCurrent();
        }
        try (SnapshotStore found = SnapshotStores.open(url)) {
            assertThat(found.readRef(ACME, "head"))
                    .as("what was written to the store of open(), read from the one that url() opens")
                    .contains(bytes("x"));
        }
        assertThat(store().readRef(ACME, "head")).contains(bytes("x"));
    }

    @Test
    void a_property_that_the_provider_does_not_know_is_refused_and_named() {
        String url = fixture().requireUrl();
        if (!fixture().isMultiProcess()) {
            fixture().closeCurrent();
        }
        StoreException thrown = catchThrowableOfType(
                StoreException.class,
                () -> SnapshotStores.open(url, Map.of("varve-tck-unknown", "1")).close());
        assertThat(thrown)
                .as("what opening with the property varve-tck-unknown throws")
                .isNotNull();
        assertThat(thrown.kind()).isEqualTo(StoreException.Kind.UNSUPPORTED);
        assertThat(thrown).hasMessageContaining("varve-tck-unknown");
    }
}
