package io.varve.internal.codec.schema;

import org.jspecify.annotations.Nullable;

/**
 * Types that are made from others by a fixed rule. The codes are constants of the format. Kinds of the same {@link
 * Layout} are written alike, so that one can be read as another.
 */
public enum ContainerKind {
    JAVA_LIST(64, Layout.SEQUENCE, 1),
    JAVA_SET(65, Layout.SET, 1),
    JAVA_MAP(66, Layout.MAP, 2),
    JAVA_OPTIONAL(67, Layout.OPTIONAL, 1),
    VAVR_LIST(68, Layout.SEQUENCE, 1),
    VAVR_VECTOR(69, Layout.SEQUENCE, 1),
    VAVR_ARRAY(70, Layout.SEQUENCE, 1),
    VAVR_QUEUE(71, Layout.SEQUENCE, 1),
    VAVR_HASH_SET(72, Layout.SET, 1),
    VAVR_LINKED_HASH_SET(73, Layout.SET, 1),
    VAVR_TREE_SET(74, Layout.SET, 1),
    VAVR_HASH_MAP(75, Layout.MAP, 2),
    VAVR_LINKED_HASH_MAP(76, Layout.MAP, 2),
    VAVR_TREE_MAP(77, Layout.MAP, 2),
    VAVR_OPTION(78, Layout.OPTIONAL, 1),
    VAVR_EITHER(79, Layout.EITHER, 2),
    TUPLE_0(80, Layout.TUPLE, 0),
    TUPLE_1(81, Layout.TUPLE, 1),
    TUPLE_2(82, Layout.TUPLE, 2),
    TUPLE_3(83, Layout.TUPLE, 3),
    TUPLE_4(84, Layout.TUPLE, 4),
    TUPLE_5(85, Layout.TUPLE, 5),
    TUPLE_6(86, Layout.TUPLE, 6),
    TUPLE_7(87, Layout.TUPLE, 7),
    TUPLE_8(88, Layout.TUPLE, 8),
    PERSISTENT_MAP(96, Layout.PERSISTENT_MAP, 2),
    PERSISTENT_VECTOR(97, Layout.PERSISTENT_VECTOR, 1);

    /** How a container is written. */
    public enum Layout {
        /** A count, then the elements in their order. */
        SEQUENCE,
        /** A count, then the elements: in their order if the set has one, else by their bytes. */
        SET,
        /** A count, then key and value of each entry: in their order if the map has one, else by the bytes of the keys. */
        MAP,
        /** 0, or 1 and the value. */
        OPTIONAL,
        /** 0 and the left value, or 1 and the right one. */
        EITHER,
        /** The elements; of none, a 0. */
        TUPLE,
        /** A count, then the root of the tree of nodes. */
        PERSISTENT_MAP,
        /** The range of positions, then the root of the tree of nodes. */
        PERSISTENT_VECTOR
    }

    private final int code;
    private final Layout layout;
    private final int arity;

    ContainerKind(int code, Layout layout, int arity) {
        this.code = code;
        this.layout = layout;
        this.arity = arity;
    }

    /** The number that stands for this kind in a schema, from 64 to 127. */
    public int code() {
        return code;
    }

    /** How it is written. */
    public Layout layout() {
        return layout;
    }

    /** The number of type arguments. */
    public int arity() {
        return arity;
    }

    /** The kind that a number stands for, or null if it stands for none. */
    static @Nullable ContainerKind ofCode(int code) {
        for (ContainerKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
