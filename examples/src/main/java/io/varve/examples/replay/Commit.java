package io.varve.examples.replay;

import java.time.Instant;

/**
 * The commit that a state stands at. It is part of the state, so that a replay that was killed knows where to go on.
 *
 * @param id the commit's id in hexadecimal
 * @param number its position on the line of first parents, from 1 on
 * @param author the author's name
 * @param time when it was authored
 * @param subject the first line of its message
 */
record Commit(String id, int number, String author, Instant time, String subject) {}
