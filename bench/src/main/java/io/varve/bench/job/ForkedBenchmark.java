package io.varve.bench.job;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the benchmarks of the job run unless they say otherwise, and in what JVM. All have one thread that JMH knows of; the
 * scope is the whole benchmark since JMH would give each state of a thread that asks for this one an instance of its own.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms10g", // So that all accounts fit into the memory budget, old versions too,
            "-Xmx10g",
            ForkedBenchmark.TOUCHED, // and that no iteration pays for memory that no other has touched before.
            ForkedBenchmark.HUGE_PAGES,
            ForkedBenchmark.WHERE_KNOWN,
            ForkedBenchmark.NATIVE,
            ForkedBenchmark.OPEN_NIO,
            ForkedBenchmark.EXPORT_NIO,
            ForkedBenchmark.EXPORT_MISC
        })
public abstract class ForkedBenchmark {

    static final String TOUCHED = "-XX:+AlwaysPreTouch";
    static final String HUGE_PAGES = "-XX:+UseTransparentHugePages"; // Linux
    static final String WHERE_KNOWN = "-XX:+IgnoreUnrecognizedVMOptions";
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    static final String OPEN_NIO = "--add-opens=java.base/java.nio=ALL-UNNAMED"; // LMDB
    static final String EXPORT_NIO = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"; // LMDB
    static final String EXPORT_MISC = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"; // EclipseStore
}
