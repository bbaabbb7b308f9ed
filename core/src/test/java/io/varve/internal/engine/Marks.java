package io.varve.internal.engine;

/** Makes values of the ref {@code g}. */
public final class Marks {

    private Marks() {}

    public static byte[] erasing(byte[] mark) {
        return TenantMark.decode(mark).toErase().encode();
    }
}
