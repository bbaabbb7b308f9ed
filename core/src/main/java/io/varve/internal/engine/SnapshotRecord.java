package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.internal.page.PageLink;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A snapshot's descriptor, the value of a ref {@link RefNames#SNAPSHOTS}.
 *
 * @param info what is known of the snapshot
 * @param root the root page of its state
 * @param weight what the state weighs
 */
record SnapshotRecord(SnapshotInfo info, PageLink root, StateWeight weight) {

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeUTF(info.id());
            out.writeLong(info.sequence());
            out.writeByte(codeOf(info.kind()));
            writeOption(out, info.name());
            RefFormat.writeInstant(out, info.createdAt());
            writeOption(out, info.createdBy());
            writeOption(out, info.description());
            out.writeByte(info.tags().size());
            for (String tag : info.tags()) {
                out.writeUTF(tag);
            }
            out.writeByte(info.metadata().size());
            for (var entry : info.metadata()) {
                out.writeUTF(entry._1());
                out.writeUTF(entry._2());
            }
            out.writeLong(info.stateVersion());
            RefFormat.writeRoot(out, root);
            weight.write(out);
        });
    }

    static SnapshotRecord decode(String refName, byte[] value) {
        return RefFormat.decode(
                refName, value, in -> new SnapshotRecord(readInfo(in), RefFormat.readRoot(in), StateWeight.read(in)));
    }

    private static SnapshotInfo readInfo(DataInputStream in) throws IOException {
        String id = in.readUTF();
        long sequence = in.readLong();
        SnapshotKind kind = kindOf(in.readByte());
        Option<String> name = readOption(in);
        return new SnapshotInfo(
                id,
                sequence,
                name,
                kind,
                RefFormat.readInstant(in),
                readOption(in),
                readOption(in),
                readTags(in),
                readMetadata(in),
                in.readLong());
    }

    private static Set<String> readTags(DataInputStream in) throws IOException {
        Set<String> tags = LinkedHashSet.empty();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            tags = tags.add(in.readUTF());
        }
        return tags;
    }

    private static Map<String, String> readMetadata(DataInputStream in) throws IOException {
        Map<String, String> metadata = LinkedHashMap.empty();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            metadata = metadata.put(in.readUTF(), in.readUTF());
        }
        return metadata;
    }

    private static void writeOption(DataOutputStream out, Option<String> text) throws IOException {
        out.writeBoolean(text.isDefined());
        if (text.isDefined()) {
            out.writeUTF(text.get());
        }
    }

    private static Option<String> readOption(DataInputStream in) throws IOException {
        return in.readBoolean() ? Option.some(in.readUTF()) : Option.none();
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
