/**
 * Stored descriptions of types, as data: what they say, their bytes, their ids. Nothing here knows a Java class. Start at
 * {@link io.varve.internal.codec.schema.Schema}.
 */
@NullMarked
package io.varve.internal.codec.schema;

import org.jspecify.annotations.NullMarked;
