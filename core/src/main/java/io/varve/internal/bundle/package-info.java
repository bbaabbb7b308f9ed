/**
 * The bytes of bundles, as {@code docs/bundle-format.md} has them. {@link io.varve.internal.bundle.BundleWriter} writes them, {@link
 * io.varve.internal.bundle.BundleReader} reads and verifies them; neither knows what a page, a snapshot or a head means.
 */
@NullMarked
package io.varve.internal.bundle;

import org.jspecify.annotations.NullMarked;
