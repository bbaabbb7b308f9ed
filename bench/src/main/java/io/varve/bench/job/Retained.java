package io.varve.bench.job;

import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** How much heap something keeps: what is in use after garbage collections, less what was before. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
@SuppressWarnings("NullAway.Init") // JMH calls run()
public class Retained {

    private static final int COLLECTIONS = 3;

    private BenchmarkParams run;
    private long before;
    private double bytes;

    /** Remembers how many iterations there are. */
    @Setup(Level.Trial)
    public void run(BenchmarkParams params) {
        run = params;
    }

    void before() {
        before = used();
    }

    /** Looks what is kept now, for each of so many. */
    void after(int count) {
        bytes = (double) (used() - before) / count;
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** {@return the bytes, in the mean of the iterations} */
    public double bytesRetained() {
        return Share.of(bytes, run);
    }
}
