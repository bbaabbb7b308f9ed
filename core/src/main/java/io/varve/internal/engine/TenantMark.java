package io.varve.internal.engine;

import java.util.UUID;

/**
 * The value of the ref {@link RefNames#MARK}, which makes a tenant exist.
 *
 * @param incarnation random, so that a tenant created again is not taken for its predecessor
 * @param erasing whether the tenant is being removed
 * @param epoch the garbage epoch: the stamp that pages written now get
 * @param nextSequence the sequence number of the next snapshot
 */
record TenantMark(UUID incarnation, boolean erasing, long epoch, long nextSequence) {

    static TenantMark fresh() {
        return new TenantMark(UUID.randomUUID(), false, 1, 0);
    }

    TenantMark withNextSequence(long next) {
        return new TenantMark(incarnation, erasing, epoch, next);
    }

    TenantMark withNextEpoch() {
        return new TenantMark(incarnation, erasing, epoch + 1, nextSequence);
    }

    TenantMark toErase() {
        return new TenantMark(incarnation, true, epoch, nextSequence);
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(incarnation.getMostSignificantBits());
            out.writeLong(incarnation.getLeastSignificantBits());
            out.writeBoolean(erasing);
            out.writeLong(epoch);
            out.writeLong(nextSequence);
        });
    }

    static TenantMark decode(byte[] value) {
        return RefFormat.decode(
                RefNames.MARK,
                value,
                in -> new TenantMark(
                        new UUID(in.readLong(), in.readLong()), in.readBoolean(), in.readLong(), in.readLong()));
    }
}
