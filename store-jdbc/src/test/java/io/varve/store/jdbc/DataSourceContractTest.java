package io.varve.store.jdbc;

import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract over connections of the user's, of which there are few, with the tables in a schema of their own.
 *
 * <p>Over a {@code DataSource} a file does not claim to be durable, as H2 may open it short after a kill; but what it does
 * promise, it keeps over an orderly end. So it claims it here, and gets the tests of that, in the numbers for a disk.
 */
class DataSourceContractTest extends SnapshotStoreContract {

    @TempDir
    Path folder;

    private JdbcConnectionPool pool;

    @Override
    protected SnapshotStore open() {
        if (pool == null) {
            pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("application"), "owner", "secret");
            pool.setMaxConnections(3);
        }
        return claimingToBeDurable(JdbcSnapshotStore.open(pool, Map.of("schema", "history")));
    }

    private static SnapshotStore claimingToBeDurable(SnapshotStore store) {
        Capabilities actual = store.capabilities();
        Capabilities claimed = new Capabilities(
                /* durable= */ true, actual.multiProcess(), actual.maxPageBytes(), actual.maxRefBytes());
        return (SnapshotStore) Proxy.newProxyInstance(
                SnapshotStore.class.getClassLoader(),
                new Class<?>[] {SnapshotStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("capabilities")) {
                        return claimed;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    protected void destroy() {
        if (pool != null) {
            pool.dispose();
        }
    }
}
