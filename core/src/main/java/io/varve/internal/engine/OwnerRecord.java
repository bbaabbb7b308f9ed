package io.varve.internal.engine;

import java.time.Instant;

/**
 * The value of the ref {@link RefNames#OWNER}: who has the tenant open for writing.
 *
 * @param manager the random id of a manager
 * @param processId its process, for messages only
 * @param since when it opened the tenant, for messages only
 */
record OwnerRecord(String manager, long processId, Instant since) {

    /** Stands for all who share a tenant; which those are, their {@linkplain LeaseRecord leases} say. */
    static final OwnerRecord SHARED = new OwnerRecord("shared", 0, Instant.EPOCH);

    boolean isShared() {
        return manager.equals(SHARED.manager);
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeUTF(manager);
            out.writeLong(processId);
            RefFormat.writeInstant(out, since);
        });
    }

    static OwnerRecord decode(byte[] value) {
        return RefFormat.decode(
                RefNames.OWNER, value, in -> new OwnerRecord(in.readUTF(), in.readLong(), RefFormat.readInstant(in)));
    }

    @Override
    public String toString() {
        return isShared()
                ? "managers that share it"
                : "process " + processId + " (manager " + manager + ") since " + since;
    }
}
