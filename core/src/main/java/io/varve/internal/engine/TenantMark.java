package io.varve.internal.engine;

import java.util.UUID;

/**
 * The value of the ref {@link RefNames#MARK}, which makes a tenant exist.
 *
 * @param incarnation random, so that a tenant created again is not taken for its predecessor
 * @param erasing whether the tenant is being removed
 * @param epoch the garbage epoch: the stamp that pages written now get
 */
record TenantMark(UUID incarnation, boolean erasing, long epoch) {

    static TenantMark fresh() {
        return new TenantMark(UUID.randomUUID(), false, 1);
    }

    TenantMark withNextEpoch() {
        return new TenantMark(incarnation, erasing, epoch + 1);
    }

    TenantMark toErase() {
        return new TenantMark(incarnation, true, epoch);
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(incarnation.getMostSignificantBits());
            out.writeLong(incarnation.getLeastSignificantBits());
            out.writeBoolean(erasing);
            out.writeLong(epoch);
        });
    }

    static TenantMark decode(byte[] value) {
        return RefFormat.decode(
                RefNames.MARK,
                value,
                in -> new TenantMark(new UUID(in.readLong(), in.readLong()), in.readBoolean(), in.readLong()));
    }
}
