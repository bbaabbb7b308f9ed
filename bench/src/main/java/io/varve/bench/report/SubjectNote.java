package io.varve.bench.report;

import java.util.List;

/**
 * What a subject of benchmarks says of itself.
 *
 * @param benchmark the simple name of the class of benchmarks in which it is measured
 * @param subject what its parameter calls it
 * @param library what that is
 * @param version of the library
 * @param floor whether it is shown for orientation only, and is no peer: it does not do the whole work
 * @param notes what it can't do, or does in another way than the others
 */
public record SubjectNote(
        String benchmark, String subject, String library, String version, boolean floor, List<String> notes) {

    /** Makes it immutable. */
    public SubjectNote {
        notes = List.copyOf(notes);
    }
}
