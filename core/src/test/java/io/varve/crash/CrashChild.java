package io.varve.crash;

import io.varve.Durability;
import io.varve.Ledger;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The program that is killed. It waits for an {@link Order} on standard input, opens the store, says what it finds of each
 * tenant, and then changes all of them without end, each in a thread of its own. It says what it is about to do before each
 * call and, once the call has returned, that it has:
 *
 * <pre>
 * = tenant head snapshots .
 * ? tenant kind argument .
 * ! tenant head snapshots .
 * </pre>
 */
final class CrashChild {

    static final List<String> TENANTS = List.of("acme", "acme2", "zeta");

    /** Said by a child that has come to the write at which it is to be killed. */
    static final String KILL_ME = "@";

    private static final int FAILED = 3;

    /**
     * What a child is to do.
     *
     * @param mode of the manager
     * @param encrypted whether what it writes is encrypted
     * @param round for the names of snapshots, so that they differ from those of other rounds
     * @param seed what decides which calls are made
     * @param point where it ends
     */
    record Order(Durability mode, boolean encrypted, int round, long seed, KillPoint point) {

        static Order parse(String line) {
            String[] words = line.split(" ", -1);
            return new Order(
                    Durability.valueOf(words[0]),
                    Boolean.parseBoolean(words[1]),
                    Integer.parseInt(words[2]),
                    Long.parseLong(words[3]),
                    KillPoint.parse(words[4]));
        }

        @Override
        public String toString() {
            return mode + " " + encrypted + " " + round + " " + seed + " " + point;
        }
    }

    private CrashChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        });
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            return; // Started in advance, and not needed.
        }
        Order order = Order.parse(line);
        SnapshotStore store = new MortalStore(SnapshotStores.open(arguments[0]), order.point());
        StateManager<Ledger> states = Managers.open(store, order.mode(), order.encrypted());
        Random random = new Random(order.seed());
        List<Thread> threads = new ArrayList<>();
        for (String id : TENANTS) {
            say("= " + id + " " + describe(states, id) + " .");
            CrashCalls calls = new CrashCalls(states, id, order.round(), new Random(random.nextLong()));
            threads.add(new Thread(calls::makeWithoutEnd, id));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static String describe(StateManager<Ledger> states, String id) {
        return states.findTenant(id).map(CrashChild::describe).getOrElse("absent " + Step.NOTHING);
    }

    private static String describe(Tenant<Ledger> tenant) {
        TenantModel found = Inspection.read(tenant);
        return found.head() + " "
                + (found.snapshots().isEmpty()
                        ? Step.NOTHING
                        : found.snapshots().mkString(","));
    }

    static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
