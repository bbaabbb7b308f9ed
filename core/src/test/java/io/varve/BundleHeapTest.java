package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tenant that takes about 68 MB of heap is exported and imported in a heap of 24 MB. */
class BundleHeapTest {

    private static final int ENTRIES = 200_000;
    private static final int HEAP_MEGABYTES = 24;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTenantThatIsLargerThanTheHeapIsCarriedOver() throws Exception {
        String from = Backend.ROCKSDB.url(folder.resolve("from"));
        Files.createDirectories(folder.resolve("from"));
        Files.createDirectories(folder.resolve("to"));
        try (StateManager<LargeStateChild.Large> states = SmallHeapChild.open(from, 64 << 20)) {
            states.createTenant("acme")
                    .apply(state -> new LargeStateChild.Large(
                            1,
                            state.entries()
                                    .putAll(Iterator.range(0, ENTRIES)
                                            .map(i -> Tuple.of(LargeStateChild.key(i), LargeStateChild.payload(i))))));
        }
        ChildJvm.Outcome outcome = ChildJvm.runInSmallHeap(
                HEAP_MEGABYTES,
                folder.resolve("stderr"),
                BundleHeapChild.class,
                from,
                Backend.ROCKSDB.url(folder.resolve("to")),
                folder.resolve("bundle"));
        System.out.println("BundleHeapTest " + outcome.output().replace('\n', ' '));

        assertThat(outcome.exit()).as(outcome.told()).isZero();
        assertThat(outcome.output()).contains("same true").contains("entries " + ENTRIES);
    }
}
