/**
 * Carries a tenant's head and snapshots from one store to another, of whatever kind: {@link io.varve.bundle.BundleExport} writes
 * a bundle, {@link io.varve.bundle.BundleImport} reads one. {@code docs/bundle-format.md} has its bytes, for other programs.
 */
@NullMarked
package io.varve.bundle;

import org.jspecify.annotations.NullMarked;
