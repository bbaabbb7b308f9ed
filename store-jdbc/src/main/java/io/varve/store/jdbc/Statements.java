package io.varve.store.jdbc;

/**
 * The text of every statement but those that differ among engines. Lower bounds of scans are inclusive: the caller makes
 * "after {@code k}" into "from {@code k} with a zero byte", the least key above {@code k}.
 */
final class Statements {

    final String lockTenant;
    final String lockTenantShared;
    final String insertTenant;
    final String deleteEmptyTenant;
    final String scanTenants;

    final String readRef;
    final String scanRefs;
    final String insertRef;
    final String updateRef;
    final String deleteRef;
    final String eraseRefs;

    final String putPage;
    final String scanPages;
    final String erasePages;

    private final Tables tables;
    private final SqlDialect dialect;
    private final String readRefs;
    private final String readPages;
    private final String deletePages;

    Statements(Tables names, SqlDialect dialect) {
        tables = names;
        this.dialect = dialect;
        String tenants = names.tenants();
        String refs = names.refs();
        String pages = names.pages();
        lockTenant = "SELECT tenant FROM %s WHERE tenant = ? FOR UPDATE".formatted(tenants);
        lockTenantShared = dialect.lockTenantShared(tenants);
        insertTenant = dialect.insertTenant(tenants);
        deleteEmptyTenant = """
                DELETE FROM %s t WHERE t.tenant = ?
                  AND NOT EXISTS (SELECT 1 FROM %s r WHERE r.tenant = t.tenant)
                  AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.tenant = t.tenant)""".formatted(tenants, refs, pages);
        scanTenants = "SELECT tenant FROM %s WHERE tenant >= ? ORDER BY tenant LIMIT ?".formatted(tenants);

        readRef = "SELECT content FROM %s WHERE tenant = ? AND name = ?".formatted(refs);
        readRefs = "SELECT name, content FROM %s WHERE ".formatted(refs);
        scanRefs = """
                SELECT name, content FROM %s WHERE tenant = ? AND name >= ? AND name < ?
                  ORDER BY name LIMIT ?""".formatted(refs);
        insertRef = "INSERT INTO %s (content, tenant, name) VALUES (?, ?, ?)".formatted(refs);
        updateRef = "UPDATE %s SET content = ? WHERE tenant = ? AND name = ?".formatted(refs);
        deleteRef = "DELETE FROM %s WHERE tenant = ? AND name = ?".formatted(refs);
        eraseRefs = """
                DELETE FROM %1$s WHERE tenant = ? AND name <> ? AND name <= (
                  SELECT MAX(name) FROM (
                    SELECT name FROM %1$s WHERE tenant = ? AND name <> ? ORDER BY name LIMIT ?) batch)""".formatted(refs);

        putPage = dialect.putPage(pages);
        readPages = "SELECT id, content FROM %s WHERE ".formatted(pages);
        scanPages = """
                SELECT id, stamp, size FROM %s WHERE tenant = ? AND id >= ?
                  ORDER BY id LIMIT ?""".formatted(pages);
        deletePages = "DELETE FROM %s WHERE stamp < ? AND ".formatted(pages);
        erasePages = """
                DELETE FROM %1$s WHERE tenant = ? AND id <= (
                  SELECT MAX(id) FROM (
                    SELECT id FROM %1$s WHERE tenant = ? ORDER BY id LIMIT ?) batch)""".formatted(pages);
    }

    String readRefs(int count) {
        return readRefs + dialect.oneOf("name", count);
    }

    String readPages(int count) {
        return readPages + dialect.oneOf("id", count);
    }

    String deletePages(int count) {
        return deletePages + dialect.oneOf("id", count);
    }

    Tables tables() {
        return tables;
    }

    SqlDialect dialect() {
        return dialect;
    }
}
