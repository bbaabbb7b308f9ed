package io.varve.store.jdbc;

import io.varve.spi.CommitResult;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one transaction on one tenant.
 *
 * <p>All begin by locking the tenant's row, so that there is at any time either one transaction that changes refs or
 * removes something, or any number that only put pages. From this follows what the contract asks for: a check holds
 * until the commit is visible; a page is not removed between the comparison of its stamp and its deletion; and the row
 * of a tenant is there exactly as long as the tenant has a ref or a page, which lets tenants be listed from their rows.
 */
final class TenantTransaction {

    /** How many rows one statement names, and how many are sent at once. */
    private static final int BATCH_ROWS = 128;

    /** A row that is inserted by one, then removed by another before it is locked, is not so again and again. */
    private static final int LOCK_ATTEMPTS = 20;

    private final Statements sql;
    private final Connection connection;
    private final TenantId id;
    private final byte[] tenant;

    TenantTransaction(Statements sql, Connection connection, TenantId id) {
        this.sql = sql;
        this.connection = connection;
        this.id = id;
        tenant = Keys.of(id.value());
    }

    static <T> List<List<T>> batches(Collection<T> items) {
        List<T> all = List.copyOf(items);
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH_ROWS) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH_ROWS)));
        }
        return batches;
    }

    /** Answers for {@link io.varve.spi.SnapshotStore#commit}; a conflict, and a commit that only checks, keep nothing. */
    Database.Outcome<CommitResult> commit(long stamp, SortedMap<PageId, byte[]> pages, List<RefUpdate> updates)
            throws SQLException {
        lockOrInsertRow(updates.isEmpty() ? sql.lockTenantShared : sql.lockTenant);
        if (!updates.isEmpty()) {
            Map<String, byte[]> actual = new TenantQueries(sql, connection, id)
                    .readRefs(updates.stream().map(RefUpdate::name).toList());
            if (!updates.stream().allMatch(update -> Arrays.equals(update.expected(), actual.get(update.name())))) {
                return new Database.Outcome<>(CommitResult.conflict(valuesOf(updates, actual)), false);
            }
        }
        putPages(stamp, pages);
        boolean refsWritten = writeRefs(updates);
        return new Database.Outcome<>(CommitResult.applied(), refsWritten || !pages.isEmpty());
    }

    private static Map<String, Optional<byte[]>> valuesOf(List<RefUpdate> updates, Map<String, byte[]> actual) {
        Map<String, Optional<byte[]>> values = new HashMap<>();
        for (RefUpdate update : updates) {
            values.put(update.name(), Optional.ofNullable(actual.get(update.name())));
        }
        return values;
    }

    private void putPages(long stamp, SortedMap<PageId, byte[]> pages) throws SQLException {
        if (pages.isEmpty()) {
            return;
        }
        try (PreparedStatement put = connection.prepareStatement(sql.putPage)) {
            int waiting = 0;
            for (Map.Entry<PageId, byte[]> page : pages.entrySet()) {
                put.setBytes(1, tenant);
                put.setBytes(2, page.getKey().toBytes());
                put.setLong(3, stamp);
                put.setInt(4, page.getValue().length);
                put.setBytes(5, page.getValue());
                put.addBatch();
                if (++waiting == BATCH_ROWS) {
                    put.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                put.executeBatch();
            }
        }
    }

    /** The values have been compared under the lock, so the statements need no conditions and their counts say nothing. */
    private boolean writeRefs(List<RefUpdate> updates) throws SQLException {
        List<RefUpdate> inserts = new ArrayList<>();
        List<RefUpdate> changes = new ArrayList<>();
        List<RefUpdate> deletions = new ArrayList<>();
        for (RefUpdate update : updates) {
            if (update.isCheck()) {
                continue;
            }
            (update.next() == null ? deletions : update.expected() == null ? inserts : changes).add(update);
        }
        writeRefs(sql.insertRef, inserts);
        writeRefs(sql.updateRef, changes);
        writeRefs(sql.deleteRef, deletions);
        if (!deletions.isEmpty()) {
            deleteRowIfEmpty();
        }
        return !inserts.isEmpty() || !changes.isEmpty() || !deletions.isEmpty();
    }

    private void writeRefs(String statement, List<RefUpdate> updates) throws SQLException {
        if (updates.isEmpty()) {
            return;
        }
        try (PreparedStatement write = connection.prepareStatement(statement)) {
            for (RefUpdate update : updates) {
                int parameter = 1;
                if (update.next() != null) {
                    write.setBytes(parameter++, update.next());
                }
                write.setBytes(parameter++, tenant);
                write.setBytes(parameter, Keys.of(update.name()));
                write.addBatch();
            }
            write.executeBatch();
        }
    }

    /** Answers for {@link io.varve.spi.SnapshotStore#deletePages}. */
    Database.Outcome<Integer> deletePages(RefUpdate guard, Collection<PageId> ids, long stampBelow)
            throws SQLException {
        if (ids.isEmpty() || !lockRow(sql.lockTenant) || !holds(guard.name(), guard.expected())) {
            return new Database.Outcome<>(0, false);
        }
        int deleted = 0;
        for (List<PageId> batch : batches(ids)) {
            try (PreparedStatement delete = connection.prepareStatement(sql.deletePages(batch.size()))) {
                int parameter = 1;
                delete.setLong(parameter++, stampBelow);
                for (PageId page : batch) {
                    delete.setBytes(parameter++, tenant);
                    delete.setBytes(parameter++, page.toBytes());
                }
                deleted += delete.executeUpdate();
            }
        }
        if (deleted > 0) {
            deleteRowIfEmpty();
        }
        return new Database.Outcome<>(deleted, deleted > 0);
    }

    /** Answers for {@link io.varve.spi.SnapshotStore#eraseTenant}. */
    Database.Outcome<Boolean> erase(Ref lastRef, int limit) throws SQLException {
        if (!lockRow(sql.lockTenant) || !holds(lastRef.name(), lastRef.value())) {
            return new Database.Outcome<>(true, false);
        }
        int left = limit - eraseRefs(lastRef.name(), limit);
        if (left > 0) {
            left -= erasePages(left);
        }
        if (left == 0) {
            return new Database.Outcome<>(false, true);
        }
        eraseRef(lastRef.name());
        deleteRowIfEmpty();
        return new Database.Outcome<>(true, true);
    }

    private boolean holds(String name, byte @Nullable [] expected) throws SQLException {
        byte[] found =
                new TenantQueries(sql, connection, id).readRefs(List.of(name)).get(name);
        return Arrays.equals(expected, found);
    }

    private int eraseRefs(String lastRef, int limit) throws SQLException {
        try (PreparedStatement erase = connection.prepareStatement(sql.eraseRefs)) {
            erase.setBytes(1, tenant);
            erase.setBytes(2, Keys.of(lastRef));
            erase.setBytes(3, tenant);
            erase.setBytes(4, Keys.of(lastRef));
            erase.setInt(5, limit);
            return erase.executeUpdate();
        }
    }

    private void eraseRef(String name) throws SQLException {
        try (PreparedStatement erase = connection.prepareStatement(sql.deleteRef)) {
            erase.setBytes(1, tenant);
            erase.setBytes(2, Keys.of(name));
            erase.executeUpdate();
        }
    }

    private int erasePages(int limit) throws SQLException {
        try (PreparedStatement erase = connection.prepareStatement(sql.erasePages)) {
            erase.setBytes(1, tenant);
            erase.setBytes(2, tenant);
            erase.setInt(3, limit);
            return erase.executeUpdate();
        }
    }

    private void lockOrInsertRow(String lock) throws SQLException {
        for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            if (lockRow(lock)) {
                return;
            }
            try (PreparedStatement insert = connection.prepareStatement(sql.insertTenant)) {
                insert.setBytes(1, tenant);
                insert.executeUpdate();
            }
        }
        throw new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "tenant '" + id + "' came and went " + LOCK_ATTEMPTS + " times while it was to be locked");
    }

    private boolean lockRow(String lock) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setBytes(1, tenant);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private void deleteRowIfEmpty() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql.deleteEmptyTenant)) {
            delete.setBytes(1, tenant);
            delete.executeUpdate();
        }
    }
}
