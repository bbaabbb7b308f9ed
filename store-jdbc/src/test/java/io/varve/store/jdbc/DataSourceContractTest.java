package io.varve.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on H2 over connections of the user's, of which there are few, with the tables in a schema of their own.
 *
 * <p>Over a {@code DataSource} a file does not claim to be durable, as H2 may open it short after a kill; but what it
 * promises, it keeps over an orderly end. So it claims to be durable here, and gets the tests of that, in the numbers for
 * a disk.
 */
class DataSourceContractTest extends SnapshotStoreContract {

    @TempDir
    static Path folder;

    private static HikariDataSource pool;

    @BeforeAll
    static void connect() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("application"));
        config.setUsername("owner");
        config.setPassword("secret");
        config.setMaximumPoolSize(3);
        pool = new HikariDataSource(config);
    }

    @AfterAll
    static void disconnect() {
        pool.close();
    }

    @Override
    protected SnapshotStore open() {
        return claimingToBeDurable(JdbcSnapshotStore.open(pool, Map.of("schema", "history")));
    }

    @Override
    protected void destroy() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS history CASCADE");
        }
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
}
