package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of the tables. Identifiers can't be parameters of a statement, so the one that a user chooses is checked
 * against a narrow alphabet here, and nothing else is ever pasted into SQL.
 *
 * @param schema the schema that holds the tables, or empty for the one that connections start in
 */
record Tables(Optional<String> schema) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

    Tables {
        schema.ifPresent(Tables::requireIdentifier);
    }

    private static void requireIdentifier(String name) {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "a schema's name is a letter and up to 62 letters, digits or underscores; found '"
                            + name.replaceAll("[^ -~]", "?") + "'");
        }
    }

    String version() {
        return qualified("varve_schema");
    }

    String tenants() {
        return qualified("varve_tenants");
    }

    String refs() {
        return qualified("varve_refs");
    }

    String pages() {
        return qualified("varve_pages");
    }

    private String qualified(String table) {
        return schema.map(name -> name + "." + table).orElse(table);
    }
}
