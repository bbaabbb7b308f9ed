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
 * A small model of what {@link GarbageModel} knows nothing of: pages that are stored as deltas of others. Every interleaving
 * of a writer, the calls that change the history, a collector, and a crash between any two steps is tried.
 * Whatever is needed must be there and readable: whole, or as a delta of a page that is there and whole. A rule that is left
 * out must be missed.
 *
 * <p>There are three contents, each the page of a state of its own, and any may be made from any other. There is one head,
 * and one place for a snapshot. A collection begins while no write is under way, as it is built.
 */
final class DeltaGarbageModel {

    /** The rules. */
    enum Rule {
        /** Of a page that is put again the stored bytes stay. */
        PUT_AGAIN_KEEPS_BYTES,
        /** A writer makes a delta only of a page of which the store says that it is whole. */
        BASES_ARE_WHOLE,
        /** Who knows the bytes of a node holds its page, and the one that it was a delta of. */
        NODES_HOLD_BASES,
        /** A delta that is there keeps its base, whether or not it is garbage itself. */
        ALL_DELTAS_KEEP_BASES,
        /** Only pages with stamps older than the epoch are deleted. */
        STAMPS_ARE_COMPARED
    }

    private static final int CONTENTS = 3;
    private static final int NONE = 3;
    private static final int MAX_EPOCH = 2;
    private static final int MAX_WRITES = 3;

    /** How a content is stored: not at all, whole, or as a delta of the content with the number that is left. */
    private static final int ABSENT = 0;

    private static final int WHOLE = 1;
    private static final int DELTA_OF = 2;

    /**
     * A node on the heap.
     *
     * @param content what it is, or {@link #NONE} if there is no node
     * @param base what its page is known to be a delta of, or {@link #NONE}
     */
    record Known(int content, int base) {

        static final Known NOTHING = new Known(NONE, NONE);

        int held(Set<Rule> rules) {
            return bit(content) | (rules.contains(Rule.NODES_HOLD_BASES) ? bit(base) : 0);
        }
    }

    /**
     * What is being written.
     *
     * @param target the content, or {@link #NONE} if nothing is
     * @param from the node that it was made from
     * @param as how it is going to be stored, or {@link #ABSENT} if that was not decided yet
     * @param put whether it was put
     */
    record Write(int target, Known from, int as, boolean put) {

        static final Write NOTHING = new Write(NONE, Known.NOTHING, ABSENT, false);

        boolean isUnderWay() {
            return as != ABSENT;
        }
    }

    /** The store: how each content is stored, and with which stamp. */
    record Store(List<Integer> ways, List<Integer> stamps) {

        int way(int content) {
            return ways.get(content);
        }

        boolean isReadable(int content) {
            return way(content) == WHOLE || isDelta(content) && way(baseOf(content)) == WHOLE;
        }

        boolean isDelta(int content) {
            return way(content) >= DELTA_OF;
        }

        int baseOf(int content) {
            return isDelta(content) ? way(content) - DELTA_OF : NONE;
        }

        Store with(int content, int way, int stamp) {
            List<Integer> nextWays = new ArrayList<>(ways);
            List<Integer> nextStamps = new ArrayList<>(stamps);
            nextWays.set(content, way);
            nextStamps.set(content, stamp);
            return new Store(List.copyOf(nextWays), List.copyOf(nextStamps));
        }
    }

    /**
     * The collector.
     *
     * @param step 0 if it is idle; else it is about to look at a page, or at what a page is a delta of
     * @param marked the contents that stay
     */
    record Collection(int step, int marked) {

        static final Collection IDLE = new Collection(0, 0);
    }

    /**
     * All there is at one moment.
     *
     * @param head the node of the head
     * @param snapshot the content of the snapshot, or {@link #NONE}
     */
    record World(
            Store store,
            int epoch,
            Known head,
            int snapshot,
            Write write,
            Collection collection,
            int writes,
            boolean crashed) {

        int needed() {
            return bit(head.content) | bit(snapshot);
        }

        boolean isSound() {
            for (int content = 0; content < CONTENTS; content++) {
                if ((needed() & bit(content)) != 0 && !store.isReadable(content)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether something is stored that is not needed, and no base of what is there or of the head's node. */
        boolean hasGarbage() {
            int wanted = needed() | bit(head.base);
            for (int content = 0; content < CONTENTS; content++) {
                wanted |= bit(store.baseOf(content));
            }
            for (int content = 0; content < CONTENTS; content++) {
                if (store.way(content) != ABSENT && (wanted & bit(content)) == 0) {
                    return true;
                }
            }
            return false;
        }

        World stored(Store next) {
            return new World(next, epoch, head, snapshot, write, collection, writes, crashed);
        }

        World history(Known nextHead, int nextSnapshot) {
            return new World(store, epoch, nextHead, nextSnapshot, write, collection, writes, crashed);
        }

        World writing(Write next) {
            int begun = write.target == NONE && next.target != NONE ? writes + 1 : writes;
            return new World(store, epoch, head, snapshot, next, collection, begun, crashed);
        }

        World collecting(int nextEpoch, Collection next) {
            return new World(store, nextEpoch, head, snapshot, write, next, writes, crashed);
        }

        World afterCrash() {
            Known read = new Known(head.content, store.baseOf(head.content));
            return new World(store, epoch, read, snapshot, Write.NOTHING, Collection.IDLE, writes, true);
        }
    }

    private record Origin(@Nullable World before, String step) {}

    private final Set<Rule> rules;
    private final Map<World, Origin> seen = new HashMap<>();
    private final ArrayDeque<World> next = new ArrayDeque<>();

    DeltaGarbageModel(Set<Rule> rules) {
        this.rules = rules;
    }

    private static int bit(int content) {
        return content == NONE ? 0 : 1 << content;
    }

    /** The steps to a world in which something needed is gone or can't be read, or none. */
    List<String> counterexample() {
        Store first = new Store(List.of(ABSENT, ABSENT, ABSENT), List.of(0, 0, 0)).with(0, WHOLE, 1);
        World begin = new World(first, 1, new Known(0, NONE), NONE, Write.NOTHING, Collection.IDLE, 0, false);
        seen.put(begin, new Origin(null, "begin"));
        next.add(begin);
        while (!next.isEmpty()) {
            World world = next.poll();
            if (!world.isSound()) {
                return stepsTo(world);
            }
            history(world);
            writer(world);
            collector(world);
            if (!world.crashed) {
                go(world, world.afterCrash(), "crash");
            }
        }
        return List.of();
    }

    /** How many worlds were found. */
    int worlds() {
        return seen.size();
    }

    /** Worlds in which nothing is under way. */
    List<World> quietWorlds() {
        return seen.keySet().stream()
                .filter(world -> world.write.target == NONE && world.collection.step == 0)
                .toList();
    }

    private void go(World from, World to, String step) {
        if (seen.putIfAbsent(to, new Origin(from, step)) == null) {
            next.add(to);
        }
    }

    private void history(World world) {
        if (world.write.isUnderWay()) {
            return;
        }
        if (world.snapshot == NONE) {
            go(world, world.history(world.head, world.head.content), "snapshot");
            return;
        }
        go(world, world.history(world.head, NONE), "delete the snapshot");
        go(world, world.history(read(world, world.snapshot), world.snapshot), "roll back");
    }

    private static Known read(World world, int content) {
        return new Known(content, world.store.baseOf(content));
    }

    private void writer(World world) {
        Write write = world.write;
        if (write.target == NONE) {
            for (int target = 0; target < CONTENTS && world.writes < MAX_WRITES; target++) {
                compute(world, target, Known.NOTHING, "anew");
                compute(world, target, world.head, "from the head");
            }
        } else if (!write.isUnderWay()) {
            go(world, world.writing(Write.NOTHING), "throw it away");
            int way = wayToStore(world, write);
            go(world, world.writing(new Write(write.target, write.from, way, false)), "begin to write as " + way);
        } else if (!write.put) {
            World put = world.stored(put(world, write));
            go(world, put.writing(new Write(write.target, write.from, write.as, true)), "put");
        } else {
            int base = write.as >= DELTA_OF ? write.as - DELTA_OF : NONE;
            go(
                    world,
                    world.history(new Known(write.target, base), world.snapshot).writing(Write.NOTHING),
                    "commit");
            go(world, world.writing(Write.NOTHING), "fail to commit");
        }
    }

    private void compute(World world, int target, Known from, String how) {
        go(world, world.writing(new Write(target, from, ABSENT, false)), "compute state " + target + " " + how);
    }

    /** As {@code StoredPage.next} decides. */
    private int wayToStore(World world, Write write) {
        Known from = write.from;
        if (from.content == NONE) {
            return WHOLE;
        }
        int base = from.base != NONE ? from.base : from.content;
        boolean known = from.base != NONE;
        boolean asked = !rules.contains(Rule.BASES_ARE_WHOLE) || world.store.way(base) == WHOLE;
        return base != write.target && (known || asked) ? DELTA_OF + base : WHOLE;
    }

    private Store put(World world, Write write) {
        int present = world.store.way(write.target);
        boolean kept = present != ABSENT && rules.contains(Rule.PUT_AGAIN_KEEPS_BYTES);
        return world.store.with(write.target, kept ? present : write.as, world.epoch);
    }

    private int heldPages(World world) {
        return world.head.held(rules) | world.write.from.held(rules);
    }

    private void collector(World world) {
        int step = world.collection.step;
        if (step > 0) {
            go(world, collected(world), "collect, step " + step);
        } else if (world.epoch < MAX_EPOCH && !world.write.isUnderWay()) {
            go(world, begun(world), "begin to collect");
        }
    }

    private World begun(World world) {
        return world.collecting(world.epoch + 1, new Collection(1, world.needed() | heldPages(world)));
    }

    /** The first pass has two steps for each page: delete it if it is a delta and garbage; else mark its base. */
    private World collected(World world) {
        Collection collection = world.collection;
        int step = collection.step - 1;
        if (step >= 2 * CONTENTS) {
            return after(world, deleted(world, step - 2 * CONTENTS, true), collection.marked);
        }
        int page = step / 2;
        if (step % 2 == 0) {
            return after(world, deleted(world, page, false), collection.marked);
        }
        boolean keeps = rules.contains(Rule.ALL_DELTAS_KEEP_BASES) || (collection.marked & bit(page)) != 0;
        return after(world, world.store, collection.marked | (keeps ? bit(world.store.baseOf(page)) : 0));
    }

    private static World after(World world, Store store, int marked) {
        int step = world.collection.step + 1;
        World swept = world.stored(store);
        return swept.collecting(world.epoch, step > 3 * CONTENTS ? Collection.IDLE : new Collection(step, marked));
    }

    private Store deleted(World world, int page, boolean inSecondPass) {
        boolean looksAtIt = inSecondPass || world.store.isDelta(page);
        boolean old = !rules.contains(Rule.STAMPS_ARE_COMPARED) || world.store.stamps.get(page) < world.epoch;
        boolean goes = looksAtIt && old && (world.collection.marked & bit(page)) == 0;
        return goes ? world.store.with(page, ABSENT, 0) : world.store;
    }

    /** Two whole collections in which nothing else happens: what only garbage needed goes with the second at the latest. */
    World collectedTwice(World quiet) {
        World world = quiet;
        for (int round = 0; round < 2; round++) {
            world = begun(world);
            while (world.collection.step > 0) {
                world = collected(world);
            }
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
