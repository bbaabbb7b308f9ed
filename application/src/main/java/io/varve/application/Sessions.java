package io.varve.application;

import io.varve.application.internal.SessionTable;
import io.varve.collection.PersistentMap;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * User sessions by id. They keep an index of when they expire, so that {@link #withoutExpired} looks at what has expired
 * and not at all of them.
 *
 * <p>Equality is that of the sessions. Immutable and thread-safe; each method returns this very value if nothing changes.
 * It may read what is not on the heap, and then throw {@link io.varve.VarveException}.
 */
public sealed interface Sessions permits SessionTable {

    /**
     * No sessions.
     *
     * @return the empty sessions
     */
    static Sessions empty() {
        return SessionTable.EMPTY;
    }

    /**
     * All sessions, also those that have expired and were not removed yet.
     *
     * @return the sessions by id
     */
    PersistentMap<String, SessionData> byId();

    /**
     * The number of sessions, with those that have expired and were not removed yet. Cost: O(1).
     *
     * @return the number
     */
    int size();

    /**
     * Looks a session up, whether it has expired or not. Cost: O(log n).
     *
     * @param id its id
     * @return the session, or none if there is none of that id
     */
    Option<SessionData> find(String id);

    /**
     * Looks up a session that has not expired. Cost: O(log n).
     *
     * @param id its id
     * @param now the current time
     * @return the session, or none if there is none of that id or it has expired
     */
    default Option<SessionData> findActive(String id, Instant now) {
        return find(id).filter(session -> !session.isExpired(now));
    }

    /**
     * With a session, which replaces that of the same id. Cost: O(log n).
     *
     * @param id its id, not empty
     * @param session the session
     * @return the sessions with it
     * @throws IllegalArgumentException if the id is empty
     */
    Sessions put(String id, SessionData session);

    /**
     * Without a session. Cost: O(log n).
     *
     * @param id its id
     * @return the sessions without it
     */
    Sessions remove(String id);

    /**
     * Without those that have expired. Cost: O(m log n) for m of them, and a look at each session that expires in the
     * same 16 seconds as {@code now}.
     *
     * @param now the current time
     * @return the sessions that have not expired
     */
    Sessions withoutExpired(Instant now);
}
