/**
 * Reads what is stored without the application's classes, by the schemas that are stored with it: for tools, and for what
 * {@link io.varve.Evolution} makes of records that have changed. Start at {@link io.varve.generic.GenericReader}.
 *
 * <p>Values are what they were where the JDK or Vavr has a class for it; {@link io.varve.generic.GenericReader} has the
 * list.
 */
@NullMarked
package io.varve.generic;

import org.jspecify.annotations.NullMarked;
