package io.varve.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a library says of itself, once for all benchmarks that measure it.
 *
 * @param heading the library, its version, and what results call it
 * @param notes what it can't do, or does in another way
 */
record Notes(String heading, List<String> notes) {

    static List<Notes> of(List<Environment> environments) {
        Map<String, Notes> byHeading = new LinkedHashMap<>();
        for (Environment environment : environments) {
            for (SubjectNote note : environment.subjects()) {
                String heading = note.library() + " " + note.version() + " (" + note.subject() + ")";
                byHeading.put(
                        heading,
                        new Notes(heading, note.notes().isEmpty() ? List.of("does all the work") : note.notes()));
            }
        }
        return List.copyOf(byHeading.values());
    }
}
