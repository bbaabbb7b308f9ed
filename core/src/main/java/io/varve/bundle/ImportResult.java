package io.varve.bundle;

import io.varve.Tenant;
import java.util.Objects;

/**
 * What an import has done.
 *
 * @param tenant the tenant
 * @param manifest what the bundle says of itself
 * @param pagesWritten how many pages the tenant did not have
 * @param pagesPresent how many it had, from an import that was cut off for example
 * @param bytesWritten how many bytes the pages have that it did not have
 * @param snapshotsAdded how many snapshots it did not have
 * @param <S> the type of the state
 */
public record ImportResult<S>(
        Tenant<S> tenant,
        BundleManifest manifest,
        long pagesWritten,
        long pagesPresent,
        long bytesWritten,
        int snapshotsAdded) {

    /** Checks that nothing is null. */
    public ImportResult {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(manifest, "manifest");
    }
}
