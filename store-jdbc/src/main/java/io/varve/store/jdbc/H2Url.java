package io.varve.store.jdbc;

import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An H2 URL, taken apart and checked. Only embedded databases are known, in a file or in memory, and only settings that
 * can do no harm: {@code INIT}, for one, would execute whatever SQL stands in a URL.
 *
 * @param database the absolute path without its suffix, or the name of a database in memory
 * @param inMemory which of both it is
 * @param settings the settings, by upper-case name
 */
record H2Url(String database, boolean inMemory, Map<String, String> settings) {

    static final String PREFIX = "jdbc:h2:";

    private static final String SUFFIX = ".mv.db";
    private static final Pattern SUB_PROTOCOL = Pattern.compile("([A-Za-z][A-Za-z0-9]+:).*", Pattern.DOTALL);

    /** The settings that a URL may have, and what their values look like. */
    private static final Map<String, Pattern> KNOWN = new TreeMap<>(Map.of(
            "USER", Pattern.compile(".*"),
            "PASSWORD", Pattern.compile(".*"),
            "CIPHER", Pattern.compile("[A-Za-z0-9]{1,20}"),
            "CACHE_SIZE", Pattern.compile("[0-9]{1,9}")));

    /** Takes a URL apart that begins with {@value #PREFIX}. */
    static H2Url parse(String url) {
        String[] parts = url.substring(PREFIX.length()).split(";", -1);
        String location = parts[0];
        if (location.startsWith("mem:")) {
            String name = location.substring("mem:".length());
            // each connection to a nameless one would get a database of its own
            return new H2Url(name.isEmpty() ? "varve-" + UUID.randomUUID() : name, true, settings(parts));
        }
        if (location.startsWith("file:")) {
            location = location.substring("file:".length());
        } else if (SUB_PROTOCOL.matcher(location).matches()) {
            throw unsupported("jdbc:h2: is known with file: and mem: only, found '" + SnapshotStores.masked(url)
                    + "'; for others, such as a server, open the store over a DataSource");
        }
        if (location.isEmpty()) {
            throw unsupported("the URL names no file: jdbc:h2:file:/var/lib/shop/history is how one looks");
        }
        return new H2Url(absolute(location), false, settings(parts));
    }

    /** H2 refuses paths that are relative without a dot; here they are relative to the working directory. */
    private static String absolute(String location) {
        String path = location.startsWith("~/") ? System.getProperty("user.home") + location.substring(1) : location;
        String absolute;
        try {
            absolute = Path.of(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            throw unsupported("the URL has no valid path: " + e.getReason());
        }
        return absolute.endsWith(SUFFIX) ? absolute.substring(0, absolute.length() - SUFFIX.length()) : absolute;
    }

    private static Map<String, String> settings(String[] parts) {
        Map<String, String> settings = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].isBlank()) {
                continue;
            }
            int equals = parts[i].indexOf('=');
            String name = (equals < 0 ? parts[i] : parts[i].substring(0, equals)).toUpperCase(Locale.ROOT);
            String value = equals < 0 ? "" : parts[i].substring(equals + 1);
            Pattern allowed = KNOWN.get(name);
            if (allowed == null && settings.containsKey("PASSWORD")) {
                throw unsupported(
                        "what follows the PASSWORD in the URL is no setting, and not shown, since it may be a part"
                                + " of the password: one with a ';' in it is given as the property 'password'. Known settings are: "
                                + KNOWN.keySet());
            }
            if (allowed == null) {
                throw unsupported("unknown setting '" + name + "' in the URL; known are: " + KNOWN.keySet()
                        + "; for others, open the store over a DataSource");
            }
            if (!allowed.matcher(value).matches() || settings.put(name, value) != null) {
                throw unsupported(
                        "setting '" + name + "' in the URL has no value that is allowed, or stands there twice");
            }
        }
        return settings;
    }

    /** The file, unless the database is in memory. */
    Optional<Path> file() {
        return inMemory ? Optional.empty() : Optional.of(Path.of(database + SUFFIX));
    }

    /**
     * The URL for H2, without user and password.
     *
     * <p>{@code DB_CLOSE_ON_EXIT}: the application closes the store, perhaps in a shutdown hook, and H2's own hook must
     * not close the database under it. {@code QUERY_CACHE_SIZE}: all statements of the store, of which there are more
     * than the default of 8, stay parsed. {@code PAGE_SIZE}: page ids are random, so a commit rewrites a leaf of the index
     * for each of its pages, and H2's default of 16 KiB makes that four times as much. {@code RETENTION_TIME}: H2 leaves
     * what it has replaced alone for 45 s, in case the disk has not got the replacement; here it has by the end of the
     * commit, and 5 s are ample.
     *
     * @param create whether a missing database is made
     */
    String forH2(boolean create) {
        StringBuilder url = new StringBuilder(PREFIX)
                .append(inMemory ? "mem:" : "file:")
                .append(database)
                .append(";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=64");
        if (!inMemory) {
            url.append(";PAGE_SIZE=4096;RETENTION_TIME=5000");
        }
        if (!create) {
            url.append(";IFEXISTS=TRUE");
        }
        settings.forEach((name, value) -> {
            if (!name.equals("USER") && !name.equals("PASSWORD")) {
                url.append(';').append(name).append('=').append(value);
            }
        });
        return url.toString();
    }

    /** The value of {@code USER} or {@code PASSWORD}, from the URL or the properties but not from both. */
    String credential(String name, Optional<String> property, String byDefault) {
        String inUrl = settings.get(name);
        if (inUrl != null && property.isPresent()) {
            throw unsupported("'" + name.toLowerCase(Locale.ROOT) + "' is given twice, in the URL and as a property");
        }
        return property.orElse(inUrl == null ? byDefault : inUrl);
    }

    private static StoreException unsupported(String message) {
        return new StoreException(StoreException.Kind.UNSUPPORTED, message);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return forH2(true);
    }
}
