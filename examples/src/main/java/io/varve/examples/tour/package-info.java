/**
 * Nine short scenes that show what Varve does, each a class to copy from and a few printed lines. Begin with {@link
 * io.varve.examples.tour.Tour}.
 */
@NullMarked
package io.varve.examples.tour;

import org.jspecify.annotations.NullMarked;
