package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * The value of a ref {@link RefNames#LEASES}, which is named by a manager that shares a tenant with others.
 *
 * @param processId its process, for messages only
 * @param expires until when the manager must be reckoned with, unless it says otherwise before
 * @param epoch the garbage epoch that it has acknowledged: whatever it holds is among the roots given here, or came from refs
 *     that it has read since that epoch began; 0 if it has acknowledged none yet
 * @param roots the page that lists the pages that it held then, or none if it held none
 */
record LeaseRecord(long processId, Instant expires, long epoch, Option<PageLink> roots) {

    boolean isExpired(Instant now) {
        return now.isAfter(expires);
    }

    LeaseRecord until(Instant newExpires) {
        return new LeaseRecord(processId, newExpires, epoch, roots);
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(processId);
            RefFormat.writeInstant(out, expires);
            out.writeLong(epoch);
            out.writeBoolean(roots.isDefined());
            if (roots.isDefined()) {
                RefFormat.writeRoot(out, roots.get());
            }
        });
    }

    static LeaseRecord decode(String refName, byte[] value) {
        return RefFormat.decode(
                refName,
                value,
                in -> new LeaseRecord(
                        in.readLong(),
                        RefFormat.readInstant(in),
                        in.readLong(),
                        in.readBoolean() ? Option.some(RefFormat.readRoot(in)) : Option.none()));
    }
}
