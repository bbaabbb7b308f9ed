package io.varve.tck;

import io.varve.spi.SnapshotStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every sentence of the contract of {@link SnapshotStore}, as tests. A plugin author's whole test is:
 *
 * <pre>{@code
 * class RocksDbSnapshotStoreTest extends SnapshotStoreContract {
 *     @TempDir
 *     Path folder;
 *
 *     @Override
 *     protected SnapshotStore open() {
 *         return new RocksDbSnapshotStore(folder);
 *     }
 * }
 * }</pre>
 *
 * <p>Parts of the suite are optional. What a store does not claim in its {@link io.varve.spi.Capabilities}, and what needs
 * another process where the test class does not override {@link #url()}, is skipped. At the end the suite prints how many
 * tests ran, and what was skipped for which reason: look at that once, and see whether you agree with it. A group of which
 * no test ran for any other reason fails.
 *
 * <p>Random tests print their seed. To run a failing one again, and only it, set the system property {@value
 * #SEED_PROPERTY} to that seed. The suite takes seconds on a store in memory, and well under a minute on a disk.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SnapshotStoreContract {

    /** The system property that, set to a whole number, makes the random tests run with that one seed. */
    public static final String SEED_PROPERTY = "varve.tck.seed";

    @RegisterExtension
    static final RunReport REPORT = new RunReport();

    @SuppressWarnings("this-escape") // Only called once a test runs. JDK 17 does not know the warning.
    private final StoreFixture stores = new StoreFixture(() -> open(), () -> url());

    /** For subclasses, which JUnit makes anew for every test. */
    protected SnapshotStoreContract() {}

    /**
     * Opens the data of the current test.
     *
     * <p>The first call in a test opens an empty store. It is called again in the same test only if the store says that
     * it is {@linkplain io.varve.spi.Capabilities#durable() durable}, after the previous one was closed, or {@linkplain
     * io.varve.spi.Capabilities#multiProcess() multi-process}, while the previous one is open; then it opens the same
     * data again. The suite closes what it opened.
     *
     * @return a new store
     * @throws Exception if it can't be opened, which fails the test
     */
    protected abstract SnapshotStore open() throws Exception;

    /**
     * The URL by which another process opens the data of the current test, through {@link
     * io.varve.spi.SnapshotStores#open(String)} on the class path of this one.
     *
     * <p>A store that claims to be {@linkplain io.varve.spi.Capabilities#multiProcess() multi-process} is raced against a
     * second JVM, and fails if there is no URL. One that claims to be {@linkplain io.varve.spi.Capabilities#durable()
     * durable} is written to by a second JVM that is killed. Empty unless it is overridden.
     *
     * @return the URL, with the scheme of the store's provider
     * @throws Exception if there is none, which fails the test
     */
    protected Optional<String> url() throws Exception {
        return Optional.empty();
    }

    /**
     * Destroys the data of the current test, after all its stores were closed, whether it passed or failed. This does
     * nothing unless it is overridden; a {@link org.junit.jupiter.api.io.TempDir} needs no more.
     *
     * @throws Exception if that is not possible, which fails the test
     */
    protected void destroy() throws Exception {}

    @AfterEach
    final void closeAndDestroy() throws Exception {
        try {
            stores.close();
        } finally {
            destroy();
        }
    }

    @Nested
    final class Commits extends CommitContract {
        Commits() {
            super(stores);
        }
    }

    @Nested
    final class Conflicts extends ConflictContract {
        Conflicts() {
            super(stores);
        }
    }

    @Nested
    final class Pages extends PageContract {
        Pages() {
            super(stores);
        }
    }

    @Nested
    final class Scans extends ScanContract {
        Scans() {
            super(stores);
        }
    }

    @Nested
    final class Tenants extends TenantContract {
        Tenants() {
            super(stores);
        }
    }

    @Nested
    final class Erasing extends EraseContract {
        Erasing() {
            super(stores);
        }
    }

    @Nested
    final class Limits extends LimitContract {
        Limits() {
            super(stores);
        }
    }

    @Nested
    final class RacesInOneInstance extends RaceContract {
        RacesInOneInstance() {
            super(stores);
        }

        @Override
        SnapshotStore openOther() {
            return store();
        }
    }

    @Nested
    final class RacesOfTwoInstances extends RaceContract {
        RacesOfTwoInstances() {
            super(stores);
        }

        @Override
        SnapshotStore openOther() {
            return stores.another();
        }
    }

    @Nested
    final class RacesOfTwoProcesses extends RaceContract {
        RacesOfTwoProcesses() {
            super(stores);
        }

        @Override
        SnapshotStore openOther() {
            return stores.inOtherProcess();
        }
    }

    @Nested
    final class ReadsDuringChange extends VisibilityContract {
        ReadsDuringChange() {
            super(stores);
        }

        @Override
        SnapshotStore openOther() {
            return store();
        }
    }

    @Nested
    final class ReadsDuringChangeByAnotherInstance extends VisibilityContract {
        ReadsDuringChangeByAnotherInstance() {
            super(stores);
        }

        @Override
        SnapshotStore openOther() {
            return stores.another();
        }
    }

    @Nested
    final class ReadsDuringChangeByAnotherProcess extends VisibilityContract {
        ReadsDuringChangeByAnotherProcess() {
            super(stores);
        }

        @Override
        SnapshotStore openOther() {
            return stores.inOtherProcess();
        }
    }

    @Nested
    final class Lifecycle extends LifecycleContract {
        Lifecycle() {
            super(stores);
        }
    }

    @Nested
    final class Interrupts extends InterruptContract {
        Interrupts() {
            super(stores);
        }
    }

    @Nested
    final class Durability extends DurabilityContract {
        Durability() {
            super(stores);
        }
    }

    @Nested
    final class KilledProcess extends KillContract {
        KilledProcess() {
            super(stores);
        }
    }

    @Nested
    final class Discovery extends DiscoveryContract {
        Discovery() {
            super(stores);
        }
    }

    @Nested
    final class Changes extends ChangesContract {
        Changes() {
            super(stores);
        }
    }

    @Nested
    final class RandomOperations extends ModelContract {
        RandomOperations() {
            super(stores);
        }
    }
}
