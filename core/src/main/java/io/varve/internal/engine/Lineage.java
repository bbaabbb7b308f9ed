package io.varve.internal.engine;

import io.vavr.collection.Seq;

/**
 * Of which snapshots a head was made, if not of the one that was taken last before it.
 *
 * @param version the version of that head; what was changed since comes after it
 * @param parents the ids of the snapshots: the one gone back to, or those from which two lines were merged
 */
record Lineage(long version, Seq<String> parents) {}
