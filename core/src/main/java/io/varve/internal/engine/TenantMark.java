package io.varve.internal.engine;

import java.util.UUID;

/**
 * The value of the ref {@link RefNames#MARK}, which makes a tenant exist.
 *
 * @param incarnation random, so that a tenant created again is not taken for its predecessor
 * @param stage whether the tenant is there
 * @param epoch the garbage epoch: the stamp that pages written now get
 */
record TenantMark(UUID incarnation, Stage stage, long epoch) {

    /** How far a tenant is. The code is a constant of the format. */
    enum Stage {
        /** It is there. */
        LIVE(0),
        /** It is being removed, or was until something cut that off. */
        ERASING(1),
        /** It is being imported, or was until something cut that off; nobody sees it. */
        IMPORTING(2);

        private final int code;

        Stage(int code) {
            this.code = code;
        }

        private static Stage ofCode(int code) {
            for (Stage stage : values()) {
                if (stage.code == code) {
                    return stage;
                }
            }
            throw new IllegalArgumentException("unknown stage of a tenant: " + code);
        }
    }

    static TenantMark fresh() {
        return new TenantMark(UUID.randomUUID(), Stage.LIVE, 1);
    }

    /** Of a tenant that is about to be imported; each import has its own. */
    static TenantMark ofImport() {
        return new TenantMark(UUID.randomUUID(), Stage.IMPORTING, 1);
    }

    boolean isLive() {
        return stage == Stage.LIVE;
    }

    boolean isErasing() {
        return stage == Stage.ERASING;
    }

    boolean isImporting() {
        return stage == Stage.IMPORTING;
    }

    TenantMark withNextEpoch() {
        return new TenantMark(incarnation, stage, epoch + 1);
    }

    TenantMark toErase() {
        return new TenantMark(incarnation, Stage.ERASING, epoch);
    }

    /** The mark of a tenant that was imported. */
    TenantMark imported() {
        return new TenantMark(incarnation, Stage.LIVE, epoch);
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(incarnation.getMostSignificantBits());
            out.writeLong(incarnation.getLeastSignificantBits());
            out.writeByte(stage.code);
            out.writeLong(epoch);
        });
    }

    static TenantMark decode(byte[] value) {
        return RefFormat.decode(
                RefNames.MARK,
                value,
                in -> new TenantMark(
                        new UUID(in.readLong(), in.readLong()), Stage.ofCode(in.readUnsignedByte()), in.readLong()));
    }
}
