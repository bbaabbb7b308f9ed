package io.varve.store.jdbc;

import io.varve.spi.CommitResult;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.util.List;
import java.util.SortedMap;

/** Commits by several statements in a JDBC transaction: right for an engine in this process. */
final class LockedCommits implements Commits {

    private final Database database;
    private final Statements sql;

    LockedCommits(Database database, Statements sql) {
        this.database = database;
        this.sql = sql;
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, SortedMap<PageId, byte[]> pages, List<RefUpdate> updates) {
        return database.transact(
                "commit to tenant '" + tenant + "'",
                connection -> new TenantTransaction(sql, connection, tenant).commit(stamp, pages, updates));
    }
}
