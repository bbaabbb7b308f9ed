package io.varve.bench.job.subject;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All who do the job, by the names that benchmarks have in their parameter. */
public final class Subjects {

    /** How many snapshots each keeps, so that long runs compare like with like. */
    public static final int KEPT = 50;

    private interface Factory {
        Subject open(Path folder, int kept);
    }

    private static final Map<String, Factory> ALL = new LinkedHashMap<>();

    static {
        for (String backend : new String[] {"memory", "rocksdb", "h2", "postgresql"}) {
            ALL.put(
                    "varve-" + backend,
                    (folder, kept) -> new VarveSubject(Backend.in(backend, folder), kept, Optional.empty()));
        }
        ALL.put("vavr", (folder, kept) -> new VavrSubject(kept));
        ALL.put("xodus", XodusSubject::new);
        ALL.put("lmdb", LmdbSubject::new);
        ALL.put("mvstore", MvStoreSubject::new);
        ALL.put(
                "naive-rocksdb",
                (folder, kept) -> new NaiveSubject("naive-rocksdb", kept, () -> new RocksDbWholeStates(folder)));
        ALL.put("naive-h2", (folder, kept) -> new NaiveSubject("naive-h2", kept, () -> new H2WholeStates(folder)));
        ALL.put("rocksdb-checkpoints", RocksDbCheckpoints::new);
        ALL.put("eclipsestore", EclipseStoreSubject::new);
        ALL.put("hollow", HollowSubject::new);
        ALL.put("javers", JaversSubject::new);
        ALL.put("jgit", JGitSubject::new);
        ALL.put("prevayler", PrevaylerSubject::new);
    }

    private Subjects() {}

    /** {@return the names of all} */
    public static Set<String> names() {
        return Collections.unmodifiableSet(ALL.keySet());
    }

    /**
     * Opens a subject that has no accounts yet.
     *
     * @param name its name
     * @param folder an empty folder for its files
     * @param kept how many snapshots it shall keep
     * @return the subject
     */
    public static Subject open(String name, Path folder, int kept) {
        Factory factory = ALL.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("no subject is called " + name + "; there are " + ALL.keySet());
        }
        return factory.open(folder, kept);
    }
}
