package io.varve;

import io.varve.event.EventPosition;
import io.varve.event.TenantEvent;
import io.varve.event.TenantListener;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A listener that writes down what it is told, and can be held up. Checks of each timeline that nothing is left out. */
final class EventWitness implements TenantListener<Ledger> {

    private final List<TenantEvent<Ledger>> events = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final java.util.Map<String, Long> versions = new java.util.HashMap<>();
    private final java.util.Map<String, Ledger> states = new java.util.HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final Semaphore entered = new Semaphore(0);

    /** Holds the listener up at its next event. */
    void shut() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    /** Waits until the listener is being told of something more. */
    void awaitEntered() throws InterruptedException {
        entered.acquire();
    }

    @Override
    public void onEvent(TenantEvent<Ledger> event) {
        entered.release();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            events.add(event);
            lines.add(describe(event));
            follow(event);
        }
    }

    private void follow(TenantEvent<Ledger> event) {
        String key = event.tenantId() + "/" + event.timeline();
        if (event instanceof TenantEvent.ListeningStarted<Ledger> started) {
            moved(key, event.position().version(), started.after().get());
        } else if (event instanceof TenantEvent.HeadChanged<Ledger> changed) {
            expect(key, changed.versionBefore(), changed.before().get());
            if (event.position().version() <= changed.versionBefore()) {
                faults.add(describe(event));
            }
            moved(key, event.position().version(), changed.after().get());
        } else if (event instanceof TenantEvent.ChangedElsewhere<Ledger> changed) {
            expect(key, changed.versionBefore(), changed.before().get());
            moved(key, event.position().version(), changed.after().get());
        } else if (event instanceof TenantEvent.Missed<Ledger> missed) {
            expect(key, missed.versionBefore(), missed.before().get());
            moved(key, event.position().version(), missed.after().get());
        } else if (!(event instanceof TenantEvent.HeadStored<Ledger>)
                && versions.getOrDefault(key, -1L) != event.position().version()) {
            faults.add(describe(event) + " after version " + versions.get(key));
        }
    }

    private void moved(String key, long version, Ledger state) {
        if (versions.getOrDefault(key, -1L) >= version && !states.get(key).equals(state)) {
            faults.add(key + " has version " + version + " again, with " + state.count() + " after "
                    + states.get(key).count());
        }
        versions.put(key, version);
        states.put(key, state);
    }

    private void expect(String key, long version, Ledger state) {
        if (versions.getOrDefault(key, -1L) != version || !state.equals(states.get(key))) {
            faults.add(key + " goes on from version " + version + " with " + state.count() + ", after version "
                    + versions.get(key) + " with " + states.get(key));
        }
    }

    synchronized List<TenantEvent<Ledger>> events() {
        return List.copyOf(events);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Where what was told does not follow from what was told before. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The state of a timeline as far as it was told of. */
    synchronized Ledger state(String timeline) {
        return states.get(timeline);
    }

    /** The last position that is known to be in the store. */
    synchronized Option<EventPosition> stored() {
        return io.vavr.collection.List.ofAll(events)
                .flatMap(TenantEvent::storedPosition)
                .lastOption();
    }

    /** An event in a line, without times. */
    static String describe(TenantEvent<Ledger> event) {
        String line = event.tenantId() + (event.timeline().equals(Tenant.MAIN_TIMELINE) ? "" : "/" + event.timeline())
                + " v" + event.position().version() + (event.origin().stored() ? " " : "? ")
                + (event.origin().elsewhere() ? "elsewhere " : "");
        if (event instanceof TenantEvent.ListeningStarted<Ledger> started) {
            return line + "started with " + started.after().get().count();
        } else if (event instanceof TenantEvent.HeadChanged<Ledger> changed) {
            return line + changed.kind() + " from v" + changed.versionBefore() + ": "
                    + changed.before().get().count() + " → "
                    + changed.after().get().count()
                    + changed.context().flatMap(TransitionContext::who).fold(() -> "", who -> " by " + who);
        } else if (event instanceof TenantEvent.ChangedElsewhere<Ledger> changed) {
            return line + "changed from v" + changed.versionBefore() + ": "
                    + changed.before().get().count() + " → "
                    + changed.after().get().count();
        } else if (event instanceof TenantEvent.Missed<Ledger> missed) {
            return line + "missed " + missed.events() + " from v" + missed.versionBefore() + ": "
                    + missed.before().get().count() + " → "
                    + missed.after().get().count();
        } else if (event instanceof TenantEvent.SnapshotTaken<Ledger> taken) {
            return line + "took " + name(taken.snapshot()) + " of "
                    + taken.state().get().count();
        } else if (event instanceof TenantEvent.SnapshotEdited<Ledger> edited) {
            return line + "edited " + name(edited.before()) + " → " + name(edited.after()) + " with "
                    + edited.after().holds().size() + " holds"
                    + edited.context().flatMap(TransitionContext::who).fold(() -> "", who -> " by " + who);
        } else if (event instanceof TenantEvent.SnapshotsRemoved<Ledger> removed) {
            return line + "removed "
                    + removed.snapshots().map(EventWitness::name).mkString(", ")
                    + removed.context().flatMap(TransitionContext::who).fold(() -> "", who -> " by " + who);
        } else if (event instanceof TenantEvent.TimelineRenamed<Ledger> renamed) {
            return line + "was called " + renamed.nameBefore();
        } else if (event instanceof TenantEvent.HeadStored<Ledger>) {
            return line + "stored";
        } else if (event instanceof TenantEvent.ListeningEnded<Ledger> ended) {
            return line + "ended: " + ended.why().getClass().getSimpleName();
        }
        throw new AssertionError(event);
    }

    private static String name(SnapshotInfo info) {
        return info.name().getOrElse(() -> "" + info.kind());
    }
}
