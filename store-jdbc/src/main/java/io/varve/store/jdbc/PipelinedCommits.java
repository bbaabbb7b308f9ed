package io.varve.store.jdbc;

import io.varve.spi.CommitResult;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Commits in one round trip each, whatever the number of pages and refs, up to some megabytes. */
final class PipelinedCommits implements Commits {

    private final Database database;
    private final Statements sql;
    private final PostgresStatements pipelined;

    PipelinedCommits(Database database, Statements sql, PostgresStatements pipelined) {
        this.database = database;
        this.sql = sql;
        this.pipelined = pipelined;
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, SortedMap<PageId, byte[]> pages, List<RefUpdate> updates) {
        String asked = "commit to tenant '" + tenant + "'";
        if (pages.isEmpty() && updates.stream().allMatch(RefUpdate::isCheck)) {
            return database.read(asked, connection -> check(connection, tenant, updates));
        }
        return database.exchange(asked, () -> new PipelinedCommit(pipelined, sql, tenant, stamp, pages, updates));
    }

    /** Needs no lock: one statement reads all values at one instant, and nothing has to hold beyond it. */
    private CommitResult check(Connection connection, TenantId tenant, List<RefUpdate> checks) throws SQLException {
        Map<String, byte[]> actual = new TenantQueries(sql, connection, tenant)
                .readRefs(checks.stream().map(RefUpdate::name).toList());
        return TenantTransaction.verdict(checks, actual);
    }
}
