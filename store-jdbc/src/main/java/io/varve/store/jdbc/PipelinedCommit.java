package io.varve.store.jdbc;

import io.varve.spi.CommitResult;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One commit, all of whose statements are sent at once: begin, lock the tenant's row, put the pages, compare and write
 * the refs, commit.
 *
 * <p>The lock is a statement before the one that compares, since at READ COMMITTED a statement sees what was committed
 * when it began: one that locked and compared would, after waiting for the lock, compare what there was before. What the
 * store can't decide between two statements, the statements decide: a conflict makes the writes do nothing, and a
 * tenant's row that is not there to be locked makes the whole pipeline fail.
 *
 * <p>Pages beyond {@value #CHUNK_BYTES} bytes go ahead in pipelines of their own, in the same transaction.
 */
final class PipelinedCommit implements Database.Exchange<CommitResult> {

    /** How many bytes of pages one statement puts, more or less: each is copied several times on the way. */
    private static final int CHUNK_BYTES = 4 << 20;

    private static final int CHUNK_PAGES = 4_096;

    private final PostgresStatements pipelined;
    private final Statements sql;
    private final byte[] tenant;
    private final long stamp;
    private final SortedMap<PageId, byte[]> pages;
    private final List<RefUpdate> updates;

    private Pipeline pipeline = new Pipeline();
    private boolean commitWasSent;

    PipelinedCommit(
            PostgresStatements pipelined,
            Statements sql,
            TenantId tenant,
            long stamp,
            SortedMap<PageId, byte[]> pages,
            List<RefUpdate> updates) {
        this.pipelined = pipelined;
        this.sql = sql;
        this.tenant = Keys.of(tenant.value());
        this.stamp = stamp;
        this.pages = pages;
        this.updates = updates;
    }

    @Override
    public boolean commitWasSent() {
        return commitWasSent;
    }

    @Override
    public CommitResult on(Connection connection) throws SQLException {
        boolean somethingIsExpected = updates.stream().anyMatch(update -> update.expected() != null);
        pipeline.add(PostgresStatements.BEGIN).add(pipelined.settings);
        if (!somethingIsExpected) {
            pipeline.add(pipelined.insertTenant, tenant);
        }
        pipeline.add(updates.isEmpty() ? pipelined.lockTenantShared : pipelined.lockTenant, tenant);
        try {
            putPages(connection);
            return writeRefs(connection);
        } catch (SQLException e) {
            if (!somethingIsExpected || !PostgresFaults.isRowMissing(e)) {
                throw e;
            }
            new Pipeline().add(PostgresStatements.ROLLBACK).execute(connection);
            // a tenant without a row has no refs, and so not what was expected
            return CommitResult.conflict(absent());
        }
    }

    private void putPages(Connection connection) throws SQLException {
        List<byte[]> ids = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<PageId, byte[]> page : pages.entrySet()) {
            boolean full = bytes + page.getValue().length > CHUNK_BYTES || ids.size() == CHUNK_PAGES;
            if (full && !ids.isEmpty()) {
                pipeline.add(pipelined.putPages, tenant, stamp, ids, contents).execute(connection);
                pipeline = new Pipeline();
                ids = new ArrayList<>();
                contents = new ArrayList<>();
                bytes = 0;
            }
            ids.add(page.getKey().toBytes());
            contents.add(page.getValue());
            bytes += page.getValue().length;
        }
        if (!ids.isEmpty()) {
            pipeline.add(pipelined.putPages, tenant, stamp, ids, contents);
        }
    }

    private CommitResult writeRefs(Connection connection) throws SQLException {
        if (updates.isEmpty()) {
            commit(connection, 0);
            return CommitResult.applied();
        }
        List<byte[]> deletions = updates.stream()
                .filter(update -> update.next() == null && !update.isCheck())
                .map(update -> Keys.of(update.name()))
                .collect(Collectors.toCollection(ArrayList::new));
        List<byte[]> names = column(update -> Keys.of(update.name()));
        List<byte[]> expected = column(RefUpdate::expected);
        List<byte[]> next = column(RefUpdate::next);
        if (!deletions.isEmpty()) {
            deletions.add(PostgresStatements.MARK);
            names.add(PostgresStatements.MARK);
            expected.add(null);
            next.add(PostgresStatements.MARK);
        }
        int comparing = pipeline.size();
        pipeline.add(pipelined.writeRefs, names, expected, next, tenant, tenant);
        if (!deletions.isEmpty()) {
            pipeline.add(pipelined.deleteRefs, tenant, deletions, tenant).add(sql.deleteEmptyTenant, tenant);
        }
        Map<String, Optional<byte[]>> conflicting = commit(connection, comparing);
        conflicting.remove("");
        return conflicting.isEmpty() ? CommitResult.applied() : CommitResult.conflict(conflicting);
    }

    private List<byte[]> column(Function<RefUpdate, byte[]> value) {
        return updates.stream().map(value).collect(Collectors.toCollection(ArrayList::new));
    }

    private Map<String, Optional<byte[]>> commit(Connection connection, int wanted) throws SQLException {
        pipeline.add(PostgresStatements.COMMIT);
        commitWasSent = true;
        return pipeline.execute(connection, wanted);
    }

    private Map<String, Optional<byte[]>> absent() {
        return updates.stream().collect(Collectors.toMap(RefUpdate::name, update -> Optional.empty()));
    }
}
