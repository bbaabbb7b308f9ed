package io.varve.bench.collection;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What maps cost on the heap. Keys are chosen at random, so that large maps are not in the processor's cache. All work on
 * one map, whose later versions are dropped at once.
 */
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls build().
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms4g",
            "-Xmx4g",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseTransparentHugePages", // Linux
            "-XX:+IgnoreUnrecognizedVMOptions"
        })
public class MapBenchmark {

    /** Whose map it is. One a fork, so that its calls are compiled as they are in a program that has one library. */
    @Param({
        "varve",
        "vavr-hash",
        "vavr-tree",
        "vavr-linked",
        "clojure",
        "kotlinx",
        "scala",
        "pcollections",
        "paguro",
        "bifurcan",
        "java"
    })
    public String subject;

    /** What the keys are. */
    @Param({"STRING", "UUID", "RECORD"})
    public KeyType key;

    /** How many entries there are. */
    @Param({"1000", "100000", "1000000"})
    public int size;

    private MapSubject<Object> library;
    private boolean persistent;
    private Entries entries;
    private MapCheck check;
    private Object map;
    private Object builtAgain;
    private Object sharing;
    private Object changed;
    private long expectedSum;
    private long expectedChanges;
    private int nextProbe;
    private int nextAbsent;

    /** Builds the map and its versions, and refuses a library that answers wrongly. */
    @Setup(Level.Trial)
    public void setUp() {
        prepare(Subjects.map(subject));
    }

    /** For any subject, so that a test can bring a wrong one. */
    void prepare(MapSubject<Object> measured) {
        library = measured;
        persistent = measured.about().persistent();
        entries = new Entries(key, size);
        check = new MapCheck(subject, measured, entries);
        map = measured.build(entries.keys, entries.values);
        check.verify(map);
        expectedSum = sum(map);
        expectedChanges = check.expectedChanges();
        builtAgain = entries.buildAgain(measured);
        sharing = entries.changedAndBack(measured, map);
        changed = entries.changed(measured, map);
    }

    /** Refuses a library whose map was changed by what came after it. */
    @TearDown(Level.Trial)
    public void checkAgain() {
        if (persistent) {
            check.holdsTheEntries(map);
        }
    }

    /** Reads a key that is there. */
    @Benchmark
    public Item getHit() {
        return required(library.get(map, entries.probes[probe()]));
    }

    /** Reads a key that isn't there. */
    @Benchmark
    public @Nullable Item getMiss() {
        Item found = library.get(map, entries.absent[absent()]);
        if (found != null) {
            throw wrong("found what isn't there");
        }
        return found;
    }

    /** Replaces the value of a key. */
    @Benchmark
    public Object put() {
        int i = probe();
        return library.put(map, entries.probes[i], entries.replacements[i]);
    }

    /** Adds a key. */
    @Benchmark
    public Object insert() {
        int i = absent();
        Object later = library.put(map, entries.absent[i], entries.values[i]);
        return persistent ? later : library.remove(later, entries.absent[i]);
    }

    /** Removes a key. */
    @Benchmark
    public Object remove() {
        int i = probe();
        Object later = library.remove(map, entries.probes[i]);
        return persistent ? later : library.put(later, entries.probes[i], entries.replacements[i]);
    }

    /** Replaces the values of 100 keys. */
    @Benchmark
    public Object batch() {
        int from = nextProbe;
        nextProbe = from + 2 * Entries.CHANGES > size ? 0 : from + Entries.CHANGES;
        Object later = library.putAll(map, entries.probes, entries.replacements, from, from + Entries.CHANGES);
        if (library.size(later) != size) {
            throw wrong("has another size after a batch");
        }
        return later;
    }

    /** Visits every key and value. */
    @Benchmark
    public long iterate() {
        long sum = sum(map);
        if (sum != expectedSum) {
            throw wrong("doesn't visit each entry once");
        }
        return sum;
    }

    /** Builds the map from nothing. */
    @Benchmark
    public Object build() {
        Object built = library.build(entries.keys, entries.values);
        if (library.size(built) != size) {
            throw wrong("loses entries when it is built");
        }
        return built;
    }

    /** Compares with an equal map that was built from other objects in another order. */
    @Benchmark
    public boolean equalBuiltApart() {
        return requireEqual(builtAgain);
    }

    /** Compares with an equal version, changed 100 times and back, that shares the rest. */
    @Benchmark
    public boolean equalVersion() {
        return requireEqual(sharing);
    }

    /** Finds out that a version 100 changes later is not equal: yes or no. */
    @Benchmark
    public boolean unequalVersion() {
        if (library.equal(map, changed)) {
            throw wrong("takes unequal versions for equal");
        }
        return false;
    }

    /** Lists what has changed in a version 100 changes later. */
    @Benchmark
    public int changes() {
        Changes found = new Changes();
        library.changes(map, changed, found);
        if (found.checksum() != expectedChanges) {
            throw wrong("lists other changes than were made");
        }
        return found.count();
    }

    private boolean requireEqual(Object other) {
        if (!library.equal(map, other)) {
            throw wrong("takes equal maps for unequal");
        }
        return true;
    }

    private long sum(Object visited) {
        Sum sum = new Sum();
        library.forEach(visited, sum);
        return sum.checksum();
    }

    private Item required(@Nullable Item found) {
        if (found == null) {
            throw wrong("doesn't find what is there");
        }
        return found;
    }

    private int probe() {
        int i = nextProbe;
        nextProbe = i + 1 == size ? 0 : i + 1;
        return i;
    }

    private int absent() {
        int i = nextAbsent;
        nextAbsent = i + 1 == entries.absent.length ? 0 : i + 1;
        return i;
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException(subject + " " + what);
    }
}
