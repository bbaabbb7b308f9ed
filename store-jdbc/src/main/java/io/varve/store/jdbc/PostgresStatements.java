package io.varve.store.jdbc;

/** The text of the statements that only {@link PipelinedCommit} executes. */
final class PostgresStatements {

    /** Explicit, so that it does not depend on the connection what is one transaction, and at which level. */
    static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED";

    static final String COMMIT = "COMMIT";
    static final String ROLLBACK = "ROLLBACK";

    /** The name, empty and so no ref's, of the row that tells the deletions of a commit that it was not refused. */
    static final byte[] MARK = new byte[0];

    final String settings;
    final String insertTenant;
    final String lockTenant;
    final String lockTenantShared;
    final String putPages;
    final String writeRefs;
    final String deleteRefs;

    /**
     * @param settings the statement that limits the wait for locks, and turns on what makes {@code COMMIT} durable
     */
    PostgresStatements(Tables tables, String settings) {
        this.settings = settings;
        insertTenant = insertTenant(tables.tenants());
        lockTenant = lockTenant(tables.tenants(), "UPDATE");
        lockTenantShared = lockTenant(tables.tenants(), "SHARE");
        putPages = """
                INSERT INTO %1$s (tenant, id, stamp, size, content)
                  SELECT CAST(? AS bytea), page.id, CAST(? AS bigint), length(page.content), page.content
                  FROM unnest(CAST(? AS bytea[]), CAST(? AS bytea[])) AS page (id, content)
                  ON CONFLICT (tenant, id) DO UPDATE SET stamp = excluded.stamp
                    WHERE %1$s.stamp < excluded.stamp""".formatted(tables.pages());
        writeRefs = """
                WITH wanted AS (
                    SELECT w.name, w.expected, w.next, r.content
                    FROM unnest(CAST(? AS bytea[]), CAST(? AS bytea[]), CAST(? AS bytea[])) AS w (name, expected, next)
                    LEFT JOIN %1$s r ON r.tenant = ? AND r.name = w.name),
                  verdict AS (
                    SELECT NOT EXISTS (SELECT 1 FROM wanted WHERE content IS DISTINCT FROM expected) AS applied),
                  written AS (
                    INSERT INTO %1$s (tenant, name, content)
                    SELECT CAST(? AS bytea), w.name, w.next FROM wanted w CROSS JOIN verdict v
                    WHERE v.applied AND w.next IS NOT NULL AND w.next IS DISTINCT FROM w.expected
                    ON CONFLICT (tenant, name) DO UPDATE SET content = excluded.content)
                SELECT w.name, w.content FROM wanted w CROSS JOIN verdict v WHERE NOT v.applied""".formatted(tables.refs());
        deleteRefs = """
                DELETE FROM %1$s WHERE tenant = ? AND name = ANY (CAST(? AS bytea[]))
                  AND EXISTS (SELECT 1 FROM %1$s WHERE tenant = ? AND name = '')""".formatted(tables.refs());
    }

    static String insertTenant(String tenants) {
        return "INSERT INTO %s (tenant) VALUES (?) ON CONFLICT (tenant) DO NOTHING".formatted(tenants);
    }

    /** Fails with {@link PostgresFaults#ROW_MISSING} if there is no row to lock: only a failure stops a pipeline. */
    private static String lockTenant(String tenants, String strength) {
        return """
                WITH locked AS (SELECT tenant FROM %s WHERE tenant = ? FOR %s)
                  SELECT 1 / count(*) FROM locked""".formatted(tenants, strength);
    }
}
