package io.varve.bundle;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * The snapshot that an incremental bundle goes on from.
 *
 * @param snapshotId its {@linkplain io.varve.SnapshotInfo#id() id}
 * @param name its name when the bundle was written, if it had one
 * @param fingerprint the fingerprint of its state, which is that of what was made of it if the bundle was transformed
 */
public record BundleBase(String snapshotId, Option<String> name, String fingerprint) {

    /** Checks that nothing is null. */
    public BundleBase {
        Objects.requireNonNull(snapshotId, "snapshotId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    /** As messages call it. */
    @Override
    public String toString() {
        return name.map(text -> "'" + text + "' (" + snapshotId + ")").getOrElse(snapshotId);
    }
}
