package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * The value of a timeline's head ref.
 *
 * @param version counts the changes of the head, so that no value ever comes back
 * @param changedAt when it changed
 * @param root the root page
 * @param lastRollback the rollback that it comes from, if there was one
 * @param weight what the state weighs
 * @param auditEnd the sequence number of the next entry of the audit trail
 */
record HeadRecord(
        long version,
        Instant changedAt,
        PageLink root,
        Option<LastRollback> lastRollback,
        StateWeight weight,
        long auditEnd) {

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(version);
            RefFormat.writeInstant(out, changedAt);
            RefFormat.writeRoot(out, root);
            out.writeBoolean(lastRollback.isDefined());
            for (LastRollback rollback : lastRollback) {
                out.writeBoolean(rollback.replaced().isDefined());
                for (long sequence : rollback.replaced()) {
                    out.writeLong(sequence);
                }
            }
            weight.write(out);
            out.writeLong(auditEnd);
        });
    }

    static HeadRecord decode(byte[] value) {
        return RefFormat.decode(
                RefNames.HEAD,
                value,
                in -> new HeadRecord(
                        in.readLong(),
                        RefFormat.readInstant(in),
                        RefFormat.readRoot(in),
                        readRollback(in),
                        StateWeight.read(in),
                        in.readLong()));
    }

    private static Option<LastRollback> readRollback(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? Option.some(new LastRollback(in.readBoolean() ? Option.some(in.readLong()) : Option.none()))
                : Option.none();
    }
}
