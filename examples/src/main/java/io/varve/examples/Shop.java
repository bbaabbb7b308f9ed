package io.varve.examples;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import java.time.Instant;

/**
 * The state of {@link Quickstart}: everything a small shop has to remember. It is immutable: a change gives a new shop that
 * shares all the rest with the old one.
 *
 * @param sessions who is logged in, by session id
 * @param settings how the shop looks and behaves
 * @param orders all orders, oldest first
 */
public record Shop(
        PersistentMap<String, Session> sessions,
        PersistentMap<String, String> settings,
        PersistentVector<Order> orders) {

    /**
     * A customer who is logged in.
     *
     * @param user the customer's name
     * @param expiresAt when the session ends
     */
    public record Session(String user, Instant expiresAt) {}

    /**
     * An order.
     *
     * @param user the customer's name
     * @param item what was ordered
     * @param cents the price in cents
     */
    public record Order(String user, String item, long cents) {}

    /**
     * A shop on its first day.
     *
     * @return the shop
     */
    public static Shop empty() {
        return new Shop(PersistentMap.empty(), PersistentMap.empty(), PersistentVector.empty());
    }

    /**
     * Changes a setting.
     *
     * @param key its name
     * @param value its value
     * @return the changed shop
     */
    public Shop withSetting(String key, String value) {
        return new Shop(sessions, settings.put(key, value), orders);
    }

    /**
     * Logs a customer in.
     *
     * @param id the session's id
     * @param session the session
     * @return the changed shop
     */
    public Shop withSession(String id, Session session) {
        return new Shop(sessions.put(id, session), settings, orders);
    }

    /**
     * Takes an order.
     *
     * @param order the order
     * @return the changed shop
     */
    public Shop withOrder(Order order) {
        return new Shop(sessions, settings, orders.append(order));
    }
}
