package io.varve.internal.engine;

import io.vavr.control.Option;

/**
 * The rollback that the head comes from, be it with transitions since.
 *
 * @param replaced the sequence number of the snapshot that keeps the head which was replaced, or none if it was not kept
 */
record LastRollback(Option<Long> replaced) {}
