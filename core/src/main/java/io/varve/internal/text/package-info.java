/**
 * What texts of the application's may be: names, reasons, tags, metadata. The one place where that is checked is {@link
 * io.varve.internal.text.TextLimits}.
 */
@NullMarked
package io.varve.internal.text;

import org.jspecify.annotations.NullMarked;
