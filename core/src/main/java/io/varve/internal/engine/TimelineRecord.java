package io.varve.internal.engine;

import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * A timeline beside the main one.
 *
 * @param number its number, see {@link TimelineRefs}
 * @param name its name, unique in the tenant
 * @param createdAt when it was branched off
 * @param parent the number of the timeline that it was branched off from, which may be gone
 * @param parentVersion the version of the state with which it began, in that timeline
 * @param snapshotId the id of the snapshot with whose state it began, if it was one
 */
record TimelineRecord(
        long number, String name, Instant createdAt, long parent, long parentVersion, Option<String> snapshotId) {

    TimelineRefs refs() {
        return new TimelineRefs(number);
    }

    TimelineRecord named(String other) {
        return new TimelineRecord(number, other, createdAt, parent, parentVersion, snapshotId);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(number);
        out.writeUTF(name);
        RefFormat.writeInstant(out, createdAt);
        out.writeLong(parent);
        out.writeLong(parentVersion);
        RefFormat.writeOption(out, snapshotId);
    }

    static TimelineRecord read(DataInputStream in) throws IOException {
        return new TimelineRecord(
                in.readLong(),
                in.readUTF(),
                RefFormat.readInstant(in),
                in.readLong(),
                in.readLong(),
                RefFormat.readOption(in));
    }
}
