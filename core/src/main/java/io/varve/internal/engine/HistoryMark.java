package io.varve.internal.engine;

/**
 * The value of the ref {@link RefNames#HISTORY}, replaced by every commit that changes which snapshots there are.
 *
 * @param nextSequence the sequence number of the next snapshot
 * @param edits counts the commits that removed or edited snapshots. While it stays the same, a history differs from what
 *     it was only by what has come after it
 */
record HistoryMark(long nextSequence, long edits) {

    static final HistoryMark EMPTY = new HistoryMark(0, 0);

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(nextSequence);
            out.writeLong(edits);
        });
    }

    static HistoryMark decode(byte[] value) {
        return RefFormat.decode(RefNames.HISTORY, value, in -> new HistoryMark(in.readLong(), in.readLong()));
    }
}
