package io.varve;

import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStores;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The program that {@link SmallHeapTest} runs in a small heap: reads two large tenants at random, in two threads, and
 * watches how much is on the heap.
 */
final class SmallHeapChild {

    private SmallHeapChild() {}

    static StateManager<LargeStateChild.Large> open(String url, long budget) {
        return StateManager.builder(LargeStateChild.Large.class)
                .store(SnapshotStores.open(url))
                .initialState(new LargeStateChild.Large(0, PersistentMap.empty()))
                .durability(Durability.ON_SNAPSHOT)
                .memoryBudget(budget)
                .open();
    }

    public static void main(String[] arguments) throws InterruptedException {
        String url = arguments[0];
        int entries = Integer.parseInt(arguments[1]);
        long budget = Long.parseLong(arguments[2]);
        int reads = Integer.parseInt(arguments[3]);
        long seed = Long.parseLong(arguments[4]);
        AtomicLong right = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (StateManager<LargeStateChild.Large> states = open(url, budget)) {
            Thread[] readers = {
                reader(states, "acme", entries, reads, new Random(seed), right, most),
                reader(states, "globex", entries, reads, new Random(seed + 1), right, most)
            };
            for (Thread reader : readers) {
                reader.start();
            }
            for (Thread reader : readers) {
                reader.join();
            }
            System.out.println("right " + right);
            System.out.println("most " + most);
            System.out.println("resident " + states.metrics().cache().residentBytes());
            System.out.println("evicted " + (states.metrics().cache().evictions() > 0));
        }
    }

    private static Thread reader(
            StateManager<LargeStateChild.Large> states,
            String id,
            int entries,
            int reads,
            Random random,
            AtomicLong right,
            AtomicLong most) {
        return new Thread(() -> {
            PersistentMap<String, LargeStateChild.Payload> map =
                    states.tenant(id).state().entries();
            for (int i = 0; i < reads; i++) {
                int number = random.nextInt(entries);
                if (map.get(LargeStateChild.key(number)).contains(LargeStateChild.payload(number))) {
                    right.incrementAndGet();
                }
                if (i % 10 == 0) {
                    most.accumulateAndGet(states.metrics().cache().residentBytes(), Math::max);
                }
            }
        });
    }
}
