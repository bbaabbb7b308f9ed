package io.varve;

import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStores;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Iterator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The program that {@link LargeStateTest} runs in a small heap: builds a large state with snapshots in between, opens it
 * again, and prints counts and checksums.
 *
 * <p>Entries come in the order of their hashes, which is that of iteration: a batch then touches few leaves. In any other
 * order each entry of a batch touches a leaf of its own, and a batch of some thousand makes the whole state dirty, which
 * no small heap can hold.
 */
final class LargeStateChild {

    /**
     * The state.
     *
     * @param batches how many batches were put in
     * @param entries all entries
     */
    public record Large(long batches, PersistentMap<String, Payload> entries) {}

    /**
     * About 200 bytes.
     *
     * @param text random
     * @param number the number of the entry
     */
    public record Payload(String text, long number) {}

    static final int BATCH = 5_000;

    private static final int TEXT = 190;

    private LargeStateChild() {}

    static String key(int i) {
        return "key " + i;
    }

    static Payload payload(int i) {
        SplittableRandom random = new SplittableRandom(i);
        byte[] text = new byte[TEXT];
        random.nextBytes(text);
        for (int at = 0; at < TEXT; at++) {
            text[at] = (byte) ('0' + (text[at] & 63));
        }
        return new Payload(new String(text, StandardCharsets.ISO_8859_1), i);
    }

    /** Does not depend on the order. */
    static long checksum(long sum, String key, Payload payload) {
        return sum + (key.hashCode() * 31L + payload.text().hashCode()) * 31 + payload.number();
    }

    /** The numbers of the entries in the order in which they are put in. */
    private static int[] order(Path file) throws IOException {
        IntBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file)).asIntBuffer();
        int[] order = new int[numbers.remaining()];
        numbers.get(order);
        return order;
    }

    public static void main(String[] arguments) throws IOException {
        String url = arguments[0];
        int[] order = order(Path.of(arguments[1]));
        int count = order.length;
        try (StateManager<Large> states = open(url)) {
            Tenant<Large> tenant = states.createTenant("acme");
            for (int from = 0; from < count; from += BATCH) {
                int first = from;
                tenant.apply(state -> new Large(
                        state.batches() + 1,
                        state.entries()
                                .putAll(Iterator.range(first, Math.min(first + BATCH, count))
                                        .map(i -> entry(order[i])))));
                if (from / BATCH % 4 == 0) {
                    tenant.snapshot();
                }
            }
            tenant.snapshot(SnapshotRequest.named("full"));
            print("built", tenant.state().entries().size());
        }
        try (StateManager<Large> states = open(url)) {
            Tenant<Large> tenant = states.tenant("acme");
            print("snapshots", tenant.snapshots().size());
            readAll(tenant.state().entries());
            PersistentMap<String, Payload> early =
                    tenant.at(SnapshotRef.index(1)).state().entries();
            print("early", early.size());
            Random random = new Random(Long.parseLong(arguments[2]));
            PersistentMap<String, Payload> entries =
                    tenant.at(SnapshotRef.named("full")).state().entries();
            int right = 0;
            for (int i = 0; i < 3_000; i++) {
                int number = random.nextInt(count);
                right += entries.get(key(number)).contains(payload(number)) ? 1 : 0;
            }
            print("right", right);
            tenant.apply(state -> new Large(
                    state.batches(),
                    state.entries().putAll(Iterator.range(count, count + 200).map(LargeStateChild::entry))));
            tenant.snapshot();
            print("grown", tenant.state().entries().size());
            tenant.rollback(SnapshotRef.named("full"));
            print("rolled", tenant.state().entries().size());
        }
    }

    private static Tuple2<String, Payload> entry(int i) {
        return Tuple.of(key(i), payload(i));
    }

    private static void readAll(PersistentMap<String, Payload> entries) {
        long sum = 0;
        long found = 0;
        for (Tuple2<String, Payload> entry : entries) {
            sum = checksum(sum, entry._1(), entry._2());
            found++;
        }
        print("iterated", found);
        print("checksum", sum);
    }

    private static void print(String what, long number) {
        System.out.println(what + " " + number);
    }

    private static StateManager<Large> open(String url) {
        return StateManager.builder(Large.class)
                .store(SnapshotStores.open(url))
                .initialState(new Large(0, PersistentMap.empty()))
                .durability(Durability.ON_SNAPSHOT)
                .open();
    }
}
