package io.varve.internal.engine;

import io.varve.SnapshotHold;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.internal.page.PageLink;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * A snapshot's descriptor, the value of a ref {@link RefNames#SNAPSHOTS}.
 *
 * @param info what is known of the snapshot
 * @param root the root page of its state
 * @param weight what the state weighs
 * @param ancestry where the state comes from; snapshots that were taken before there were timelines have none
 */
record SnapshotRecord(SnapshotInfo info, PageLink root, StateWeight weight, Ancestry ancestry) {

    // Each begins a part that follows at the end if there is something of it; descriptors of old have none.
    private static final int HOLDS = 1;
    private static final int ANCESTRY = 2;

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeUTF(info.id());
            out.writeLong(info.sequence());
            out.writeByte(codeOf(info.kind()));
            RefFormat.writeOption(out, info.name());
            RefFormat.writeInstant(out, info.createdAt());
            RefFormat.writeOption(out, info.createdBy());
            RefFormat.writeOption(out, info.description());
            out.writeByte(info.tags().size());
            for (String tag : info.tags()) {
                out.writeUTF(tag);
            }
            RefFormat.writeMetadata(out, info.metadata());
            out.writeLong(info.stateVersion());
            RefFormat.writeRoot(out, root);
            weight.write(out);
            if (info.parents().nonEmpty() || !ancestry.isNone()) {
                out.writeByte(ANCESTRY);
                Ancestry.writeIds(out, info.parents());
                ancestry.write(out);
            }
            if (info.holds().nonEmpty()) {
                out.writeByte(HOLDS);
                writeHolds(out, info.holds());
            }
        });
    }

    static SnapshotRecord decode(String refName, byte[] value) {
        return RefFormat.decode(refName, value, in -> {
            SnapshotInfo info = readInfo(in);
            PageLink root = RefFormat.readRoot(in);
            StateWeight weight = StateWeight.read(in);
            Ancestry ancestry = Ancestry.NONE;
            while (in.available() > 0) {
                int part = in.readUnsignedByte();
                if (part == ANCESTRY) {
                    info = info.comingFrom(Ancestry.readIds(in));
                    ancestry = Ancestry.read(in);
                } else if (part == HOLDS) {
                    info = info.withHolds(readHolds(in));
                } else {
                    throw new IllegalArgumentException("unknown part of a snapshot's descriptor: " + part);
                }
            }
            return new SnapshotRecord(info, root, weight, ancestry);
        });
    }

    /** The pages that it leads to, the root first. */
    List<PageLink> roots() {
        return ancestry.roots().prepend(root).asJava();
    }

    private static SnapshotInfo readInfo(DataInputStream in) throws IOException {
        String id = in.readUTF();
        long sequence = in.readLong();
        SnapshotKind kind = kindOf(in.readByte());
        Option<String> name = RefFormat.readOption(in);
        return new SnapshotInfo(
                id,
                sequence,
                name,
                kind,
                RefFormat.readInstant(in),
                RefFormat.readOption(in),
                RefFormat.readOption(in),
                readTags(in),
                RefFormat.readMetadata(in),
                in.readLong());
    }

    private static void writeHolds(DataOutputStream out, Seq<SnapshotHold> holds) throws IOException {
        out.writeByte(holds.size());
        for (SnapshotHold hold : holds) {
            out.writeUTF(hold.name());
            RefFormat.writeOption(out, hold.by());
            RefFormat.writeOption(out, hold.reason());
            RefFormat.writeInstant(out, hold.since());
            out.writeBoolean(hold.until().isDefined());
            for (Instant until : hold.until()) {
                RefFormat.writeInstant(out, until);
            }
        }
    }

    private static Seq<SnapshotHold> readHolds(DataInputStream in) throws IOException {
        Vector<SnapshotHold> holds = Vector.empty();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            holds = holds.append(new SnapshotHold(
                    in.readUTF(),
                    RefFormat.readOption(in),
                    RefFormat.readOption(in),
                    RefFormat.readInstant(in),
                    in.readBoolean() ? Option.some(RefFormat.readInstant(in)) : Option.none()));
        }
        return holds;
    }

    private static Set<String> readTags(DataInputStream in) throws IOException {
        Set<String> tags = LinkedHashSet.empty();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            tags = tags.add(in.readUTF());
        }
        return tags;
    }

    private static int codeOf(SnapshotKind kind) {
        return switch (kind) {
            case NAMED -> 1;
            case AUTOMATIC -> 2;
            case SAFETY -> 3;
        };
    }

    private static SnapshotKind kindOf(int code) {
        return switch (code) {
            case 1 -> SnapshotKind.NAMED;
            case 2 -> SnapshotKind.AUTOMATIC;
            case 3 -> SnapshotKind.SAFETY;
            default -> throw new IllegalArgumentException("unknown kind of snapshot: " + code);
        };
    }
}
