package io.varve.tck;

import io.varve.spi.Capabilities;
import io.varve.spi.ObservableStore;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The stores that one test opens, all on the same data. It looks at what the plugin's test class opens, so that a mistake
 * there is told as one and is not taken for a fault of the store, or for success.
 */
final class StoreFixture implements AutoCloseable {

    private static final TenantId PROBE = new TenantId("varve-tck-probe");

    private final Callable<SnapshotStore> factory;
    private final Callable<Optional<String>> url;
    private final List<SnapshotStore> opened = new ArrayList<>();
    private @Nullable SnapshotStore current;
    private @Nullable Capabilities capabilities;

    /**
     * @param factory how the plugin author opens the store
     * @param url how another process opens it, if that is known
     */
    StoreFixture(Callable<SnapshotStore> factory, Callable<Optional<String>> url) {
        this.factory = factory;
        this.url = url;
    }

    /** The store under test with every answer checked, as all tests use it that have no reason to do otherwise. */
    SnapshotStore checked() {
        return new CheckedStore(bare());
    }

    /** The store under test as it is, opened at the first call. */
    SnapshotStore bare() {
        if (current == null) {
            boolean first = opened.isEmpty();
            current = open();
            if (first) {
                requireEmpty(current);
            }
        }
        return current;
    }

    /** A second store on the same data, checked; skips the test where the store is not multi-process. */
    SnapshotStore another() {
        assumeMultiProcess();
        SnapshotStore another = new CheckedStore(open());
        requireSameData(another, "the store that the second open() of a test returned");
        return another;
    }

    /** A store on the same data that another process has opened, checked; skips as {@link #another()}. */
    SnapshotStore inOtherProcess() {
        assumeMultiProcess();
        String there = url().orElseThrow(() -> new AssertionError(
                "the store claims Capabilities.multiProcess, but the test class does not say how another process opens"
                        + " its data: override url()"));
        SnapshotStore remote = OtherProcess.shared().open(there);
        opened.add(remote);
        requireSameCapabilities(remote, "the store that another process opened with url()");
        SnapshotStore other = new CheckedStore(remote);
        requireSameData(other, "the store that another process opened with '" + SnapshotStores.masked(there) + "'");
        return other;
    }

    /** The store under test as one that tells of changes; skips the test where it is none. */
    ObservableStore observable() {
        return observable(bare());
    }

    /** A second store on the same data that tells of changes; skips as {@link #observable()} and {@link #another()} do. */
    ObservableStore anotherObservable() {
        assumeMultiProcess();
        return observable(open());
    }

    private static ObservableStore observable(SnapshotStore store) {
        if (store instanceof ObservableStore observable) {
            return observable;
        }
        throw new SkippedException("the store is not an ObservableStore, so core looks for changes from time to time");
    }

    /** Closes the store and opens its data again, checked; skips the test where the store is not durable. */
    SnapshotStore reopened() {
        assumeDurable();
        boolean hadTenants = hasTenants(bare());
        closeCurrent();
        if (hadTenants && !hasTenants(bare())) {
            throw new AssertionError(
                    "the second open() of a test finds nothing of what was written to the store that the first one"
                            + " returned: within one test, each call opens the same data, if it is durable");
        }
        return checked();
    }

    /** Closes the store; it is opened again by who needs it next. */
    void closeCurrent() {
        bare().close();
        current = null;
    }

    /** The URL of the data; skips the test if the test class gives none. */
    String requireUrl() {
        return url().orElseThrow(() -> new SkippedException(
                "the test class does not say how another process opens its data: it does not override url()"));
    }

    void assumeDurable() {
        if (!capabilities().durable()) {
            throw new SkippedException("the store's Capabilities.durable is false, so its data ends with it");
        }
    }

    private void assumeMultiProcess() {
        if (!isMultiProcess()) {
            throw new SkippedException(
                    "the store's Capabilities.multiProcess is false, so its data can't be opened a second time");
        }
    }

    boolean isMultiProcess() {
        return capabilities().multiProcess();
    }

    Capabilities capabilities() {
        return bare().capabilities();
    }

    private Optional<String> url() {
        try {
            return url.call();
        } catch (Exception e) {
            throw new AssertionError("url() of the test class failed: " + e, e);
        }
    }

    private SnapshotStore open() {
        SnapshotStore store;
        try {
            store = factory.call();
        } catch (TestAbortedException e) {
            throw new AssertionError(
                    "open() of the test class skips the test, and what does not run proves nothing; to leave the suite"
                            + " out, disable the class: " + e.getMessage(),
                    e);
        } catch (Exception e) {
            throw new AssertionError("open() of the test class failed: " + e, e);
        }
        if (store == null) {
            throw new AssertionError("open() of the test class returned null");
        }
        if (opened.stream().anyMatch(other -> isSame(store, other))) {
            throw new AssertionError(
                    "open() of the test class returned the same store twice: each call opens a new one,"
                            + " within one test on the same data");
        }
        opened.add(store);
        requireSameCapabilities(store, "the store that the second open() of a test returned");
        return store;
    }

    @SuppressWarnings("ReferenceEquality") // this is about instances
    private static boolean isSame(SnapshotStore store, SnapshotStore opened) {
        return store == opened;
    }

    private static void requireEmpty(SnapshotStore store) {
        List<TenantId> tenants = new CheckedStore(store).scanTenants(null, 10);
        if (!tenants.isEmpty()) {
            throw new AssertionError(
                    "the first open() of a test returned a store that is not empty, it has the tenants "
                            + tenants
                            + ": each test needs data of its own, in a @TempDir or under a random name, or destroy()"
                            + " has to remove it");
        }
    }

    private void requireSameCapabilities(SnapshotStore store, String which) {
        Capabilities found = store.capabilities();
        if (capabilities == null) {
            capabilities = found;
        } else if (!capabilities.equals(found)) {
            throw new AssertionError(which + " has other capabilities than the first: " + found + ", not "
                    + capabilities + "; what the suite tests depends on them");
        }
    }

    /** Writes something here and looks for it there. */
    private void requireSameData(SnapshotStore other, String which) {
        byte[] value = Samples.bytes(UUID.randomUUID().toString());
        SnapshotStore mine = checked();
        requireApplied(mine, RefUpdate.create("probe", value));
        boolean isSeen = other.readRef(PROBE, "probe")
                .filter(seen -> Arrays.equals(seen, value))
                .isPresent();
        requireApplied(mine, RefUpdate.delete("probe", value));
        if (!isSeen) {
            throw new AssertionError(which
                    + " does not see what was written to the first: within one test, all open the" + " same data");
        }
    }

    private static void requireApplied(SnapshotStore store, RefUpdate update) {
        if (!store.commit(PROBE, 0, List.of(), List.of(update)).isApplied()) {
            throw new AssertionError("a store that nobody else uses refused " + update);
        }
    }

    /** Whether the store has a tenant, if it can say so: a test may have closed it. */
    private static boolean hasTenants(SnapshotStore store) {
        try {
            return !new CheckedStore(store).scanTenants(null, 1).isEmpty();
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.CLOSED) {
                return false;
            }
            throw e;
        }
    }

    /** Closes all that is open, and throws the first of what that throws. */
    @Override
    public void close() {
        RuntimeException first = null;
        for (SnapshotStore store : opened) {
            try {
                store.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        opened.clear();
        current = null;
        capabilities = null;
        if (first != null) {
            throw first;
        }
    }
}
