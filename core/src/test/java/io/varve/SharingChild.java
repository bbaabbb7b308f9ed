package io.varve;

import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The program that {@link SharingProcesses} starts many of, and kills some of. Its threads count on shared tenants, take
 * and prune snapshots and collect garbage, until standard input ends. On standard output it says what it begins, what was
 * acknowledged and what was not; each line ends in a full stop, since the last one may be cut off.
 */
final class SharingChild {

    static final List<String> TENANTS = List.of("acme", "globex");

    private final StateManager<Ledger> states;
    private volatile boolean stopping;

    private SharingChild(StateManager<Ledger> states) {
        this.states = states;
    }

    /** What identifies a state that was read from a snapshot. */
    static int digest(Ledger state) {
        int entries = 0;
        for (var entry : state.entries()) {
            entries += 31 * entry._1().hashCode() + entry._2().hashCode();
        }
        return 31 * entries + 7 * state.note().hashCode() + Long.hashCode(state.count());
    }

    /** Arguments: the store's URL, the name of this process, the number of threads, a seed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(SnapshotStores.open(arguments[0]))
                .initialState(Ledger.EMPTY)
                .memoryBudget(50_000)
                .shared(Sharing.DEFAULT.withLease(Duration.ofSeconds(2)).withReaderGrace(Duration.ofMillis(200)))
                .open();
        SharingChild child = new SharingChild(states);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            String who = arguments[1] + "-" + i;
            Random random = new Random(Long.parseLong(arguments[3]) + i);
            Thread thread = new Thread(() -> child.work(who, random));
            thread.start();
            threads.add(thread);
        }
        while (System.in.read() >= 0) {
            // until it is closed
        }
        child.stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
        states.close();
        say("ENDED");
    }

    private static void say(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(word).append(' ');
        }
        synchronized (System.out) {
            System.out.println(line.append('.'));
            System.out.flush();
        }
    }

    private void work(String who, Random random) {
        for (int i = 0; !stopping; i++) {
            String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
            try {
                step(tenant, who, i, random);
            } catch (StateExpiredException e) {
                say("EXPIRED", tenant); // It was too slow for its lease. The next step looks the tenant up again.
            } catch (ConflictException e) {
                say("CONFLICT", tenant);
            } catch (StoreFailedException e) {
                say("FAILED", tenant, e.kind()); // Only where servers are killed too.
            }
        }
    }

    private void step(String tenantId, String who, int number, Random random) {
        Tenant<Ledger> tenant = states.tenantOrCreate(tenantId);
        int noise = random.nextInt(1_000);
        count(tenantId, who, () -> tenant.apply(state -> SharedRaceTest.counted(state, who, noise)));
        switch (random.nextInt(16)) {
            case 0, 1 -> {
                String name = who + "/" + number;
                tenant.snapshot(SnapshotRequest.named(name));
                say("SNAPSHOT", tenantId, name);
                Ledger state = tenant.at(SnapshotRef.named(name)).state();
                SharedRaceTest.requireConsistent(state);
                say("READ", tenantId, name, digest(state));
            }
            case 2 -> tenant.snapshot();
            case 3 -> tenant.prune(RetentionPolicy.keepAutomatic(2));
            case 4 -> SharedRaceTest.requireConsistent(tenant.state());
            case 5 -> {
                tenant.collectGarbage();
                say("COLLECTED", tenantId);
            }
            default -> {}
        }
    }

    private static void count(String tenant, String who, Supplier<Ledger> increment) {
        say("BEGIN", tenant, who);
        Ledger counted;
        try {
            counted = increment.get();
        } catch (StoreFailedException e) {
            if (e.kind() != StoreException.Kind.OUTCOME_UNKNOWN) {
                say("REFUSED", tenant, who);
            }
            throw e;
        } catch (VarveException e) {
            say("REFUSED", tenant, who);
            throw e;
        }
        say("COUNTED", tenant, who, counted.entries().get(who).get().number());
    }
}
