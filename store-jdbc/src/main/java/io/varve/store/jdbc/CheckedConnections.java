package io.varve.store.jdbc;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;

/** Makes the connections of a pool, each after a check that it may be made. */
final class CheckedConnections implements ConnectionPoolDataSource {

    /** Throws if no connection may be made. */
    @FunctionalInterface
    interface Check {
        void pass() throws SQLException;
    }

    private final ConnectionPoolDataSource connections;
    private final Check check;

    CheckedConnections(ConnectionPoolDataSource connections, Check check) {
        this.connections = connections;
        this.check = check;
    }

    @Override
    public PooledConnection getPooledConnection() throws SQLException {
        check.pass();
        return connections.getPooledConnection();
    }

    @Override
    public PooledConnection getPooledConnection(String user, String password) throws SQLException {
        check.pass();
        return connections.getPooledConnection(user, password);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return connections.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        connections.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        connections.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return connections.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return connections.getParentLogger();
    }
}
