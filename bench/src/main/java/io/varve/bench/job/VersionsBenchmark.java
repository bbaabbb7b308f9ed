package io.varve.bench.job;

import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Keys;
import io.varve.collection.PersistentMap;
import io.vavr.Tuple;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Many versions kept on the heap, 100 changes apart: the bytes for each change, without the keys and values, which are
 * there already.
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls build().
public class VersionsBenchmark extends ForkedBenchmark {

    /** Which map. */
    @Param({"PersistentMap", "vavr"})
    public String map;

    /** How many entries it has. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    /** How many versions are kept. */
    @Param("1000")
    public int versions;

    private Retained retained;
    private String[] keys;
    private Account[] changed;
    private Map<String, Account> built;
    private List<Map<String, Account>> kept;
    private int[][] numbers;

    /** Builds the first version. */
    @Setup(Level.Trial)
    public void build(Retained counter) {
        retained = counter;
        keys = IntStream.range(0, size).mapToObj(Keys::of).toArray(String[]::new);
        changed = IntStream.range(0, versions)
                .mapToObj(number -> Account.of(-1L - number))
                .toArray(Account[]::new);
        var entries = IntStream.range(0, size)
                .mapToObj(number -> Tuple.of(keys[number], Account.of(number)))
                .toList();
        built = switch (map) {
            case "PersistentMap" -> PersistentMap.ofEntries(entries);
            case "vavr" -> HashMap.ofEntries(entries);
            default -> throw new IllegalArgumentException("no map is called " + map);
        };
        Keys choice = new Keys(size);
        numbers = IntStream.range(0, versions)
                .mapToObj(version -> IntStream.generate(choice::nextNumber)
                        .limit(Job.CHANGES)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Looks at the heap. */
    @Setup(Level.Invocation)
    public void before() {
        kept = new ArrayList<>(versions);
        retained.before();
    }

    /** Makes the versions. */
    @Benchmark
    public void change() {
        Map<String, Account> current = built;
        for (int version = 0; version < versions; version++) {
            for (int number : numbers[version]) {
                current = current.put(keys[number], changed[version]);
            }
            kept.add(current);
        }
    }

    /** Looks at the heap again, and at each version. */
    @TearDown(Level.Invocation)
    public void after() {
        retained.after(versions * Job.CHANGES);
        for (int version = 0; version < versions; version++) {
            for (int number : numbers[version]) {
                if (!kept.get(version).get(keys[number]).contains(changed[version])) {
                    throw new IllegalStateException(map + " has lost a change of version " + version);
                }
            }
        }
    }
}
