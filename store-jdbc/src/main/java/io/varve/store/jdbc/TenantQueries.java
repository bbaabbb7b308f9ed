package io.varve.store.jdbc;

import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of one tenant's rows. Each answer comes from one statement, which sees one instant. */
final class TenantQueries {

    private final Statements sql;
    private final Connection connection;
    private final byte[] tenant;

    TenantQueries(Statements sql, Connection connection, TenantId tenant) {
        this.sql = sql;
        this.connection = connection;
        this.tenant = Keys.of(tenant.value());
    }

    static List<TenantId> scanTenants(Statements sql, Connection connection, @Nullable TenantId after, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.scanTenants)) {
            statement.setBytes(1, Keys.above(after == null ? null : Keys.of(after.value())));
            statement.setInt(2, limit);
            List<TenantId> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new TenantId(Keys.text(rows.getBytes(1))));
                }
            }
            return found;
        }
    }

    Optional<byte[]> readRef(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.readRef)) {
            statement.setBytes(1, tenant);
            statement.setBytes(2, Keys.of(name));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** The values of those of the refs that are there. */
    Map<String, byte[]> readRefs(Collection<String> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.readRefs(names.size()))) {
            sql.dialect()
                    .bindOneOf(
                            statement, 1, tenant, names.stream().map(Keys::of).toList());
            Map<String, byte[]> found = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(Keys.text(rows.getBytes(1)), rows.getBytes(2));
                }
            }
            return found;
        }
    }

    List<Ref> scanRefs(String prefix, @Nullable String after, int limit) throws SQLException {
        byte[] from = after == null || after.compareTo(prefix) < 0 ? Keys.of(prefix) : Keys.above(Keys.of(after));
        try (PreparedStatement statement = connection.prepareStatement(sql.scanRefs)) {
            statement.setBytes(1, tenant);
            statement.setBytes(2, from);
            statement.setBytes(3, Keys.aboveAll(prefix));
            statement.setInt(4, limit);
            List<Ref> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Ref(Keys.text(rows.getBytes(1)), rows.getBytes(2)));
                }
            }
            return found;
        }
    }

    void readPages(List<PageId> ids, Map<PageId, byte[]> found) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.readPages(ids.size()))) {
            sql.dialect()
                    .bindOneOf(
                            statement,
                            1,
                            tenant,
                            ids.stream().map(PageId::toBytes).toList());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(Keys.pageId(rows.getBytes(1)), rows.getBytes(2));
                }
            }
        }
    }

    List<PageStat> scanPages(@Nullable PageId after, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.scanPages)) {
            statement.setBytes(1, tenant);
            statement.setBytes(2, Keys.above(after == null ? null : after.toBytes()));
            statement.setInt(3, limit);
            List<PageStat> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new PageStat(Keys.pageId(rows.getBytes(1)), rows.getLong(2), rows.getInt(3)));
                }
            }
            return found;
        }
    }
}
