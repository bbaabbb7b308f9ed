package io.varve.tck;

/** What one process asks another to do with a store. */
enum RemoteOperation {
    OPEN,
    COMMIT,
    GET_PAGES,
    SCAN_PAGES,
    DELETE_PAGES,
    READ_REF,
    SCAN_REFS,
    SCAN_TENANTS,
    ERASE_TENANT,
    CLOSE
}
