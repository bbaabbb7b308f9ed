package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The checked properties of a store.
 *
 * @param schema the schema that holds the tables, or empty for the one that connections start in
 * @param create whether missing tables, and a missing file of an embedded database, are made
 * @param user the user to connect as, or empty where the URL or the {@code DataSource} says it
 * @param password the password, likewise
 */
record Settings(Optional<String> schema, boolean create, Optional<String> user, Optional<String> password) {

    private static final Set<String> OF_DATA_SOURCE = Set.of("schema", "create");
    private static final Set<String> OF_URL = Set.of("schema", "create", "user", "password");

    static Settings forDataSource(Map<String, String> properties) {
        return of(properties, OF_DATA_SOURCE);
    }

    static Settings forUrl(Map<String, String> properties) {
        return of(properties, OF_URL);
    }

    private static Settings of(Map<String, String> properties, Set<String> known) {
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "unknown properties " + unknown + " for a JDBC store; known are: " + new TreeSet<>(known));
        }
        return new Settings(
                Optional.ofNullable(properties.get("schema")),
                flag("create", properties.getOrDefault("create", "true")),
                Optional.ofNullable(properties.get("user")),
                Optional.ofNullable(properties.get("password")));
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new StoreException(
                        StoreException.Kind.UNSUPPORTED,
                        "property '" + name + "' is 'true' or 'false', not '" + value + "'");
        };
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "Settings[schema=" + schema + ", create=" + create + ", user=" + user + "]";
    }
}
