package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two tenants that take about 54 MB of heap are read at random in a heap of 32 MB, with a budget of 4 MB for both. */
@ParameterizedClass
@EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
class SmallHeapTest {

    private static final int ENTRIES = 80_000;
    private static final int READS = 4_000;
    private static final int HEAP_MEGABYTES = 32;
    private static final long BUDGET = 4 << 20;

    /** What may be too much at any moment: the one page that is being admitted. */
    private static final long SLACK = 68 << 10;

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theBudgetHoldsWhileTwoThreadsReadWhatIsMuchLargerThanTheHeap() throws Exception {
        try (StateManager<LargeStateChild.Large> states = SmallHeapChild.open(backend.url(folder), 64 << 20)) {
            for (String id : List.of("acme", "globex")) {
                states.createTenant(id)
                        .apply(state -> new LargeStateChild.Large(
                                1,
                                state.entries()
                                        .putAll(Iterator.range(0, ENTRIES)
                                                .map(i -> Tuple.of(
                                                        LargeStateChild.key(i), LargeStateChild.payload(i))))));
            }
        }
        long seed = new Random().nextLong();
        System.out.println("SmallHeapTest " + backend + " seed " + seed);
        ChildJvm.Outcome outcome = ChildJvm.runInSmallHeap(
                HEAP_MEGABYTES,
                folder.resolve("stderr"),
                SmallHeapChild.class,
                backend.url(folder),
                ENTRIES,
                BUDGET,
                READS,
                seed);
        Map<String, String> said = outcome.output()
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        System.out.println("SmallHeapTest " + backend + " " + said);

        assertThat(outcome.exit()).as(outcome.told()).isZero();
        assertThat(said)
                .as(outcome.told())
                .containsEntry("right", Integer.toString(2 * READS))
                .containsEntry("evicted", "true");
        assertThat(Long.parseLong(said.get("most"))).isBetween(BUDGET / 2, BUDGET + SLACK);
        assertThat(Long.parseLong(said.get("resident"))).isBetween(BUDGET / 2, BUDGET);
    }
}
