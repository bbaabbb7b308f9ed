package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;

/** What a slot of a tree holds. The ordinals are constants of the format. */
public enum SlotTag {
    /** A node with a page of its own: its size and the page follow. */
    LINK,
    /** A leaf, which follows. */
    LEAF,
    /** A branch, which follows. */
    BRANCH;

    private static final SlotTag[] ALL = values();

    /** Writes the tag. */
    public void write(PageOutput out) {
        out.writeByte(ordinal());
    }

    /** Reads a tag. */
    public static SlotTag read(PageInput in) {
        int tag = in.readByteUnsigned();
        if (tag >= ALL.length) {
            throw new KryoException("a node of the unknown kind " + tag);
        }
        return ALL[tag];
    }
}
