/**
 * For an application's own tests. {@link io.varve.test.StateFixtures} reads states that earlier versions have stored, and {@link
 * io.varve.test.StateAssertions} says where two states differ.
 */
@NullMarked
package io.varve.test;

import org.jspecify.annotations.NullMarked;
