package io.varve.generic;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that the application wrote by a serializer of its own: what the bytes mean, only that one knows. Immutable.
 */
public final class GenericOpaque {

    private static final int SHOWN = 16;

    private final String name;
    private final int version;
    private final byte[] bytes;

    /**
     * Makes a value.
     *
     * @param name the name under which the serializer was registered
     * @param version the version of what it wrote
     * @param bytes what it wrote; copied
     */
    public GenericOpaque(String name, int version, byte[] bytes) {
        this.name = Objects.requireNonNull(name, "name");
        this.version = version;
        this.bytes = bytes.clone();
    }

    /**
     * Which serializer wrote it.
     *
     * @return the name under which it was registered
     */
    public String name() {
        return name;
    }

    /**
     * The version of what the serializer wrote.
     *
     * @return the version
     */
    public int version() {
        return version;
    }

    /**
     * What it wrote.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GenericOpaque that
                && name.equals(that.name)
                && version == that.version
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    /** The name, the number of bytes and the first of them. */
    @Override
    public String toString() {
        String shown = HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
        return name + "(" + bytes.length + " bytes: " + shown + (bytes.length > SHOWN ? "…" : "") + ")";
    }
}
