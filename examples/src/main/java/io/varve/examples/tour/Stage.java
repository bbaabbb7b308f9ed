package io.varve.examples.tour;

import io.varve.SnapshotInfo;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.examples.Shop;
import io.varve.spi.SnapshotStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What a scene is played on: a manager of shops, a clock that goes when it is told to, and paper to print on. */
final class Stage implements AutoCloseable {

    private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");

    private final PrintWriter out;
    private final SettableClock clock = new SettableClock();
    private final StateManager<Shop> states;

    /** Opens the manager; the store is closed with the stage. */
    Stage(SnapshotStore store, PrintWriter out) {
        this.out = out;
        this.states = StateManager.builder(Shop.class)
                .store(store)
                .initialState(Shop.empty())
                .clock(clock)
                .undoLimit(20)
                .open();
    }

    /** The manager, for scenes about tenants. */
    StateManager<Shop> states() {
        return states;
    }

    /** A tenant that has just been created. */
    Tenant<Shop> open(String name) {
        return states.createTenant(name);
    }

    /** Lets time pass. */
    void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** What time it is. */
    Instant now() {
        return clock.now;
    }

    /** Prints a line. */
    void say(String format, @Nullable Object... arguments) {
        out.printf("   " + format + "%n", arguments);
    }

    /** Prints what a shop remembers. */
    void show(String what, Shop shop) {
        say(
                "%-34s theme %s; orders: %s",
                what + ":",
                shop.settings().get("theme").getOrElse("none"),
                shop.orders().isEmpty()
                        ? "none"
                        : shop.orders().map(Shop.Order::item).mkString(", "));
    }

    /** Prints a tenant's snapshots. */
    void list(Tenant<Shop> tenant) {
        for (SnapshotInfo info : tenant.snapshots()) {
            say(
                    "  #%d  %s  %-14s %s",
                    info.sequence(),
                    info.createdAt(),
                    info.label(),
                    info.description().getOrElse(""));
        }
    }

    /** Stops the tour if what it is about to say is not so. */
    void check(boolean isSo, String what) {
        if (!isSo) {
            throw new IllegalStateException("the tour says that " + what + ", and it is not so");
        }
    }

    @Override
    public void close() {
        states.close();
    }

    private static final class SettableClock extends Clock {

        private volatile Instant now = MORNING;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
