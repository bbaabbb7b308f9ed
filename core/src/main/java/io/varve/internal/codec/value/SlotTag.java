package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;

/** What a slot of a tree holds. The codes are constants of the format. */
public enum SlotTag {
    /** A node with a page of its own: its size and the page follow. */
    LINK(0),
    /** A leaf, which follows. */
    LEAF(1),
    /** A branch, which follows. */
    BRANCH(2);

    private final int code;

    SlotTag(int code) {
        this.code = code;
    }

    /** The byte that it is written as. */
    public int code() {
        return code;
    }

    /** Writes the tag. */
    public void write(PageOutput out) {
        out.writeByte(code);
    }

    /** Reads a tag. */
    public static SlotTag read(PageInput in) {
        int tag = in.readByteUnsigned();
        return switch (tag) {
            case 0 -> LINK;
            case 1 -> LEAF;
            case 2 -> BRANCH;
            default -> throw new KryoException("a node of the unknown kind " + tag);
        };
    }
}
