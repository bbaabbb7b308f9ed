package io.varve.tck;

/** The methods of a store that can fail. */
public enum StoreMethod {
    /** {@link io.varve.spi.SnapshotStore#commit}. */
    COMMIT(true),
    /** {@link io.varve.spi.SnapshotStore#getPages}. */
    GET_PAGES(false),
    /** {@link io.varve.spi.SnapshotStore#scanPages}. */
    SCAN_PAGES(false),
    /** {@link io.varve.spi.SnapshotStore#deletePages}. */
    DELETE_PAGES(true),
    /** {@link io.varve.spi.SnapshotStore#readRef}. */
    READ_REF(false),
    /** {@link io.varve.spi.SnapshotStore#scanRefs}. */
    SCAN_REFS(false),
    /** {@link io.varve.spi.SnapshotStore#scanTenants}. */
    SCAN_TENANTS(false),
    /** {@link io.varve.spi.SnapshotStore#eraseTenant}. */
    ERASE_TENANT(true);

    private final boolean writes;

    StoreMethod(boolean writes) {
        this.writes = writes;
    }

    /**
     * Whether the method changes what is stored.
     *
     * @return whether it does
     */
    public boolean writes() {
        return writes;
    }
}
