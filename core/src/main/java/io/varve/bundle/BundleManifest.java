package io.varve.bundle;

import io.varve.internal.bundle.BundleReader;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What a bundle says of itself.
 *
 * @param id the bundle's own id, random
 * @param tenant the tenant that it was exported from
 * @param timeline the timeline that it was exported from
 * @param exportedAt when, by the clock of the manager that wrote it
 * @param base the snapshot that it goes on from; none if it is a full one
 * @param isTransformed whether it holds what a function made of the states, instead of these
 * @param snapshots how many snapshots it has
 * @param pages how many pages it has
 * @param bytes how many bytes it has in all
 * @param fingerprint the fingerprint of the head, 32 hexadecimal digits: the content id of the state's root page. Equal ones mean equal
 *     states, in whatever store
 * @param sha256 the SHA-256 of all of it but this hash itself, 64 hexadecimal digits
 */
public record BundleManifest(
        UUID id,
        String tenant,
        String timeline,
        Instant exportedAt,
        Option<BundleBase> base,
        boolean isTransformed,
        long snapshots,
        long pages,
        long bytes,
        String fingerprint,
        String sha256) {

    /** Checks that nothing is null. */
    public BundleManifest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(timeline, "timeline");
        Objects.requireNonNull(exportedAt, "exportedAt");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(sha256, "sha256");
    }

    /**
     * Reads all of a bundle and verifies that it is whole and unharmed, without importing it. What its pages hold is not looked at: an
     * import does that.
     *
     * @param in gives the bytes; read up to the end of the bundle, not closed
     * @return what it says of itself
     * @throws IOException if the stream throws it
     * @throws io.varve.BundleRefusedException if it is no bundle, or not a whole one
     * @throws io.varve.UnsupportedFormatException if a newer Varve wrote it
     */
    public static BundleManifest verified(InputStream in) throws IOException {
        return BundleReader.verify(Objects.requireNonNull(in, "in"));
    }
}
