package io.varve.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** The connections of a store that was opened by a URL of PostgreSQL. */
final class PostgresPool {

    private static final long IDLE_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private PostgresPool() {}

    static SnapshotStore open(String text, Settings settings) {
        PostgresUrl url = PostgresUrl.parse(text);
        HikariDataSource pool = connect(url, settings);
        return JdbcSnapshotStore.open(pool, settings, pool::close, e -> notOpened(url, e), true);
    }

    private static HikariDataSource connect(PostgresUrl url, Settings settings) {
        try {
            return new HikariDataSource(config(url, settings));
        } catch (PoolInitializationException e) {
            throw e.getCause() instanceof SQLException failure
                    ? notOpened(url, failure)
                    : new StoreException(
                            StoreException.Kind.UNAVAILABLE, "can't open " + url + ": " + e.getMessage(), e);
        }
    }

    private static HikariConfig config(PostgresUrl url, Settings settings) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setURL(url.forDriver());
        url.credential("user", settings.user()).ifPresent(driver::setUser);
        url.credential("password", settings.password()).ifPresent(driver::setPassword);

        HikariConfig config = new HikariConfig();
        config.setPoolName("varve");
        config.setDataSource(driver);
        // one for each thread, and one that listens
        config.setMaximumPoolSize(Workers.MAX_THREADS + 1);
        config.setMinimumIdle(1);
        config.setIdleTimeout(IDLE_MILLIS);
        long wait = TimeUnit.SECONDS.toMillis(url.connectSeconds());
        config.setConnectionTimeout(wait);
        config.setValidationTimeout(Math.min(wait, TimeUnit.SECONDS.toMillis(5)));
        config.setExceptionOverride(new LeavingStandbys());
        return config;
    }

    private static StoreException notOpened(PostgresUrl url, SQLException e) {
        String found = e.getMessage() != null && e.getMessage().contains("targetServerType")
                ? "none of its hosts is a primary that takes writes"
                : Faults.messageOf(e);
        return new StoreException(
                PostgresFaults.kindOf(e),
                "can't open " + url + ": " + found
                        + PostgresFaults.adviceOn(e)
                                .map(advice -> "; " + advice)
                                .orElse(""),
                e);
    }

    /** After a failover, a connection to what was the primary is as good as broken: the next one finds the new. */
    private static final class LeavingStandbys implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException e) {
            return PostgresFaults.isReadOnly(e) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
