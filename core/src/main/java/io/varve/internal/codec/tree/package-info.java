/**
 * Persistent collections and states as trees of pages: which node gets a page, what a parent says of it, and how it is
 * found again. Start at {@link io.varve.internal.codec.tree.PageTypes}.
 */
@NullMarked
package io.varve.internal.codec.tree;

import org.jspecify.annotations.NullMarked;
