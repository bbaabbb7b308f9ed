package io.varve.store.jdbc;

import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;
import java.nio.file.Path;
import java.util.Map;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.io.TempDir;

/** The contract over connections of the user's, of which there are few, with the tables in a schema of their own. */
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
        return JdbcSnapshotStore.open(pool, Map.of("schema", "history"));
    }

    @Override
    protected void destroy() {
        if (pool != null) {
            pool.dispose();
        }
    }
}
