package io.varve.store.jdbc;

import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of version {@value #VERSION}. Keys are columns of bytes, never of text: how text is ordered, padded and
 * compared depends on the engine and on how the database was set up; bytes are bytes.
 */
final class SchemaDefinition {

    /** The version of the tables that this library reads and writes. */
    static final int VERSION = 1;

    /** The largest value of a ref, in bytes. */
    static final int MAX_REF_BYTES = 1 << 16;

    static final String CREATE_SCHEMA = "CREATE SCHEMA IF NOT EXISTS ";

    private SchemaDefinition() {}

    /** The row with the version comes last, so that whoever finds it finds all the rest. */
    static List<String> statements(Tables tables, SqlDialect dialect) {
        String tenant = dialect.binaryType(TenantId.MAX_LENGTH);
        List<String> statements = new ArrayList<>();
        tables.schema().ifPresent(schema -> statements.add(CREATE_SCHEMA + schema));
        statements.add("""
                CREATE TABLE IF NOT EXISTS %s (
                  version INTEGER NOT NULL PRIMARY KEY
                )""".formatted(tables.version()));
        statements.add("""
                CREATE TABLE IF NOT EXISTS %s (
                  tenant %s NOT NULL PRIMARY KEY
                )""".formatted(tables.tenants(), tenant));
        statements.add("""
                CREATE TABLE IF NOT EXISTS %s (
                  tenant %s NOT NULL,
                  name %s NOT NULL,
                  content %s NOT NULL,
                  PRIMARY KEY (tenant, name)
                )""".formatted(
                tables.refs(), tenant, dialect.binaryType(Ref.MAX_NAME_LENGTH), dialect.binaryType(MAX_REF_BYTES)));
        statements.add("""
                CREATE TABLE IF NOT EXISTS %s (
                  tenant %s NOT NULL,
                  id %s NOT NULL,
                  stamp BIGINT NOT NULL,
                  size INTEGER NOT NULL,
                  content %s NOT NULL,
                  PRIMARY KEY (tenant, id)
                )""".formatted(
                tables.pages(), tenant, dialect.binaryType(PageId.BYTES), dialect.binaryType(dialect.maxPageBytes())));
        statements.addAll(dialect.tuning(tables));
        statements.add("""
                INSERT INTO %1$s (version)
                  SELECT %2$d WHERE NOT EXISTS (SELECT 1 FROM %1$s)""".formatted(tables.version(), VERSION));
        return statements;
    }
}
