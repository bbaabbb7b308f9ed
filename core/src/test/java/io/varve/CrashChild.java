package io.varve;

import io.varve.spi.SnapshotStores;
import java.util.Random;

/**
 * The program that {@link CrashTest} kills. It changes a tenant without end and says on standard output what it is about
 * to do and, once the call has returned, that it was done: {@code ? op count name .} and {@code ! op count name .}, with
 * the count that the head has afterwards.
 */
final class CrashChild {

    private CrashChild() {}

    /** The state with a count: everything else follows from it, so that any state can be checked. */
    static Ledger model(long count) {
        Ledger state = Ledger.EMPTY;
        for (long i = Math.max(1, count - CrashChild.KEYS + 1); i <= count; i++) {
            state = next(state, i);
        }
        return count == 0 ? Ledger.EMPTY : new Ledger(count, "note " + count, state.entries());
    }

    private static final int KEYS = 200;

    private static Ledger next(Ledger state, long count) {
        return new Ledger(
                count, "note " + count, state.with("key " + count % KEYS, count).entries());
    }

    public static void main(String[] arguments) {
        String url = arguments[0];
        Durability mode = Durability.valueOf(arguments[1]);
        String round = arguments[2];
        Random random = new Random(Long.parseLong(arguments[3]));
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(SnapshotStores.open(url))
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .open();
        Tenant<Ledger> tenant = states.findTenant("acme").getOrElse(() -> states.createTenant("acme"));
        say("! OPEN", tenant.state().count(), "-");
        String last = "";
        for (int i = 0; ; i++) {
            int dice = random.nextInt(20);
            if (dice == 0 && !last.isEmpty()) {
                long count = tenant.at(SnapshotRef.named(last)).state().count();
                say("? ROLLBACK", count, last);
                tenant.rollback(SnapshotRef.named(last));
                say("! ROLLBACK", count, last);
            } else if (dice < 4) {
                last = round + "-" + i;
                long count = tenant.state().count();
                say("? SNAPSHOT", count, last);
                tenant.snapshot(SnapshotRequest.named(last));
                say("! SNAPSHOT", count, last);
            } else {
                long count = tenant.state().count() + 1;
                say("? APPLY", count, "-");
                tenant.apply(
                        TransitionContext.by("child").with("count", Long.toString(count)),
                        state -> next(state, state.count() + 1));
                say("! APPLY", count, "-");
            }
        }
    }

    private static void say(String what, long count, String name) {
        System.out.println(what + " " + count + " " + name + " .");
        System.out.flush();
    }
}
