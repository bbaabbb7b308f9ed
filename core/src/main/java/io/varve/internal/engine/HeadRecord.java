package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import io.varve.spi.Ref;
import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The value of a timeline's head ref.
 *
 * @param version counts the changes of the head, so that no value ever comes back
 * @param changedAt when it changed
 * @param root the root page
 * @param lastRollback the rollback that it comes from, if there was one
 * @param weight what the state weighs
 * @param auditEnd the sequence number of the next entry of the audit trail
 * @param ancestry where the state comes from; heads that were written before there were timelines have none
 * @param undo where in the operations that can be undone it is; nothing of it is written if there never were any
 */
record HeadRecord(
        long version,
        Instant changedAt,
        PageLink root,
        Option<LastRollback> lastRollback,
        StateWeight weight,
        long auditEnd,
        Ancestry ancestry,
        UndoMark undo) {

    /** A head without operations that could be undone. */
    HeadRecord(
            long version,
            Instant changedAt,
            PageLink root,
            Option<LastRollback> lastRollback,
            StateWeight weight,
            long auditEnd,
            Ancestry ancestry) {
        this(version, changedAt, root, lastRollback, weight, auditEnd, ancestry, UndoMark.NONE);
    }

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
            if (!ancestry.isNone() || !undo.isNone()) {
                ancestry.write(out);
            }
            if (!undo.isNone()) {
                undo.write(out);
            }
        });
    }

    /** The pages that it leads to, the root first. */
    List<PageLink> roots() {
        return ancestry.roots().prepend(root).asJava();
    }

    static HeadRecord decode(Ref ref) {
        return RefFormat.decode(
                ref.name(),
                ref.value(),
                in -> new HeadRecord(
                        in.readLong(),
                        RefFormat.readInstant(in),
                        RefFormat.readRoot(in),
                        readRollback(in),
                        StateWeight.read(in),
                        in.readLong(),
                        in.available() > 0 ? Ancestry.read(in) : Ancestry.NONE,
                        in.available() > 0 ? UndoMark.read(in) : UndoMark.NONE));
    }

    private static Option<LastRollback> readRollback(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? Option.some(new LastRollback(in.readBoolean() ? Option.some(in.readLong()) : Option.none()))
                : Option.none();
    }
}
