package io.varve.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stores that one test opens, all on the same data. */
final class StoreFixture implements AutoCloseable {

    /** How the plugin author opens the store. */
    @FunctionalInterface
    interface Factory {
        SnapshotStore open() throws Exception;
    }

    private final Factory factory;
    private final List<SnapshotStore> opened = new ArrayList<>();
    private @Nullable SnapshotStore current;

    StoreFixture(Factory factory) {
        this.factory = factory;
    }

    /** The store under test with every answer checked, as all tests use it that have no reason to do otherwise. */
    SnapshotStore checked() {
        return new CheckedStore(bare());
    }

    /** The store under test as it is, opened at the first call. */
    SnapshotStore bare() {
        if (current == null) {
            current = open();
        }
        return current;
    }

    /** A second store on the same data, checked; skips the test where the store is not multi-process. */
    SnapshotStore another() {
        assumeTrue(
                bare().capabilities().multiProcess(),
                "skipped: the store's Capabilities.multiProcess is false, so a second instance can't be opened");
        return new CheckedStore(open());
    }

    /** Closes the store and opens its data again, checked; skips the test where the store is not durable. */
    SnapshotStore reopened() {
        assumeDurable();
        bare().close();
        current = open();
        return checked();
    }

    void assumeDurable() {
        assumeTrue(isDurable(), "skipped: the store's Capabilities.durable is false, so its data ends with it");
    }

    boolean isDurable() {
        return bare().capabilities().durable();
    }

    Capabilities capabilities() {
        return bare().capabilities();
    }

    private SnapshotStore open() {
        SnapshotStore store;
        try {
            store = factory.open();
        } catch (Exception e) {
            throw new AssertionError("open() of the test class failed: " + e, e);
        }
        opened.add(store);
        return store;
    }

    @Override
    public void close() {
        opened.forEach(SnapshotStore::close);
        opened.clear();
        current = null;
    }
}
