package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.internal.page.PageLink;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.IOException;
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
                Ancestry.writeIds(out, info.parents());
                ancestry.write(out);
            }
        });
    }

    static SnapshotRecord decode(String refName, byte[] value) {
        return RefFormat.decode(refName, value, in -> {
            SnapshotInfo info = readInfo(in);
            PageLink root = RefFormat.readRoot(in);
            StateWeight weight = StateWeight.read(in);
            return in.available() > 0
                    ? new SnapshotRecord(info.comingFrom(Ancestry.readIds(in)), root, weight, Ancestry.read(in))
                    : new SnapshotRecord(info, root, weight, Ancestry.NONE);
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
