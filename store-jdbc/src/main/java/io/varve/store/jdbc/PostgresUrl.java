package io.varve.store.jdbc;

import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A URL of PostgreSQL's driver, taken apart: user and password go their own way, and what keeps a call from hanging for
 * ever is set unless the URL says otherwise.
 *
 * @param location the URL up to the question mark
 * @param settings the settings after it, decoded, by name
 */
record PostgresUrl(String location, Map<String, String> settings) {

    static final String PREFIX = "jdbc:postgresql:";

    private static final String CONNECT_SECONDS = "10";

    /**
     * A dead server is noticed after a minute of silence in the middle of an answer; a standby, on which a commit fails
     * and a read may be old, is no place for a store.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "connectTimeout", CONNECT_SECONDS,
            "socketTimeout", "60",
            "tcpKeepAlive", "true",
            "targetServerType", "primary",
            "ApplicationName", "varve");

    /** Takes a URL apart that begins with {@value #PREFIX}. */
    static PostgresUrl parse(String url) {
        int question = url.indexOf('?');
        String location = question < 0 ? url : url.substring(0, question);
        if (location.contains("@")) {
            throw unsupported("PostgreSQL's driver knows no user before the host, as in '" + SnapshotStores.masked(url)
                    + "': write …?user=…&password=…, or give both as properties");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        String query = question < 0 ? "" : url.substring(question + 1);
        for (String setting : query.split("&", -1)) {
            if (setting.isEmpty()) {
                continue;
            }
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals);
            String value = equals < 0 ? "" : decoded(name, setting.substring(equals + 1));
            if (settings.put(name, value) != null) {
                throw unsupported("setting '" + name + "' stands twice in the URL");
            }
        }
        return new PostgresUrl(location, settings);
    }

    private static String decoded(String name, String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // without the cause, which may have a part of a password
            throw unsupported("setting '" + name + "' in the URL is not URL-encoded: write % as %25");
        }
    }

    /** The URL for the driver, without user and password. */
    String forDriver() {
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        all.putAll(settings);
        all.remove("user");
        all.remove("password");
        StringBuilder url = new StringBuilder(location);
        char separator = '?';
        for (Map.Entry<String, String> each : all.entrySet()) {
            url.append(separator)
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return url.toString();
    }

    /** How many seconds to wait for a connection, be it made or one of the pool's to become free. */
    int connectSeconds() {
        String seconds = settings.getOrDefault("connectTimeout", CONNECT_SECONDS);
        if (!seconds.matches("[1-9][0-9]{0,5}")) {
            throw unsupported(
                    "setting 'connectTimeout' in the URL is a number of seconds, at least 1; found '" + seconds + "'");
        }
        return Integer.parseInt(seconds);
    }

    /** The value of {@code user} or {@code password}, from the URL or the properties but not from both. */
    Optional<String> credential(String name, Optional<String> property) {
        String inUrl = settings.get(name);
        if (inUrl != null && property.isPresent()) {
            throw unsupported("'" + name + "' is given twice, in the URL and as a property");
        }
        return property.or(() -> Optional.ofNullable(inUrl));
    }

    private static StoreException unsupported(String message) {
        return new StoreException(StoreException.Kind.UNSUPPORTED, message);
    }

    /** Leaves settings out, among which there may be other secrets. */
    @Override
    public String toString() {
        return location;
    }
}
