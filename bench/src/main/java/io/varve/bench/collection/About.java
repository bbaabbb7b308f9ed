package io.varve.bench.collection;

import java.util.List;

/**
 * What a subject says of itself, for the report.
 *
 * @param library what is measured
 * @param versionKey which line of {@code versions.properties} has its version; "jdk" is the JVM's
 * @param persistent whether older versions stay as they are; what isn't is the floor, no peer
 * @param notes what it can't do, or does in another way than the others
 */
record About(String library, String versionKey, boolean persistent, List<String> notes) {

    static About of(String library, String versionKey, String... notes) {
        return new About(library, versionKey, true, List.of(notes));
    }
}
