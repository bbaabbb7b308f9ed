package io.varve.bench.collection;

import io.varve.bench.report.SubjectNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the measured collections say of themselves. */
public final class CollectionSubjects {

    private CollectionSubjects() {}

    /**
     * A note a subject and class of benchmarks.
     *
     * @param versions the versions of the libraries by their names in {@code versions.properties}
     */
    public static List<SubjectNote> notes(Map<String, String> versions) {
        List<SubjectNote> notes = new ArrayList<>();
        for (String name : Subjects.maps()) {
            About about = Subjects.map(name).about();
            notes.add(note("MapBenchmark", name, about, versions));
            notes.add(note("MapMemory", name, about, versions));
        }
        for (String name : Subjects.vectors()) {
            About about = Subjects.vector(name).about();
            notes.add(note("VectorBenchmark", name, about, versions));
            notes.add(note("VectorMemory", name, about, versions));
        }
        return notes;
    }

    private static SubjectNote note(String benchmark, String name, About about, Map<String, String> versions) {
        String version = about.versionKey().equals("jdk")
                ? System.getProperty("java.version")
                : versions.getOrDefault(about.versionKey(), "unknown");
        return new SubjectNote(benchmark, name, about.library(), version, !about.persistent(), about.notes());
    }
}
