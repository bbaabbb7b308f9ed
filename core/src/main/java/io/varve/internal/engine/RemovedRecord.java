package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of a ref {@link RefNames#REMOVED}: a snapshot that was removed, whose pages stay for a while, since another
 * process may have found it just before and not said yet that it reads it.
 *
 * @param removedAt when it was removed
 * @param roots its root page, and those of what was merged into it
 */
record RemovedRecord(Instant removedAt, List<PageLink> roots) {

    byte[] encode() {
        return RefFormat.encode(out -> {
            RefFormat.writeInstant(out, removedAt);
            for (PageLink root : roots) {
                RefFormat.writeRoot(out, root);
            }
        });
    }

    static RemovedRecord decode(String refName, byte[] value) {
        return RefFormat.decode(refName, value, in -> {
            Instant removedAt = RefFormat.readInstant(in);
            List<PageLink> roots = new ArrayList<>(List.of(RefFormat.readRoot(in)));
            while (in.available() > 0) {
                roots.add(RefFormat.readRoot(in));
            }
            return new RemovedRecord(removedAt, roots);
        });
    }
}
