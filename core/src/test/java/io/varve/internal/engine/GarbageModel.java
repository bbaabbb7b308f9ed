package io.varve.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small model of the garbage collection, of which every interleaving is tried: a writer, a reader, the calls that change
 * the history, a collector, and a crash between any two steps. Nothing that is needed may ever be gone. A rule of the
 * protocol that is left out must be missed, or else the model would prove nothing.
 *
 * <p>There are three states, of two leaves: 0 has the first, 1 has both, 2 has the second; each has a root page of its own.
 * There is one head, and one place for a snapshot. The head in memory is the stored one; what a writer has computed and not
 * written stands for one that is ahead.
 */
final class GarbageModel {

    /** The rules. */
    enum Rule {
        /** The epoch begins, the refs are cut and the heap is looked at while no write is under way, as one step. */
        LOCK,
        /** Without a lock: the epoch begins before the refs are cut. */
        EPOCH_BEFORE_CUT,
        /** Without a lock: a commit is refused if the epoch is not the one with which its pages were stamped. */
        COMMITS_CHECK_THE_EPOCH,
        /** Without a lock: a writer that was refused puts all of its pages again. */
        REFUSED_WRITERS_PUT_AGAIN,
        /** Without a lock: the heap is looked at after the refs were cut. */
        HEAP_AFTER_CUT,
        /** What the heap holds is a root. */
        HEAP_IS_A_ROOT,
        /** What is being opened is on the heap already. */
        CELLS_ARE_ON_THE_HEAP,
        /** Only pages with stamps older than the epoch are deleted. */
        STAMPS_ARE_COMPARED
    }

    private static final int PAGES = 5;
    private static final int NONE = 3;
    private static final int MAX_EPOCH = 3;
    private static final int MAX_WRITES = 2;

    /** The leaves of each state; bits 0 and 1 are leaves, bits 2 to 4 roots. */
    private static final int[] LEAVES = {0b01, 0b11, 0b10, 0};

    /** All pages of each state. */
    private static final int[] ALL = {0b00101, 0b01011, 0b10010, 0};

    /** What a writer is at. */
    private static final int IDLE = 0;

    private static final int COMPUTED = 1;
    private static final int WRITING = 2;

    /**
     * All there is at one moment.
     *
     * @param stamps two bits for each page: 0 if it is not in the store, else its stamp
     * @param snapshot the state of the snapshot, or {@link #NONE}
     * @param held the state that a reader holds
     * @param opening the state of a snapshot that a reader has found in the history, and not opened yet
     * @param known the pages of the writer's state of which the heap knows that they are stored
     * @param flushed the pages that the writer has put, and does not put again
     * @param step the collector's: 0 idle, 1 and 2 between the steps of its beginning, 3 and on before deleting a page
     * @param marked the pages that the collector has marked
     */
    record World(
            int stamps,
            int epoch,
            int head,
            int snapshot,
            int held,
            int opening,
            int writer,
            int target,
            int known,
            int flushed,
            int writerStamp,
            int step,
            int collectorEpoch,
            int marked,
            int writes,
            boolean crashed) {

        /** All of it, so that worlds are compared by one number: most of what the model does is to look for one. */
        private long packed() {
            long bits = with(0, stamps, 2 * PAGES);
            bits = with(bits, epoch, 2);
            bits = with(bits, head, 2);
            bits = with(bits, snapshot, 2);
            bits = with(bits, held, 2);
            bits = with(bits, opening, 2);
            bits = with(bits, writer, 2);
            bits = with(bits, target, 2);
            bits = with(bits, known, PAGES);
            bits = with(bits, flushed, PAGES);
            bits = with(bits, writerStamp, 2);
            bits = with(bits, step, 4);
            bits = with(bits, collectorEpoch, 2);
            bits = with(bits, marked, PAGES);
            bits = with(bits, writes, 2);
            return with(bits, crashed ? 1 : 0, 1);
        }

        private static long with(long bits, int value, int width) {
            if (value >>> width != 0) {
                throw new AssertionError(value + " does not fit into " + width + " bits");
            }
            return bits << width | value;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof World world && packed() == world.packed();
        }

        @Override
        public int hashCode() {
            return Long.hashCode(packed() * 0x9E3779B97F4A7C15L);
        }

        int stamp(int page) {
            return stamps >> 2 * page & 3;
        }

        int present() {
            int present = 0;
            for (int page = 0; page < PAGES; page++) {
                present |= stamp(page) > 0 ? 1 << page : 0;
            }
            return present;
        }

        int reachable() {
            return ALL[head] | ALL[snapshot];
        }

        int onTheHeap(Set<Rule> rules) {
            return ALL[head] | ALL[held] | known | (rules.contains(Rule.CELLS_ARE_ON_THE_HEAP) ? ALL[opening] : 0);
        }

        int needed() {
            return reachable() | ALL[head] | ALL[held] | ALL[opening] | known;
        }

        World stamped(int put, int stamp) {
            int next = stamps;
            for (int page = 0; page < PAGES; page++) {
                if ((put & 1 << page) != 0) {
                    next = next & ~(3 << 2 * page) | Math.max(stamp(page), stamp) << 2 * page;
                }
            }
            return new World(
                    next,
                    epoch,
                    head,
                    snapshot,
                    held,
                    opening,
                    writer,
                    target,
                    known,
                    flushed,
                    writerStamp,
                    step,
                    collectorEpoch,
                    marked,
                    writes,
                    crashed);
        }

        World without(int page) {
            return new World(
                    stamps & ~(3 << 2 * page),
                    epoch,
                    head,
                    snapshot,
                    held,
                    opening,
                    writer,
                    target,
                    known,
                    flushed,
                    writerStamp,
                    step,
                    collectorEpoch,
                    marked,
                    writes,
                    crashed);
        }

        World history(int nextHead, int nextSnapshot) {
            return new World(
                    stamps,
                    epoch,
                    nextHead,
                    nextSnapshot,
                    held,
                    opening,
                    writer,
                    target,
                    known,
                    flushed,
                    writerStamp,
                    step,
                    collectorEpoch,
                    marked,
                    writes,
                    crashed);
        }

        World reader(int nextHeld, int nextOpening) {
            return new World(
                    stamps,
                    epoch,
                    head,
                    snapshot,
                    nextHeld,
                    nextOpening,
                    writer,
                    target,
                    known,
                    flushed,
                    writerStamp,
                    step,
                    collectorEpoch,
                    marked,
                    writes,
                    crashed);
        }

        World writer(int next, int nextTarget, int nextKnown, int nextFlushed, int stamp, int nextWrites) {
            return new World(
                    stamps,
                    epoch,
                    head,
                    snapshot,
                    held,
                    opening,
                    next,
                    nextTarget,
                    nextKnown,
                    nextFlushed,
                    stamp,
                    step,
                    collectorEpoch,
                    marked,
                    nextWrites,
                    crashed);
        }

        World noWriter() {
            return writer(IDLE, NONE, 0, 0, 0, writes);
        }

        World collector(int nextStep, int nextMarked) {
            return new World(
                    stamps,
                    epoch,
                    head,
                    snapshot,
                    held,
                    opening,
                    writer,
                    target,
                    known,
                    flushed,
                    writerStamp,
                    nextStep,
                    collectorEpoch,
                    nextMarked,
                    writes,
                    crashed);
        }

        World nextEpoch() {
            return new World(
                    stamps,
                    epoch + 1,
                    head,
                    snapshot,
                    held,
                    opening,
                    writer,
                    target,
                    known,
                    flushed,
                    writerStamp,
                    step,
                    epoch + 1,
                    marked,
                    writes,
                    crashed);
        }

        World afterCrash() {
            return new World(stamps, epoch, head, snapshot, NONE, NONE, IDLE, NONE, 0, 0, 0, 0, 0, 0, writes, true);
        }
    }

    private record Origin(@Nullable World before, String step) {}

    private final Set<Rule> rules;
    private final Map<World, Origin> seen = new HashMap<>();
    private final ArrayDeque<World> next = new ArrayDeque<>();

    GarbageModel(Set<Rule> rules) {
        this.rules = rules;
    }

    /** The steps to a world in which something needed is gone, or none. */
    List<String> counterexample() {
        World first = new World(0, 1, 0, NONE, NONE, NONE, IDLE, NONE, 0, 0, 0, 0, 0, 0, 0, false).stamped(ALL[0], 1);
        seen.put(first, new Origin(null, "begin"));
        next.add(first);
        while (!next.isEmpty()) {
            World world = next.poll();
            if ((world.needed() & ~world.present()) != 0) {
                return stepsTo(world);
            }
            history(world);
            reader(world);
            writer(world);
            collector(world);
            if (!world.crashed) {
                go(world, world.afterCrash(), "crash");
            }
        }
        return List.of();
    }

    /** Worlds in which nothing is under way and nothing held. */
    List<World> quietWorlds() {
        return seen.keySet().stream()
                .filter(world -> world.writer == IDLE
                        && world.step == 0
                        && world.held == NONE
                        && world.opening == NONE
                        && world.epoch < MAX_EPOCH)
                .toList();
    }

    private void go(World from, World to, String step) {
        if (seen.putIfAbsent(to, new Origin(from, step)) == null) {
            next.add(to);
        }
    }

    private void history(World world) {
        if (world.writer == WRITING) {
            return;
        }
        if (world.snapshot == NONE) {
            go(world, world.history(world.head, world.head), "snapshot");
            return;
        }
        go(world, world.history(world.head, NONE), "delete the snapshot");
        if (world.writer == IDLE) {
            go(world, world.history(world.snapshot, world.snapshot), "roll back");
        }
    }

    private void reader(World world) {
        go(world, world.reader(world.head, world.opening), "hold the head");
        go(world, world.reader(NONE, world.opening), "let go");
        if (world.opening != NONE) {
            go(world, world.reader(world.opening, NONE), "open what was found");
            go(world, world.reader(world.held, NONE), "give up opening");
        } else if (world.snapshot != NONE) {
            go(world, world.reader(world.held, world.snapshot), "find the snapshot");
        }
    }

    private void writer(World world) {
        switch (world.writer) {
            case IDLE -> {
                for (int target = 0; target < NONE && world.writes < MAX_WRITES; target++) {
                    compute(world, target, 0, "anew");
                    compute(world, target, LEAVES[target] & LEAVES[world.head], "from the head");
                    compute(world, target, LEAVES[target] & LEAVES[world.held], "from what is held");
                }
            }
            case COMPUTED -> {
                go(world, world.noWriter(), "throw it away");
                go(
                        world,
                        world.writer(WRITING, world.target, world.known, 0, world.epoch, world.writes),
                        "begin to write");
            }
            default -> {
                int leaves = LEAVES[world.target] & ~world.known & ~world.flushed;
                // With the lock, what was flushed counts as stored at once, as it is built.
                boolean told = rules.contains(Rule.LOCK);
                go(
                        world,
                        world.stamped(leaves, world.writerStamp)
                                .writer(
                                        WRITING,
                                        world.target,
                                        world.known | (told ? leaves : 0),
                                        world.flushed | leaves,
                                        world.writerStamp,
                                        world.writes),
                        "flush");
                commit(world);
            }
        }
    }

    private void compute(World world, int target, int known, String how) {
        go(world, world.writer(COMPUTED, target, known, 0, 0, world.writes + 1), "compute state " + target + " " + how);
    }

    private void commit(World world) {
        World put = world.stamped(ALL[world.target] & ~world.known & ~world.flushed, world.writerStamp);
        if (rules.contains(Rule.COMMITS_CHECK_THE_EPOCH) && world.writerStamp != world.epoch) {
            int stillPut = rules.contains(Rule.REFUSED_WRITERS_PUT_AGAIN) ? 0 : world.flushed;
            go(
                    world,
                    put.writer(WRITING, world.target, world.known, stillPut, world.epoch, world.writes),
                    "commit, refused");
        } else {
            go(world, put.history(world.target, world.snapshot).noWriter(), "commit");
            go(world, put, "commit, of which only the pages arrive");
        }
    }

    private void collector(World world) {
        if (world.step >= 3) {
            delete(world);
        } else if (world.step > 0 || world.epoch < MAX_EPOCH) {
            begin(world);
        }
    }

    private void begin(World world) {
        if (rules.contains(Rule.LOCK)) {
            if (world.writer != WRITING) {
                go(world, look(cut(world.nextEpoch())).collector(3, marksOf(world)), "begin to collect");
            }
        } else if (!rules.contains(Rule.EPOCH_BEFORE_CUT)) {
            switch (world.step) {
                case 0 -> go(world, cut(world).collector(1, cut(world).marked), "cut");
                case 1 -> go(world, look(world).collector(2, look(world).marked), "look at the heap");
                default -> go(world, world.nextEpoch().collector(3, world.marked), "begin the epoch");
            }
        } else if (!rules.contains(Rule.HEAP_AFTER_CUT)) {
            switch (world.step) {
                case 0 -> go(world, world.nextEpoch().collector(1, 0), "begin the epoch");
                case 1 -> go(world, look(world).collector(2, look(world).marked), "look at the heap");
                default -> go(world, cut(world).collector(3, cut(world).marked), "cut");
            }
        } else {
            switch (world.step) {
                case 0 -> go(world, world.nextEpoch().collector(1, 0), "begin the epoch");
                case 1 -> go(world, cut(world).collector(2, cut(world).marked), "cut");
                default -> go(world, look(world).collector(3, look(world).marked), "look at the heap");
            }
        }
    }

    private int marksOf(World world) {
        return look(cut(world)).marked;
    }

    private static World cut(World world) {
        return world.collector(world.step, world.marked | world.reachable());
    }

    private World look(World world) {
        return rules.contains(Rule.HEAP_IS_A_ROOT)
                ? world.collector(world.step, world.marked | world.onTheHeap(rules))
                : world;
    }

    private void delete(World world) {
        go(world, deleted(world), "look at page " + (world.step - 3));
    }

    private World deleted(World world) {
        int page = world.step - 3;
        boolean last = page == PAGES - 1;
        boolean old = !rules.contains(Rule.STAMPS_ARE_COMPARED) || world.stamp(page) < world.collectorEpoch;
        boolean goes = old && (world.marked & 1 << page) == 0;
        World after = goes ? world.without(page) : world;
        return last ? after.collector(0, 0) : after.collector(world.step + 1, world.marked);
    }

    /** How many worlds were found. */
    int worlds() {
        return seen.size();
    }

    /** One whole collection in which nothing else happens. */
    World collected(World quiet) {
        World world = quiet.nextEpoch();
        world = world.collector(3, marksOf(world));
        while (world.step > 0) {
            world = deleted(world);
        }
        return world;
    }

    private List<String> stepsTo(World world) {
        List<String> steps = new ArrayList<>();
        World at = world;
        while (at != null) {
            Origin origin = seen.get(at);
            steps.add(origin.step());
            at = origin.before();
        }
        Collections.reverse(steps);
        return steps;
    }
}
