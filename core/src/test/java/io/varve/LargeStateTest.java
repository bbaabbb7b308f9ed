package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A state that takes about four times as much as the heap has room for. */
@ParameterizedClass
@MethodSource("backends")
class LargeStateTest {

    private static final int HEAP_MEGABYTES = 64;

    /** A key, a text of 190 characters, two objects and their share of a node: about 340 bytes of heap each. */
    private static final int ENTRIES = 760_000;

    /** A client of a database has the same heap; that one is read over the wire, too slowly for each build. */
    static Stream<Backend> backends() {
        Stream<Backend> embedded = Stream.of(Backend.ROCKSDB, Backend.H2);
        return Boolean.getBoolean("varve.soak") ? Stream.concat(embedded, Stream.of(Backend.POSTGRES)) : embedded;
    }

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isBuiltReopenedIteratedAndReadInASmallHeap() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("LargeStateTest " + backend + " seed " + seed);
        long start = System.nanoTime();
        ChildJvm.Outcome outcome = ChildJvm.runInSmallHeap(
                HEAP_MEGABYTES,
                folder.resolve("stderr"),
                LargeStateChild.class,
                backend.url(folder),
                hashOrder(),
                seed);
        System.out.println("LargeStateTest " + backend + " took "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");

        assertThat(outcome.output().lines())
                .as(outcome.told())
                .containsExactly(
                        "built " + ENTRIES,
                        "snapshots " + (ENTRIES / LargeStateChild.BATCH / 4 + 1),
                        "iterated " + ENTRIES,
                        "checksum " + checksum(),
                        "early " + 5 * LargeStateChild.BATCH,
                        "right 3000",
                        "grown " + (ENTRIES + 200),
                        "rolled " + ENTRIES);
        assertThat(outcome.exit()).isZero();
    }

    /** A file of the numbers of all entries, in the order of the hashes of their keys. */
    private Path hashOrder() throws IOException {
        PersistentMap<String, Integer> numbers =
                PersistentMap.ofEntries(Iterator.range(0, ENTRIES).map(i -> Tuple.of(LargeStateChild.key(i), i)));
        ByteBuffer bytes = ByteBuffer.allocate(ENTRIES * Integer.BYTES);
        numbers.valuesIterator().forEachRemaining(bytes::putInt);
        return Files.write(folder.resolve("order"), bytes.array());
    }

    private static long checksum() {
        long sum = 0;
        for (int i = 0; i < ENTRIES; i++) {
            sum = LargeStateChild.checksum(sum, LargeStateChild.key(i), LargeStateChild.payload(i));
        }
        return sum;
    }
}
