/** A copy of all tenants in another store, kept in step by a listener: {@link io.varve.examples.replica.Replica}. */
@NullMarked
package io.varve.examples.replica;

import org.jspecify.annotations.NullMarked;
