package io.varve.application.internal;

import io.varve.application.SessionData;
import io.varve.application.Sessions;
import io.varve.collection.PersistentMap;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * Sessions with the index of their expiry. Both change together, here; nobody else can make one of both.
 *
 * @param byId the sessions
 * @param expiries exactly the sessions that expire
 */
public record SessionTable(PersistentMap<String, SessionData> byId, ExpiryIndex expiries) implements Sessions {

    /** No sessions. */
    public static final SessionTable EMPTY = new SessionTable(PersistentMap.empty(), ExpiryIndex.EMPTY);

    /**
     * Made by a store, or here.
     *
     * @param byId the sessions
     * @param expiries the index
     */
    public SessionTable {
        Objects.requireNonNull(byId, "byId");
        Objects.requireNonNull(expiries, "expiries");
    }

    @Override
    public int size() {
        return byId.size();
    }

    @Override
    public Option<SessionData> find(String id) {
        return byId.get(Objects.requireNonNull(id, "id"));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A map that has not changed is the same.
    public Sessions put(String id, SessionData session) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the id of a session is not empty");
        }
        Option<Instant> before = find(id).flatMap(SessionData::expiresAt);
        PersistentMap<String, SessionData> changed = byId.put(id, session);
        return changed == byId ? this : new SessionTable(changed, expiries.moved(id, before, session.expiresAt()));
    }

    @Override
    public Sessions remove(String id) {
        Option<SessionData> session = find(id);
        return session.isEmpty()
                ? this
                : new SessionTable(
                        byId.remove(id), expiries.moved(id, session.get().expiresAt(), Option.none()));
    }

    @Override
    public Sessions withoutExpired(Instant now) {
        ExpiryIndex.Due due = expiries.due(now);
        return due.ids().isEmpty() ? this : new SessionTable(byId.removeAll(due.ids()), due.rest());
    }

    /** The sessions alone; the index follows from them. */
    @Override
    public String toString() {
        return "Sessions[" + byId.size() + "]";
    }
}
