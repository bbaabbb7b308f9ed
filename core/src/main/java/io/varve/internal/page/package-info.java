/**
 * Immutable pages as core sees them: what a page holds ({@link io.varve.internal.page.PageContent}), where it is read
 * from and written to, and how a tree on the heap stands with one foot in the store: a {@link
 * io.varve.internal.page.Stub} is a child that is loaded when it is touched and forgotten when memory is short.
 *
 * <p>Nothing here knows what the pages mean; see {@code io.varve.internal.codec} for that.
 */
@NullMarked
package io.varve.internal.page;

import org.jspecify.annotations.NullMarked;
