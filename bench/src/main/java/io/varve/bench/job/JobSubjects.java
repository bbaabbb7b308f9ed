package io.varve.bench.job;

import io.varve.bench.job.subject.Subjects;
import io.varve.bench.report.SubjectNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What those who do the job say of themselves. */
public final class JobSubjects {

    /** With what the names of the job's benchmarks begin. */
    public static final String PACKAGE = JobSubjects.class.getPackageName() + ".";

    /** Keeps all versions on the heap and nothing on disk. */
    private static final String FLOOR = "vavr";

    /** What a subject is, and the name of its library's version. */
    private record Library(String name, String version) {}

    private static final Map<String, Library> LIBRARIES = Map.ofEntries(
            Map.entry("varve-memory", new Library("Varve on the heap", "varve")),
            Map.entry("varve-rocksdb", new Library("Varve on RocksDB", "varve")),
            Map.entry("varve-h2", new Library("Varve on an H2 file", "varve")),
            Map.entry("varve-postgresql", new Library("Varve on PostgreSQL", "varve")),
            Map.entry(FLOOR, new Library("Vavr HashMap and a list of versions, not durable", "vavr")),
            Map.entry("xodus", new Library("JetBrains Xodus", "xodus")),
            Map.entry("lmdb", new Library("LMDB (lmdbjava)", "lmdbjava")),
            Map.entry("mvstore", new Library("H2 MVStore", "h2")),
            Map.entry("naive-rocksdb", new Library("whole states, Kryo and zstd, in RocksDB", "rocksdb")),
            Map.entry("naive-h2", new Library("whole states, Kryo and zstd, in H2", "h2")),
            Map.entry("rocksdb-checkpoints", new Library("RocksDB, a checkpoint for each snapshot", "rocksdb")),
            Map.entry("eclipsestore", new Library("EclipseStore, lazy buckets", "eclipsestore")),
            Map.entry("hollow", new Library("Netflix Hollow", "hollow")),
            Map.entry("javers", new Library("JaVers", "javers")),
            Map.entry("jgit", new Library("JGit", "jgit")),
            Map.entry("prevayler", new Library("Prevayler", "prevayler")));

    private JobSubjects() {}

    /**
     * A note for each subject and class of benchmarks. Cost: opens all subjects once.
     *
     * @param versions the versions of the libraries by their names in {@code versions.properties}
     * @return what they can't do, and why
     */
    public static List<SubjectNote> notes(Map<String, String> versions) {
        List<Limit> limits = Limits.all();
        List<SubjectNote> notes = new ArrayList<>();
        for (String subject : Subjects.names()) {
            Library library = LIBRARIES.get(subject);
            if (library == null) {
                throw new IllegalStateException("it is not said which library " + subject + " is");
            }
            List<String> said = limits.stream()
                    .filter(limit -> limit.subject().equals(subject))
                    .map(limit -> simpleName(limit.benchmark()) + ": " + limit.text())
                    .distinct()
                    .toList();
            for (Class<?> benchmark : Limits.BENCHMARKS) {
                notes.add(new SubjectNote(
                        benchmark.getSimpleName(),
                        subject,
                        library.name(),
                        versions.getOrDefault(library.version(), "unknown"),
                        subject.equals(FLOOR),
                        said));
            }
        }
        return notes;
    }

    private static String simpleName(String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }
}
