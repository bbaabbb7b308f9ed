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

/**
 * A snapshot's descriptor, the value of a ref {@link RefNames#SNAPSHOTS}.
 *
 * @param info what is known of the snapshot
 * @param root the root page of its state
 * @param weight what the state weighs
 */
record SnapshotRecord(SnapshotInfo info, PageLink root, StateWeight weight) {

    /** Begins the holds, which follow at the end if there are any: descriptors of old have none. */
    private static final int HOLDS = 1;

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
            if (info.holds().nonEmpty()) {
                writeHolds(out, info.holds());
            }
        });
    }

    static SnapshotRecord decode(String refName, byte[] value) {
        return RefFormat.decode(refName, value, in -> {
            SnapshotRecord bare = new SnapshotRecord(readInfo(in), RefFormat.readRoot(in), StateWeight.read(in));
            return in.available() == 0
                    ? bare
                    : new SnapshotRecord(bare.info.withHolds(readHolds(in)), bare.root, bare.weight);
        });
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
                in.readLong(),
                Vector.empty());
    }

    private static void writeHolds(DataOutputStream out, Seq<SnapshotHold> holds) throws IOException {
        out.writeByte(HOLDS);
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
        int part = in.readUnsignedByte();
        if (part != HOLDS) {
            throw new IllegalArgumentException("unknown part of a snapshot's descriptor: " + part);
        }
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
