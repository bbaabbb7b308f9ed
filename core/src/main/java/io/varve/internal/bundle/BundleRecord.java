package io.varve.internal.bundle;

import io.varve.bundle.BundleManifest;
import io.varve.spi.PageId;

/** What follows the header of a bundle, one after the other. */
public sealed interface BundleRecord {

    /**
     * A schema.
     *
     * @param bytes the schema, which has the id of its content
     */
    record Schema(byte[] bytes) implements BundleRecord {}

    /**
     * A page. All that it mentions comes before it, or belongs to the state that an incremental bundle goes on from.
     *
     * @param id its id
     * @param bytes as in a store
     */
    record Page(PageId id, byte[] bytes) implements BundleRecord {}

    /**
     * A page of which only the bytes are needed, since others are deltas of it. What it mentions may be missing.
     *
     * @param id its id
     * @param bytes as in a store, whole
     */
    record Base(PageId id, byte[] bytes) implements BundleRecord {}

    /**
     * A snapshot.
     *
     * @param descriptor as in a store
     */
    record Snapshot(byte[] descriptor) implements BundleRecord {}

    /**
     * The head.
     *
     * @param descriptor as in a store
     */
    record Head(byte[] descriptor) implements BundleRecord {}

    /**
     * The end, which is reached only if all before it is what was written.
     *
     * @param manifest what the bundle says of itself
     */
    record End(BundleManifest manifest) implements BundleRecord {}
}
