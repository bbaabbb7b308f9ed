package io.varve.internal.engine;

import io.varve.internal.page.HeldPages;
import io.varve.internal.page.PageLink;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where a state comes from beside the head before it. Immutable; see {@code docs/decisions/0053-timelines.md}.
 *
 * @param ahead by how much the generation is more than the version
 * @param lineage of which snapshots the head was made
 * @param merged how far other timelines are part of the state, by their numbers
 */
record Ancestry(long ahead, Option<Lineage> lineage, SortedMap<Long, MergedPoint> merged) {

    static final Ancestry NONE = new Ancestry(0, Option.none(), TreeMap.empty());

    /**
     * The generation of a state: larger than that of any other state that is part of it, whichever timeline that is of, unless
     * the two are the same.
     */
    long generation(long version) {
        return version + ahead;
    }

    Ancestry withLineage(Lineage next) {
        return new Ancestry(ahead, Option.some(next), merged);
    }

    /** The ancestry of a head that goes back to a state: what was merged since is part of it no more. */
    Ancestry backTo(Ancestry past, Lineage next) {
        return new Ancestry(ahead, Option.some(next), past.merged);
    }

    /** What two states have together; of each timeline the later point. The rest is that of this one. */
    Ancestry merging(Ancestry other) {
        return new Ancestry(
                ahead, lineage, merged.merge(other.merged, (one, two) -> one.version() >= two.version() ? one : two));
    }

    /** The same with a point of a timeline. */
    Ancestry with(long timeline, MergedPoint point) {
        return new Ancestry(ahead, lineage, merged.put(timeline, point));
    }

    /** The same without one. */
    Ancestry without(long timeline) {
        return new Ancestry(ahead, lineage, merged.remove(timeline));
    }

    /** The same at another distance from the version. */
    Ancestry ahead(long next) {
        return new Ancestry(next, lineage, merged);
    }

    /** The pages that are kept for what was merged. */
    Seq<PageLink> roots() {
        return merged.values().map(MergedPoint::link);
    }

    /** The same, its pages held for as long as it is reachable. To be called before anybody else sees it. */
    Ancestry heldBy(HeldPages held) {
        merged.values().forEach(held::add);
        return this;
    }

    boolean isNone() {
        return ahead == 0 && lineage.isEmpty() && merged.isEmpty();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(ahead);
        out.writeBoolean(lineage.isDefined());
        for (Lineage made : lineage) {
            out.writeLong(made.version());
            writeIds(out, made.parents());
        }
        out.writeShort(merged.size());
        for (Tuple2<Long, MergedPoint> point : merged) {
            out.writeLong(point._1());
            point._2().write(out);
        }
    }

    static Ancestry read(DataInputStream in) throws IOException {
        long ahead = in.readLong();
        Option<Lineage> lineage =
                in.readBoolean() ? Option.some(new Lineage(in.readLong(), readIds(in))) : Option.none();
        SortedMap<Long, MergedPoint> merged = TreeMap.empty();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            merged = merged.put(in.readLong(), MergedPoint.read(in));
        }
        return new Ancestry(ahead, lineage, merged);
    }

    static void writeIds(DataOutputStream out, Seq<String> ids) throws IOException {
        out.writeByte(ids.size());
        for (String id : ids) {
            out.writeUTF(id);
        }
    }

    static Seq<String> readIds(DataInputStream in) throws IOException {
        Vector<String> ids = Vector.empty();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            ids = ids.append(in.readUTF());
        }
        return ids;
    }
}
