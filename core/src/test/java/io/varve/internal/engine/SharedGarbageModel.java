package io.varve.internal.engine;

import io.varve.internal.engine.SharedWorld.Peer;
import io.varve.internal.engine.SharedWorld.Phase;
import io.varve.internal.engine.SharedWorld.Writing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A small model of the garbage collection of a tenant that several processes share, of which every interleaving is tried.
 * {@link GarbageModel} is the one of a single process, and looks closer at what happens inside it.
 *
 * <p>Two things are asked of every world: that nothing is gone to which a ref leads, and nothing that a process holds
 * whose lease is there. A rule of the protocol that is left out must be missed, or else the model would prove nothing.
 */
final class SharedGarbageModel {

    /** The rules. */
    enum Rule {
        /** The epoch begins before the refs are cut. */
        EPOCH_BEFORE_CUT,
        /** A commit is refused if the epoch is not the one with which its pages were stamped. */
        COMMITS_CHECK_THE_EPOCH,
        /** Pages that are put before their commit are put only while the tenant's mark is the one the writer knows. */
        PUTS_CHECK_THE_MARK,
        /** A writer that was refused puts all of its pages again. */
        REFUSED_WRITERS_PUT_AGAIN,
        /** Spare: a commit is refused if the process's lease is not there. Whoever lost it can't acknowledge either. */
        COMMITS_CHECK_THE_LEASE,
        /** A process writes in an epoch only after it has acknowledged it. */
        WRITERS_ACKNOWLEDGE_FIRST,
        /** The collector cuts only when every lease has acknowledged the epoch, or was deleted. */
        THE_CUT_WAITS,
        /** Spare: that every lease has acknowledged is seen in the cut itself, not before it. */
        ONE_CUT,
        /** A lease that the collector does not wait for is deleted, not only ignored. */
        EXPIRED_LEASES_ARE_DELETED,
        /** A process that opens the tenant has not acknowledged any epoch. */
        OPENING_ACKNOWLEDGES_NOTHING,
        /** A process that opens the tenant writes its lease before it reads a ref. */
        LEASE_BEFORE_REFS,
        /** An acknowledgement reads the head and the history again. */
        ACKNOWLEDGING_READS_THE_REFS,
        /** An acknowledgement lists the heap after it has read the epoch and the refs. */
        THE_HEAP_IS_LISTED_LAST,
        /** An acknowledgement is refused if the lease is not there. */
        ACKNOWLEDGING_CHECKS_THE_LEASE,
        /** Spare: an acknowledgement is refused if the epoch is another by then. */
        ACKNOWLEDGING_CHECKS_THE_EPOCH,
        /** A process acknowledges while no write of it is under way. */
        ACKNOWLEDGING_BETWEEN_WRITES,
        /** An epoch is acknowledged once: what a lease lists stays listed until the next. */
        LISTS_STAY,
        /** What leases list is a root. */
        LISTS_ARE_ROOTS,
        /** A process that closes the tenant leaves its lease to a later collection. */
        CLOSED_LEASES_STAY,
        /** The collector acknowledges like everybody else. */
        THE_COLLECTOR_ACKNOWLEDGES,
        /** A process whose lease was deleted opens the tenant anew, and takes nothing for stored that it held before. */
        REOPENING_FORGETS,
        /** Snapshots that were removed stay roots for a while. */
        REMOVED_SNAPSHOTS_STAY,
        /** Until the commit that begins the next epoch, and not until some time has passed. */
        REMOVED_SNAPSHOTS_GO_WITH_THE_EPOCH,
        /** Pages are deleted only while the tenant's mark is the one that the collection wrote. */
        DELETES_CHECK_THE_MARK,
        /** That mark includes the epoch. */
        DELETES_CHECK_THE_EPOCH,
        /** And the incarnation. */
        DELETES_CHECK_THE_INCARNATION,
        /** Only pages with stamps older than the epoch are deleted. */
        STAMPS_ARE_COMPARED
    }

    /**
     * What may happen.
     *
     * @param states the pages of each state
     * @param pages how many pages there are
     * @param processes how many processes there are; each is one of the next four kinds, or several
     * @param readers the processes that read, as bits
     * @param writers those that write
     * @param editors those that change the history
     * @param collectors those that collect
     * @param writes how many states are computed
     * @param epochs how many collections begin
     * @param opening whether the processes open the tenant first
     * @param crashes whether processes crash and close
     * @param recreation whether the tenant is removed and created again
     * @param told whether what a write has put counts as stored at once
     */
    record Scope(
            int[] states,
            int pages,
            int processes,
            int readers,
            int writers,
            int editors,
            int collectors,
            int writes,
            int epochs,
            boolean opening,
            boolean crashes,
            boolean recreation,
            boolean told) {}

    private static final int WAITING = 1;
    private static final int CUTTING = 2;
    private static final int SWEEPING = 3;

    private final Set<Rule> rules;
    private final Scope scope;
    private final WorldSet seen = new WorldSet();

    /** The world that is being left, and what is to be known of the steps that do. */
    private int from;

    private SharedWorld world = new SharedWorld(0, 0);
    private Found found;

    private interface Found {
        void step(SharedWorld to, int process, String what);
    }

    SharedGarbageModel(Set<Rule> rules, Scope scope) {
        this.rules = rules;
        this.scope = scope;
        this.found = (to, process, what) -> seen.add(to.pack(), from);
    }

    /** The steps to a world in which something needed is gone, or none. */
    List<String> counterexample(int most) {
        seen.add(first().pack(), -1);
        for (from = 0; from < seen.size() && from < most; from++) {
            world = SharedWorld.unpack(seen.get(from), scope.pages, scope.processes);
            if ((needed(world) & ~world.present()) != 0) {
                return stepsTo(from);
            }
            steps();
        }
        return List.of();
    }

    private SharedWorld first() {
        SharedWorld first = new SharedWorld(scope.pages, scope.processes);
        first.put(scope.states[0], 1);
        if (!scope.opening) {
            first.put(scope.states[1], 1);
            first.head = 1;
            first.snapshot = scope.editors == 0 ? SharedWorld.NONE : 0;
            for (int i = 0; i < scope.processes; i++) {
                Peer process = first.processes[i];
                process.phase = Phase.OPEN;
                process.acknowledged = 1;
                process.head = first.head;
                process.snapshot = first.snapshot;
                process.fresh = true;
                process.held = scope.editors == 0 && (scope.readers & 1 << i) != 0 ? 0 : SharedWorld.NONE;
                process.listed = listed(process);
            }
        }
        return first;
    }

    int worlds() {
        return seen.size();
    }

    /** The pages that are garbage after one more collection, in any of the worlds in which no collection is under way. */
    int leaked() {
        int leaked = 0;
        for (int i = 0; i < seen.size(); i++) {
            SharedWorld quiet = SharedWorld.unpack(seen.get(i), scope.pages, scope.processes);
            boolean isBusy = Arrays.stream(quiet.processes).anyMatch(process -> process.collecting > 0);
            leaked |= isBusy ? 0 : collected(quiet).present() & ~reachable(quiet);
        }
        return leaked;
    }

    /** One whole collection, in which all leases acknowledge and nothing is held but heads, or are deleted. */
    private SharedWorld collected(SharedWorld quiet) {
        SharedWorld at = quiet.copy();
        Peer collector = new Peer();
        begin(at, collector);
        for (Peer process : at.processes) {
            process.listed = pagesOf(at.head);
        }
        collector.marked = reachable(at) | at.removed | lists(at);
        for (int page = 0; page < scope.pages; page++) {
            if (at.stamp(page) < collector.collected && (collector.marked & 1 << page) == 0) {
                at.delete(page);
            }
        }
        return at;
    }

    private boolean has(Rule rule) {
        return rules.contains(rule);
    }

    private int pagesOf(int state) {
        return state == SharedWorld.NONE ? 0 : scope.states[state];
    }

    private int reachable(SharedWorld at) {
        return pagesOf(at.head) | pagesOf(at.snapshot);
    }

    private int needed(SharedWorld at) {
        int needed = reachable(at);
        for (Peer process : at.processes) {
            if (process.phase == Phase.OPEN && !process.expired) {
                needed |= heap(process);
            }
        }
        return needed;
    }

    private int heap(Peer process) {
        return listed(process) | pagesOf(process.snapshot);
    }

    /** What a lease lists: not the snapshots of the history, which the refs hold. */
    private int listed(Peer process) {
        return pagesOf(process.head) | pagesOf(process.held) | process.known;
    }

    private void steps() {
        for (int i = 0; i < scope.processes; i++) {
            Peer process = world.processes[i];
            switch (process.phase) {
                case CLOSED -> open(i);
                case LEASED -> readRefs(i);
                case OPEN -> {
                    if (process.expired) {
                        reopen(i);
                    }
                    acknowledge(i, process);
                    refresh(i, process);
                    if ((scope.readers & 1 << i) != 0) {
                        hold(i, process.head, "hold the head");
                        hold(i, process.snapshot, "hold the snapshot");
                        hold(i, SharedWorld.NONE, "let go");
                    }
                    if ((scope.writers & 1 << i) != 0) {
                        write(i, process);
                    }
                    if ((scope.editors & 1 << i) != 0) {
                        history(i, process);
                    }
                    if ((scope.collectors & 1 << i) != 0) {
                        collect(i, process);
                    }
                    end(i, process);
                }
                case GONE -> {}
            }
        }
        if (scope.recreation && world.incarnation == 0) {
            recreate();
        }
        if (!has(Rule.REMOVED_SNAPSHOTS_GO_WITH_THE_EPOCH) && world.removed != 0) {
            SharedWorld to = world.copy();
            to.removed = 0;
            found.step(to, -1, "the grace of removed snapshots ends");
        }
    }

    private void open(int i) {
        SharedWorld to = world.copy();
        Peer process = to.processes[i];
        if (has(Rule.LEASE_BEFORE_REFS)) {
            process.phase = Phase.LEASED;
            process.acknowledged = firstAcknowledged();
            found.step(to, i, "write the lease");
        } else if (process.head == SharedWorld.NONE) {
            adopt(to, process);
            process.fresh = false;
            found.step(to, i, "read the refs");
        } else {
            process.phase = Phase.OPEN;
            process.acknowledged = firstAcknowledged();
            found.step(to, i, "write the lease");
        }
    }

    private int firstAcknowledged() {
        return has(Rule.OPENING_ACKNOWLEDGES_NOTHING) ? 0 : world.epoch;
    }

    private void readRefs(int i) {
        if (world.processes[i].expired) {
            SharedWorld to = world.copy();
            Peer process = to.processes[i];
            process.expired = false;
            process.phase = Phase.CLOSED;
            process.forget();
            found.step(to, i, "give up opening");
            return;
        }
        SharedWorld to = world.copy();
        adopt(to, to.processes[i]);
        to.processes[i].phase = Phase.OPEN;
        found.step(to, i, "read the refs");
    }

    private void adopt(SharedWorld to, Peer process) {
        process.head = to.head;
        process.snapshot = to.snapshot;
        process.fresh = true;
    }

    private void reopen(int i) {
        SharedWorld to = world.copy();
        Peer process = to.processes[i];
        int held = process.held;
        process.forget();
        process.phase = Phase.LEASED;
        process.expired = false;
        process.acknowledged = firstAcknowledged();
        if (!has(Rule.REOPENING_FORGETS)) {
            process.held = held;
        }
        found.step(to, i, "find that the lease is gone, and write a new one");
    }

    private void acknowledge(int i, Peer process) {
        boolean last = has(Rule.THE_HEAP_IS_LISTED_LAST);
        switch (process.acknowledging) {
            case 0 -> {
                boolean writing = process.writing == Writing.WRITING && has(Rule.ACKNOWLEDGING_BETWEEN_WRITES);
                boolean again = !has(Rule.LISTS_STAY) || process.acknowledged < world.epoch;
                if (!writing && again && (!leaseIsGone(process) || !has(Rule.ACKNOWLEDGING_CHECKS_THE_LEASE))) {
                    SharedWorld to = world.copy();
                    to.processes[i].acknowledging = 1;
                    if (last) {
                        to.processes[i].nextAcknowledged = world.epoch;
                        found.step(to, i, "read the epoch");
                    } else {
                        to.processes[i].nextListed = listed(process);
                        found.step(to, i, "list the heap");
                    }
                }
            }
            case 1 -> {
                SharedWorld to = world.copy();
                to.processes[i].acknowledging = 2;
                if (last) {
                    if (has(Rule.ACKNOWLEDGING_READS_THE_REFS)) {
                        adopt(to, to.processes[i]);
                    }
                    to.processes[i].nextListed = listed(to.processes[i]);
                    found.step(to, i, "read the refs and list the heap");
                } else {
                    to.processes[i].nextAcknowledged = world.epoch;
                    if (has(Rule.ACKNOWLEDGING_READS_THE_REFS)) {
                        adopt(to, to.processes[i]);
                    }
                    found.step(to, i, "read the epoch and the refs");
                }
            }
            default -> {
                SharedWorld to = world.copy();
                Peer after = to.processes[i];
                boolean refused = leaseIsGone(process) && has(Rule.ACKNOWLEDGING_CHECKS_THE_LEASE)
                        || process.nextAcknowledged != world.epoch && has(Rule.ACKNOWLEDGING_CHECKS_THE_EPOCH);
                if (!refused) {
                    after.acknowledged = process.nextAcknowledged;
                    after.listed = process.nextListed;
                    after.expired = process.expired && !leaseIsGone(process);
                    if (process.writing == Writing.WRITING) {
                        after.stamp = process.nextAcknowledged;
                    }
                }
                after.endAcknowledging();
                found.step(to, i, refused ? "acknowledge, refused" : "acknowledge");
            }
        }
    }

    private void refresh(int i, Peer process) {
        if (!process.fresh && process.acknowledging == 0 && process.writing != Writing.WRITING) {
            SharedWorld to = world.copy();
            adopt(to, to.processes[i]);
            found.step(to, i, "refresh");
        }
    }

    private void hold(int i, int state, String what) {
        if (world.processes[i].held != state) {
            SharedWorld to = world.copy();
            to.processes[i].held = state;
            found.step(to, i, what);
        }
    }

    private void write(int i, Peer process) {
        switch (process.writing) {
            case IDLE -> {
                if (world.writes < scope.writes && mayWrite(process)) {
                    for (int target = 0; target < scope.states.length; target++) {
                        begin(i, target, 0, "anew");
                        begin(i, target, pagesOf(target) & pagesOf(process.head), "from the head");
                        begin(i, target, pagesOf(target) & pagesOf(process.held), "from what is held");
                    }
                }
            }
            case REFUSED -> {
                SharedWorld away = world.copy();
                away.processes[i].endWrite();
                found.step(away, i, "throw it away");
                if (mayWrite(process)) {
                    SharedWorld to = world.copy();
                    to.processes[i].writing = Writing.WRITING;
                    to.processes[i].stamp = world.epoch;
                    found.step(to, i, "begin to write again");
                }
            }
            default -> {
                int missing = pagesOf(process.target) & ~process.known & ~process.put;
                boolean isStale = process.stamp != world.epoch || leaseIsGone(process);
                if (missing != 0 && !(isStale && has(Rule.PUTS_CHECK_THE_MARK))) {
                    SharedWorld to = world.copy();
                    to.put(missing, process.stamp);
                    to.processes[i].put |= missing;
                    if (scope.told) {
                        to.processes[i].known |= missing;
                    }
                    found.step(to, i, "put the pages");
                }
                commit(i, process, missing);
            }
        }
    }

    private boolean mayWrite(Peer process) {
        boolean waived =
                !has(Rule.WRITERS_ACKNOWLEDGE_FIRST) || process.collecting > 0 && !has(Rule.THE_COLLECTOR_ACKNOWLEDGES);
        return (process.acknowledged == world.epoch || waived)
                && (process.acknowledging == 0 || !has(Rule.ACKNOWLEDGING_BETWEEN_WRITES));
    }

    private void begin(int i, int target, int known, String how) {
        SharedWorld to = world.copy();
        Peer process = to.processes[i];
        process.writing = Writing.WRITING;
        process.target = target;
        process.known = known;
        process.stamp = world.epoch;
        to.writes++;
        found.step(to, i, "begin to write state " + target + " " + how);
    }

    private boolean leaseIsGone(Peer process) {
        return process.expired && has(Rule.EXPIRED_LEASES_ARE_DELETED);
    }

    /** Whether a commit of a process is refused by what all commits check. */
    private boolean isRefused(Peer process, int epoch) {
        return leaseIsGone(process) && has(Rule.COMMITS_CHECK_THE_LEASE)
                || epoch != world.epoch && has(Rule.COMMITS_CHECK_THE_EPOCH)
                || !process.fresh;
    }

    private void commit(int i, Peer process, int missing) {
        SharedWorld to = world.copy();
        Peer after = to.processes[i];
        if (isRefused(process, process.stamp)) {
            after.writing = Writing.REFUSED;
            after.put = has(Rule.REFUSED_WRITERS_PUT_AGAIN) ? 0 : process.put;
            after.stamp = 0;
            found.step(to, i, "commit, refused");
        } else {
            to.put(missing, process.stamp);
            to.head = process.target;
            after.head = process.target;
            after.endWrite();
            to.changedBy(i);
            found.step(to, i, "commit");
        }
    }

    private void history(int i, Peer process) {
        if (process.writing == Writing.WRITING || isRefused(process, process.acknowledged) || !mayWrite(process)) {
            return;
        }
        SharedWorld to = world.copy();
        Peer after = to.processes[i];
        to.changedBy(i);
        if (world.snapshot == SharedWorld.NONE) {
            to.snapshot = world.head;
            after.snapshot = world.head;
            found.step(to, i, "snapshot");
            return;
        }
        SharedWorld back = to.copy();
        to.snapshot = SharedWorld.NONE;
        after.snapshot = SharedWorld.NONE;
        if (has(Rule.REMOVED_SNAPSHOTS_STAY)) {
            to.removed |= pagesOf(world.snapshot);
        }
        found.step(to, i, "remove the snapshot");
        if (world.head != world.snapshot) {
            back.head = world.snapshot;
            back.processes[i].head = world.snapshot;
            found.step(back, i, "roll back");
        }
    }

    private void collect(int i, Peer process) {
        SharedWorld to = world.copy();
        Peer after = to.processes[i];
        switch (process.collecting) {
            case 0 -> {
                if (world.epoch <= scope.epochs && !process.expired && process.writing != Writing.WRITING) {
                    if (has(Rule.EPOCH_BEFORE_CUT)) {
                        begin(to, after);
                        after.collecting = WAITING;
                        found.step(to, i, "begin an epoch");
                    } else {
                        after.marked = reachable(world) | world.removed;
                        after.collecting = WAITING;
                        found.step(to, i, "cut");
                    }
                }
            }
            case WAITING -> {
                expire(i, process);
                if (!has(Rule.EPOCH_BEFORE_CUT)) {
                    if (process.collected == 0) {
                        if (world.epoch <= scope.epochs) {
                            begin(to, after);
                            found.step(to, i, "begin an epoch");
                        }
                    } else if (acknowledged(process)) {
                        after.marked |= lists(world);
                        after.collecting = SWEEPING;
                        found.step(to, i, "add what leases list");
                    }
                } else if (acknowledged(process)) {
                    if (has(Rule.ONE_CUT)) {
                        after.marked = cut(world, process);
                        after.collecting = SWEEPING;
                        found.step(to, i, "cut");
                    } else {
                        after.collecting = CUTTING;
                        found.step(to, i, "see that all have acknowledged");
                    }
                }
            }
            case CUTTING -> {
                after.marked = cut(world, process);
                after.collecting = SWEEPING;
                found.step(to, i, "cut");
            }
            default -> sweep(i, process);
        }
    }

    private void begin(SharedWorld to, Peer after) {
        to.epoch++;
        if (has(Rule.REMOVED_SNAPSHOTS_GO_WITH_THE_EPOCH)) {
            to.removed = 0;
        }
        after.collected = to.epoch;
        after.collectedIncarnation = to.incarnation;
    }

    private void expire(int i, Peer collector) {
        if (collector.collected == 0) {
            return;
        }
        for (int other = 0; other < scope.processes; other++) {
            Peer process = world.processes[other];
            if (other != i
                    && process.hasLease()
                    && process.acknowledged < collector.collected
                    && markIsOurs(collector)) {
                SharedWorld to = world.copy();
                to.processes[other].loseLease();
                found.step(to, i, "delete the expired lease of " + other);
            }
        }
    }

    private boolean markIsOurs(Peer collector) {
        return collector.collected == world.epoch && collector.collectedIncarnation == world.incarnation;
    }

    private boolean acknowledged(Peer collector) {
        if (!has(Rule.THE_CUT_WAITS)) {
            return true;
        }
        for (Peer process : world.processes) {
            boolean waived = process == collector && !has(Rule.THE_COLLECTOR_ACKNOWLEDGES);
            if (process.hasLease() && process.acknowledged < collector.collected && !waived) {
                return false;
            }
        }
        return true;
    }

    private int lists(SharedWorld at) {
        int lists = 0;
        if (has(Rule.LISTS_ARE_ROOTS)) {
            for (Peer process : at.processes) {
                lists |= process.hasLease() ? process.listed : 0;
            }
        }
        return lists;
    }

    private int cut(SharedWorld at, Peer collector) {
        int own = has(Rule.THE_COLLECTOR_ACKNOWLEDGES) ? 0 : heap(collector);
        return reachable(at) | at.removed | lists(at) | own;
    }

    private void sweep(int i, Peer collector) {
        for (int page = 0; page < scope.pages; page++) {
            boolean old = !has(Rule.STAMPS_ARE_COMPARED) || world.stamp(page) < collector.collected;
            if (old && (collector.marked & 1 << page) == 0 && world.stamp(page) > 0 && !isStopped(collector)) {
                SharedWorld to = world.copy();
                to.delete(page);
                found.step(to, i, "delete page " + page);
            }
        }
        SharedWorld to = world.copy();
        to.processes[i].endCollection();
        found.step(to, i, "end the collection");
    }

    private boolean isStopped(Peer collector) {
        boolean epoch = collector.collected == world.epoch || !has(Rule.DELETES_CHECK_THE_EPOCH);
        boolean incarnation =
                collector.collectedIncarnation == world.incarnation || !has(Rule.DELETES_CHECK_THE_INCARNATION);
        return has(Rule.DELETES_CHECK_THE_MARK) && !(epoch && incarnation);
    }

    private void end(int i, Peer process) {
        if (!scope.crashes || world.crashes > 0) {
            return;
        }
        SharedWorld to = world.copy();
        to.crashes++;
        Peer after = to.processes[i];
        after.forget();
        after.phase = process.expired ? Phase.CLOSED : Phase.GONE;
        after.expired = false;
        found.step(to, i, "crash");
        if (!has(Rule.CLOSED_LEASES_STAY)) {
            SharedWorld closed = to.copy();
            closed.processes[i].phase = Phase.CLOSED;
            closed.processes[i].acknowledged = 0;
            closed.processes[i].listed = 0;
            found.step(closed, i, "close");
        }
    }

    private void recreate() {
        SharedWorld to = world.copy();
        to.incarnation++;
        to.epoch = 1;
        to.stamps = 0;
        to.put(scope.states[0], 1);
        to.head = 0;
        to.snapshot = SharedWorld.NONE;
        to.removed = 0;
        for (Peer process : to.processes) {
            process.fresh = false;
            if (process.phase != Phase.CLOSED) {
                process.loseLease();
            }
        }
        found.step(to, -1, "remove the tenant, and create it again");
    }

    private List<String> stepsTo(int index) {
        List<String> steps = new ArrayList<>();
        for (int at = index; seen.origin(at) >= 0; at = seen.origin(at)) {
            from = seen.origin(at);
            world = SharedWorld.unpack(seen.get(from), scope.pages, scope.processes);
            long[] wanted = seen.get(at);
            List<String> names = new ArrayList<>();
            found = (to, process, what) -> {
                if (Arrays.equals(to.pack(), wanted)) {
                    names.add(process < 0 ? what : "ABC".charAt(process) + ": " + what);
                }
            };
            steps();
            steps.add(names.get(0));
        }
        Collections.reverse(steps);
        return steps;
    }
}
