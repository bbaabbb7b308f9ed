package io.varve.examples.replay;

import io.vavr.control.Option;

/**
 * A tag on the line of first parents.
 *
 * @param name the name, as a snapshot may be called
 * @param number the position of its commit
 * @param annotated whether the tag has an author and message of its own
 * @param tagger who made it, if that is known
 * @param message the first line of its message, if it has one
 */
record Tag(String name, int number, boolean annotated, Option<String> tagger, Option<String> message) {}
