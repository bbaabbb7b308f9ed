package io.varve.internal.engine;

import io.varve.internal.page.PageHolder;
import io.varve.internal.page.PageLink;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How far another timeline is part of a state: up to which head of it. That head's state is kept for as long as this is, since
 * it may be the base of a merge.
 *
 * @param version the version of that head
 * @param generation its {@linkplain Ancestry#generation generation}
 * @param link its root page
 * @param weight what it weighs
 */
record MergedPoint(long version, long generation, PageLink link, StateWeight weight) implements PageHolder {

    void write(DataOutputStream out) throws IOException {
        out.writeLong(version);
        out.writeLong(generation);
        RefFormat.writeRoot(out, link);
        weight.write(out);
    }

    static MergedPoint read(DataInputStream in) throws IOException {
        return new MergedPoint(in.readLong(), in.readLong(), RefFormat.readRoot(in), StateWeight.read(in));
    }
}
