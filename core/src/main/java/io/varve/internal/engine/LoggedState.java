package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * A head as an operation found or left it, without what it carries.
 *
 * @param cell its state
 * @param version its version
 * @param changedAt when it had changed
 * @param lastRollback the rollback that it came from, if there was one
 * @param ancestry where it came from
 */
record LoggedState<S>(
        StateCell<S> cell, long version, Instant changedAt, Option<LastRollback> lastRollback, Ancestry ancestry) {

    static <S> LoggedState<S> of(Head<S> head) {
        return new LoggedState<>(head.cell(), head.version(), head.changedAt(), head.lastRollback(), head.ancestry());
    }

    static <S> LoggedState<S> of(HeadRecord record, StateCell<S> cell, Ancestry held) {
        return new LoggedState<>(cell, record.version(), record.changedAt(), record.lastRollback(), held);
    }

    /** As it is stored, where such a head's ref would be. */
    HeadRecord recordOf(PageLink root) {
        return new HeadRecord(version, changedAt, root, lastRollback, cell.weight(), 0, ancestry);
    }
}
