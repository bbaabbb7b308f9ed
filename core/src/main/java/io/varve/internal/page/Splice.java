package io.varve.internal.page;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;

/**
 * What has to be done to some bytes, the <em>base</em>, to get others: from the first to the last, so many are kept, so
 * many dropped, some put in, and so on; what is left of the base in the end is kept. Immutable.
 *
 * <p>It is held as it is stored, see {@code docs/decisions/0080-deltas.md}: for each step the three numbers and what is put
 * in.
 */
public final class Splice {

    private final byte[] script;

    private Splice(byte[] script) {
        this.script = script;
    }

    /** Takes a splice as it was stored, without looking at it; {@link #apply} does. */
    static Splice ofStored(byte[] script) {
        return new Splice(script);
    }

    /**
     * What makes other bytes of some. Short where both are equally long and differ in few places, or differ in one place
     * only; right in any case. Cost: O(n).
     */
    public static Splice between(byte[] before, byte[] after) {
        Builder splice = new Builder();
        splice.replace(before, 0, before.length, after, 0, after.length);
        return splice.build();
    }

    /** How many bytes it takes where it is stored. */
    int length() {
        return script.length;
    }

    byte[] script() {
        return script;
    }

    /**
     * Makes the bytes.
     *
     * @param base the bytes that the splice is for
     * @param length how many bytes are to come out
     * @throws MalformedException if these bytes can't be spliced so, or something else comes out
     */
    byte[] apply(byte[] base, int length) throws MalformedException {
        byte[] made = new byte[length];
        apply(base, made, length);
        return made;
    }

    /** The same into the first bytes of an array. */
    void apply(byte[] base, byte[] made, int length) throws MalformedException {
        Steps steps = new Steps(script);
        int from = 0;
        int to = 0;
        while (steps.next()) {
            if (steps.keep > base.length - from
                    || steps.drop > base.length - from - steps.keep
                    || steps.keep > length - to
                    || steps.put > length - to - steps.keep) {
                throw new MalformedException("a splice that does not fit what it is for");
            }
            System.arraycopy(base, from, made, to, steps.keep);
            from += steps.keep + steps.drop;
            to += steps.keep;
            System.arraycopy(script, steps.putFrom, made, to, steps.put);
            to += steps.put;
        }
        if (base.length - from != length - to) {
            throw new MalformedException(
                    "a splice that makes " + ((long) to + base.length - from) + " bytes, not " + length);
        }
        System.arraycopy(base, from, made, to, length - to);
    }

    /** The two as one: this is for the bytes that the other makes, and the result for those that the other is for. */
    Splice after(Splice first) {
        Builder both = new Builder();
        try {
            Pieces made = new Pieces(first.script);
            Steps steps = new Steps(script);
            while (steps.next()) {
                made.move(steps.keep, true, both);
                made.move(steps.drop, false, both);
                both.put(script, steps.putFrom, steps.putFrom + steps.put);
            }
            made.moveRest(both);
        } catch (MalformedException e) {
            throw new AssertionError("splices that were applied before are well-formed", e);
        }
        return both.build();
    }

    /** Two splices are equal if they do the same in the same steps. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Splice splice && Arrays.equals(script, splice.script);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(script);
    }

    /** A splice for other bytes, or none at all. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /** Makes a splice from the first byte of the base to the last. Not thread-safe. */
    public static final class Builder {

        /** Fewer equal bytes than this between two differences take no more to be put in than to be kept. */
        private static final int WORTH_KEEPING = 4;

        private final Output script = new Output(64, -1);
        private final Output put = new Output(32, -1);
        private int keep;
        private int drop;

        /** Keeps the next bytes of the base. */
        public void keep(int bytes) {
            if (bytes == 0) {
                return;
            }
            if (drop != 0 || put.position() != 0) {
                end();
            }
            keep += bytes;
        }

        /** Leaves out the next bytes of the base. */
        public void drop(int bytes) {
            drop += bytes;
        }

        /** Puts bytes in. */
        public void put(byte[] bytes, int from, int to) {
            put.writeBytes(bytes, from, to - from);
        }

        /** Puts some bytes in the place of the next ones of the base, of which both are known, and keeps what is the same. */
        public void replace(byte[] before, int from, int to, byte[] after, int newFrom, int newTo) {
            if (to - from == newTo - newFrom) {
                replaceAligned(before, from, to, after, newFrom);
                return;
            }
            int most = Math.min(to - from, newTo - newFrom);
            int prefix = 0;
            while (prefix < most && before[from + prefix] == after[newFrom + prefix]) {
                prefix++;
            }
            int suffix = 0;
            while (suffix < most - prefix && before[to - 1 - suffix] == after[newTo - 1 - suffix]) {
                suffix++;
            }
            keep(prefix);
            drop(to - from - prefix - suffix);
            put(after, newFrom + prefix, newTo - suffix);
            keep(suffix);
        }

        private void replaceAligned(byte[] before, int from, int to, byte[] after, int newFrom) {
            int length = to - from;
            int at = 0;
            while (at < length) {
                int same = Arrays.mismatch(before, from + at, to, after, newFrom + at, newFrom + length);
                int equal = same < 0 ? length - at : same;
                if (equal < WORTH_KEEPING && same >= 0 && at != 0) {
                    drop(equal);
                    put(after, newFrom + at, newFrom + at + equal);
                } else {
                    keep(equal);
                }
                at += equal;
                int differing = at;
                while (differing < length && before[from + differing] != after[newFrom + differing]) {
                    differing++;
                }
                drop(differing - at);
                put(after, newFrom + at, newFrom + differing);
                at = differing;
            }
        }

        /** The splice so far, which keeps the rest of the base. */
        public Splice build() {
            if (drop != 0 || put.position() != 0) {
                end();
            }
            return new Splice(script.toBytes());
        }

        private void end() {
            script.writeVarInt(keep, true);
            script.writeVarInt(drop, true);
            script.writeVarInt(put.position(), true);
            script.writeBytes(put.getBuffer(), 0, put.position());
            keep = 0;
            drop = 0;
            put.reset();
        }
    }

    /** Reads the steps of a script. */
    private static final class Steps {

        private final byte[] script;
        private int position;
        private int keep;
        private int drop;
        private int put;
        private int putFrom;

        Steps(byte[] script) {
            this.script = script;
        }

        boolean next() throws MalformedException {
            if (position == script.length) {
                return false;
            }
            keep = number();
            drop = number();
            put = number();
            putFrom = position;
            if (put > script.length - position) {
                throw new MalformedException("a splice that is cut short");
            }
            position += put;
            return true;
        }

        private int number() throws MalformedException {
            int value = 0;
            for (int shift = 0; shift < 28; shift += 7) {
                if (position == script.length) {
                    throw new MalformedException("a splice that is cut short");
                }
                byte next = script[position++];
                value |= (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new MalformedException("a splice with a number that does not end");
        }
    }

    /** What a splice makes, piece by piece: bytes of the base, and bytes that are put in. */
    private static final class Pieces {

        private final Steps steps;
        private int keep;
        private int drop;
        private int putFrom;
        private int put;
        private boolean ended;

        Pieces(byte[] script) throws MalformedException {
            this.steps = new Steps(script);
            advance();
        }

        private void advance() throws MalformedException {
            if (steps.next()) {
                keep = steps.keep;
                drop = steps.drop;
                putFrom = steps.putFrom;
                put = steps.put;
            } else {
                ended = true;
                keep = Integer.MAX_VALUE; // The rest of the base, which is as long as it takes.
            }
        }

        /** Goes on by so many of the bytes that are made, which are wanted or not. */
        void move(int bytes, boolean wanted, Builder to) throws MalformedException {
            int left = bytes;
            while (left > 0) {
                if (keep > 0) {
                    int some = Math.min(left, keep);
                    moveKept(some, wanted, to);
                    left -= some;
                    continue;
                }
                to.drop(drop);
                drop = 0;
                int some = Math.min(left, put);
                if (wanted) {
                    to.put(steps.script, putFrom, putFrom + some);
                }
                putFrom += some;
                put -= some;
                left -= some;
                if (put == 0) {
                    advance();
                }
            }
        }

        private void moveKept(int bytes, boolean wanted, Builder to) {
            if (wanted) {
                to.keep(bytes);
            } else {
                to.drop(bytes);
            }
            keep -= ended ? 0 : bytes;
        }

        void moveRest(Builder to) throws MalformedException {
            while (!ended) {
                to.keep(keep);
                to.drop(drop);
                to.put(steps.script, putFrom, putFrom + put);
                advance();
            }
        }
    }
}
