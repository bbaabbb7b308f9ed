package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import java.time.Instant;

/**
 * The value of a timeline's head ref.
 *
 * @param version counts the changes of the head, so that no value ever comes back
 * @param changedAt when it changed
 * @param root the root page
 * @param weight what the state weighs
 */
record HeadRecord(long version, Instant changedAt, PageLink root, StateWeight weight) {

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(version);
            RefFormat.writeInstant(out, changedAt);
            RefFormat.writeRoot(out, root);
            weight.write(out);
        });
    }

    static HeadRecord decode(byte[] value) {
        return RefFormat.decode(
                RefNames.HEAD,
                value,
                in -> new HeadRecord(
                        in.readLong(), RefFormat.readInstant(in), RefFormat.readRoot(in), StateWeight.read(in)));
    }
}
