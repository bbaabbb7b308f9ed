package io.varve.bench.collection;

import java.util.concurrent.TimeUnit;
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
 * What vectors cost on the heap. Indices are chosen at random. All work on one vector, whose later versions are dropped
 * at once.
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
public class VectorBenchmark {

    /** Whose vector it is. One a fork, so that its calls are compiled as they are in a program that has one library. */
    @Param({"varve", "vavr", "clojure", "kotlinx", "scala", "pcollections", "paguro", "bifurcan", "java"})
    public String subject;

    /** How many elements there are. */
    @Param({"1000", "100000", "1000000"})
    public int size;

    private VectorSubject<Object> library;
    private boolean persistent;
    private Elements elements;
    private VectorCheck check;
    private Object vector;
    private Object builtAgain;
    private Object sharing;
    private Object changed;
    private long expectedSum;
    private long expectedChanges;
    private int next;

    /** Builds the vector and its versions, and refuses a library that answers wrongly. */
    @Setup(Level.Trial)
    public void setUp() {
        prepare(Subjects.vector(subject));
    }

    /** For any subject, so that a test can bring a wrong one. */
    void prepare(VectorSubject<Object> measured) {
        library = measured;
        persistent = measured.about().persistent();
        elements = new Elements(size);
        check = new VectorCheck(subject, measured, elements);
        vector = measured.build(elements.items);
        check.verify(vector);
        expectedSum = sum(vector);
        expectedChanges = check.expectedChanges();
        builtAgain = elements.buildAgain(measured);
        sharing = elements.changedAndBack(measured, vector);
        changed = elements.changed(measured, vector);
    }

    /** Refuses a library whose vector was changed by what came after it. */
    @TearDown(Level.Trial)
    public void checkAgain() {
        if (persistent) {
            check.holdsTheElements(vector);
        }
    }

    /** Reads an element. */
    @Benchmark
    public Item get() {
        return library.get(vector, elements.indices[index()]);
    }

    /** Replaces an element. */
    @Benchmark
    public Object update() {
        int i = index();
        return library.update(vector, elements.indices[i], elements.replacements[i]);
    }

    /** Adds an element at the end. */
    @Benchmark
    public Object append() {
        Object later = library.append(vector, elements.replacements[index()]);
        return persistent ? later : library.dropLast(later);
    }

    /** Drops the first element. */
    @Benchmark
    public Object dropFirst() {
        Item first = library.get(vector, 0);
        Object later = library.dropFirst(vector);
        return persistent ? later : library.append(later, first);
    }

    /** Drops the last element. */
    @Benchmark
    public Object dropLast() {
        Item last = library.get(vector, size - 1);
        Object later = library.dropLast(vector);
        return persistent ? later : library.append(later, last);
    }

    /** Replaces 100 elements. */
    @Benchmark
    public Object batch() {
        int from = next;
        next = from + Entries.CHANGES == elements.indices.length ? 0 : from + Entries.CHANGES;
        Object later = library.updateAll(vector, elements.indices, elements.replacements, from, from + Entries.CHANGES);
        if (library.size(later) != size) {
            throw wrong("has another size after a batch");
        }
        return later;
    }

    /** Visits every element. */
    @Benchmark
    public long iterate() {
        long sum = sum(vector);
        if (sum != expectedSum) {
            throw wrong("doesn't visit each element once");
        }
        return sum;
    }

    /** Builds the vector from nothing. */
    @Benchmark
    public Object build() {
        Object built = library.build(elements.items);
        if (library.size(built) != size) {
            throw wrong("loses elements when it is built");
        }
        return built;
    }

    /** Compares with an equal vector that was built from other objects. */
    @Benchmark
    public boolean equalBuiltApart() {
        return requireEqual(builtAgain);
    }

    /** Compares with an equal version, changed 100 times and back, that shares the rest. */
    @Benchmark
    public boolean equalVersion() {
        return requireEqual(sharing);
    }

    /** Lists what has changed in a version 100 changes later. */
    @Benchmark
    public int changes() {
        Changes found = new Changes();
        library.changes(vector, changed, found);
        if (found.checksum() != expectedChanges) {
            throw wrong("lists other changes than were made");
        }
        return found.count();
    }

    private boolean requireEqual(Object other) {
        if (!library.equal(vector, other)) {
            throw wrong("takes equal vectors for unequal");
        }
        return true;
    }

    private long sum(Object visited) {
        Sum sum = new Sum();
        library.forEach(visited, sum);
        return sum.checksum();
    }

    private int index() {
        int i = next;
        next = i + 1 == elements.indices.length ? 0 : i + 1;
        return i;
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException(subject + " " + what);
    }
}
