/**
 * The tree behind {@link io.varve.collection.PersistentVector}: 32-way, over absolute positions, its subtrees either on
 * the heap or in pages. The entry point is {@link io.varve.internal.vector.RadixVector}; what the codec reads and
 * writes are {@link io.varve.internal.vector.VectorBranch} and {@link io.varve.internal.vector.VectorLeaf}.
 */
@NullMarked
package io.varve.internal.vector;

import org.jspecify.annotations.NullMarked;
