/**
 * Values as bytes: one Kryo serializer for each use of a type, compiled from what is stored and what today's classes are.
 * Start at {@link io.varve.internal.codec.value.Resolver}, which chooses them.
 */
@NullMarked
package io.varve.internal.codec.value;

import org.jspecify.annotations.NullMarked;
