package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import java.time.Instant;

/**
 * The value of a ref {@link RefNames#REMOVED}: a snapshot that was removed, whose pages stay for a while, since another
 * process may have found it just before and not said yet that it reads it.
 *
 * @param removedAt when it was removed
 * @param root its root page
 */
record RemovedRecord(Instant removedAt, PageLink root) {

    byte[] encode() {
        return RefFormat.encode(out -> {
            RefFormat.writeInstant(out, removedAt);
            RefFormat.writeRoot(out, root);
        });
    }

    static RemovedRecord decode(String refName, byte[] value) {
        return RefFormat.decode(
                refName, value, in -> new RemovedRecord(RefFormat.readInstant(in), RefFormat.readRoot(in)));
    }
}
