package io.varve.internal.engine;

/**
 * All there is at one moment of a {@link SharedGarbageModel}: a store, and some processes that share a tenant in it. Sets of
 * pages are bits.
 */
final class SharedWorld {

    /** No state. */
    static final int NONE = 3;

    /** How many longs hold a world. */
    static final int LONGS = 4;

    private static final Phase[] PHASES = Phase.values();
    private static final Writing[] WRITINGS = Writing.values();

    /** What a process is at. */
    enum Phase {
        /** The tenant is not open, and there is no lease. */
        CLOSED,
        /** The lease was written, and nothing read. */
        LEASED,
        OPEN,
        /** Nothing is left but the lease. */
        GONE
    }

    /** What a process's writer is at. */
    enum Writing {
        IDLE,
        WRITING,
        /** What was to be written is still on the heap. */
        REFUSED
    }

    /** A process: what its lease says, what its heap holds, and what its threads are at. */
    static final class Process {

        Phase phase = Phase.CLOSED;

        /** Whether the lease was deleted, though the process goes on. */
        boolean expired;

        /** What the lease says: the acknowledged epoch, and the pages that the heap held then. */
        int acknowledged;

        int listed;

        /** The head and the snapshot as they were when the process last read or wrote them. */
        int head = NONE;

        int snapshot = NONE;

        /** Whether they are so still. */
        boolean fresh;

        /** The state that the application holds, or the snapshot that it has found and not read yet. */
        int held = NONE;

        Writing writing = Writing.IDLE;
        int target = NONE;

        /** The pages of the target that are known to be stored. */
        int known;

        /** The pages of the target that this write has put. */
        int put;

        /** The stamp with which the writer puts pages, and the epoch which its commit expects. */
        int stamp;

        /** How far the process is on the way to its next acknowledgement, and what it knows for that. */
        int acknowledging;

        int nextAcknowledged;
        int nextListed;

        /** How far the process's collection is: 0 idle, then before the cut, then before each page. */
        int collecting;

        int collected;
        int collectedIncarnation;
        int marked;

        Process copy() {
            Process copy = new Process();
            copy.phase = phase;
            copy.expired = expired;
            copy.acknowledged = acknowledged;
            copy.listed = listed;
            copy.head = head;
            copy.snapshot = snapshot;
            copy.fresh = fresh;
            copy.held = held;
            copy.writing = writing;
            copy.target = target;
            copy.known = known;
            copy.put = put;
            copy.stamp = stamp;
            copy.acknowledging = acknowledging;
            copy.nextAcknowledged = nextAcknowledged;
            copy.nextListed = nextListed;
            copy.collecting = collecting;
            copy.collected = collected;
            copy.collectedIncarnation = collectedIncarnation;
            copy.marked = marked;
            return copy;
        }

        boolean hasLease() {
            return phase != Phase.CLOSED && !expired;
        }

        void endWrite() {
            writing = Writing.IDLE;
            target = NONE;
            known = 0;
            put = 0;
            stamp = 0;
        }

        void endAcknowledging() {
            acknowledging = 0;
            nextAcknowledged = 0;
            nextListed = 0;
        }

        void endCollection() {
            collecting = 0;
            collected = 0;
            collectedIncarnation = 0;
            marked = 0;
        }

        /** The heap is lost, and whatever was under way. */
        void forget() {
            head = NONE;
            snapshot = NONE;
            fresh = false;
            held = NONE;
            endWrite();
            endAcknowledging();
            endCollection();
        }

        void loseLease() {
            acknowledged = 0;
            listed = 0;
            if (phase == Phase.GONE) {
                phase = Phase.CLOSED;
            } else {
                expired = true;
            }
        }

        private void pack(Bits bits, int pages) {
            bits.add(phase.ordinal(), 2);
            bits.add(expired ? 1 : 0, 1);
            bits.add(acknowledged, 2);
            bits.add(listed, pages);
            bits.add(head, 2);
            bits.add(snapshot, 2);
            bits.add(fresh ? 1 : 0, 1);
            bits.add(held, 2);
            bits.add(writing.ordinal(), 2);
            bits.add(target, 2);
            bits.add(known, pages);
            bits.add(put, pages);
            bits.add(stamp, 2);
            bits.add(acknowledging, 3);
            bits.add(nextAcknowledged, 2);
            bits.add(nextListed, pages);
            bits.add(collecting, 3);
            bits.add(collected, 2);
            bits.add(collectedIncarnation, 1);
            bits.add(marked, pages);
        }

        private void unpack(Bits bits, int pages) {
            phase = PHASES[bits.next(2)];
            expired = bits.next(1) == 1;
            acknowledged = bits.next(2);
            listed = bits.next(pages);
            head = bits.next(2);
            snapshot = bits.next(2);
            fresh = bits.next(1) == 1;
            held = bits.next(2);
            writing = WRITINGS[bits.next(2)];
            target = bits.next(2);
            known = bits.next(pages);
            put = bits.next(pages);
            stamp = bits.next(2);
            acknowledging = bits.next(3);
            nextAcknowledged = bits.next(2);
            nextListed = bits.next(pages);
            collecting = bits.next(3);
            collected = bits.next(2);
            collectedIncarnation = bits.next(1);
            marked = bits.next(pages);
        }
    }

    final int pages;
    final Process[] processes;

    /** Two bits for each page: 0 if it is not in the store, else its stamp. */
    int stamps;

    int epoch = 1;
    int incarnation;
    int head;
    int snapshot = NONE;

    /** The roots of snapshots that were removed and are kept for those who may read them. */
    int removed;

    /** What has happened so often that it does not happen again. */
    int writes;

    int crashes;

    SharedWorld(int pages, int processes) {
        this.pages = pages;
        this.processes = new Process[processes];
        for (int i = 0; i < processes; i++) {
            this.processes[i] = new Process();
        }
    }

    SharedWorld copy() {
        SharedWorld copy = new SharedWorld(pages, processes.length);
        for (int i = 0; i < processes.length; i++) {
            copy.processes[i] = processes[i].copy();
        }
        copy.stamps = stamps;
        copy.epoch = epoch;
        copy.incarnation = incarnation;
        copy.head = head;
        copy.snapshot = snapshot;
        copy.removed = removed;
        copy.writes = writes;
        copy.crashes = crashes;
        return copy;
    }

    int stamp(int page) {
        return stamps >> 2 * page & 3;
    }

    int present() {
        int present = 0;
        for (int page = 0; page < pages; page++) {
            present |= stamp(page) > 0 ? 1 << page : 0;
        }
        return present;
    }

    void put(int put, int stamp) {
        for (int page = 0; page < pages; page++) {
            if ((put & 1 << page) != 0) {
                stamps = stamps & ~(3 << 2 * page) | Math.max(stamp(page), stamp) << 2 * page;
            }
        }
    }

    void delete(int page) {
        stamps &= ~(3 << 2 * page);
    }

    /** The heads or the history changed: what others know of them is not so any more. */
    void changedBy(int process) {
        for (int i = 0; i < processes.length; i++) {
            processes[i].fresh = processes[i].phase == Phase.OPEN && i == process;
        }
    }

    long[] pack() {
        Bits bits = new Bits(new long[LONGS]);
        for (Process process : processes) {
            process.pack(bits, pages);
        }
        bits.add(stamps, 2 * pages);
        bits.add(epoch, 2);
        bits.add(incarnation, 1);
        bits.add(head, 2);
        bits.add(snapshot, 2);
        bits.add(removed, pages);
        bits.add(writes, 2);
        bits.add(crashes, 1);
        return bits.longs;
    }

    static SharedWorld unpack(long[] packed, int pages, int processes) {
        SharedWorld world = new SharedWorld(pages, processes);
        Bits bits = new Bits(packed);
        for (Process process : world.processes) {
            process.unpack(bits, pages);
        }
        world.stamps = bits.next(2 * pages);
        world.epoch = bits.next(2);
        world.incarnation = bits.next(1);
        world.head = bits.next(2);
        world.snapshot = bits.next(2);
        world.removed = bits.next(pages);
        world.writes = bits.next(2);
        world.crashes = bits.next(1);
        return world;
    }

    /** Small numbers, one after the other. */
    private static final class Bits {

        private final long[] longs;
        private int at;

        Bits(long[] longs) {
            this.longs = longs;
        }

        void add(int value, int width) {
            if (value >>> width != 0) {
                throw new AssertionError(value + " does not fit into " + width + " bits");
            }
            longs[at >> 6] |= (long) value << at;
            if ((at & 63) + width > 64) {
                longs[(at >> 6) + 1] |= (long) value >>> 64 - (at & 63);
            }
            at += width;
        }

        int next(int width) {
            long value = longs[at >> 6] >>> at;
            if ((at & 63) + width > 64) {
                value |= longs[(at >> 6) + 1] << 64 - (at & 63);
            }
            at += width;
            return (int) value & (1 << width) - 1;
        }
    }
}
