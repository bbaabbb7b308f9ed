package io.varve.internal.engine;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This manager's lease on a tenant that it shares with other processes. It tells whoever collects garbage until when this
 * process must be reckoned with, and which pages it may still read. Written under the commit lock; every commit of this
 * manager checks it, so a manager whose lease was taken from it writes nothing more.
 */
final class Lease {

    /** How many times a lease is renewed while it would last. */
    private static final int RENEWALS = 3;

    private final SnapshotStore store;
    private final TenantId tenant;
    private final String refName;
    private final Duration duration;
    private final InstantSource clock;
    private volatile LeaseRecord record;
    private volatile byte[] value;
    private @Nullable LeaseRecord doubtful;

    /** Goes on from a lease that was just written. */
    Lease(
            SnapshotStore store,
            TenantId tenant,
            String refName,
            Duration duration,
            InstantSource clock,
            LeaseRecord written) {
        this.store = store;
        this.tenant = tenant;
        this.refName = refName;
        this.duration = duration;
        this.clock = clock;
        this.record = written;
        this.value = written.encode();
    }

    /** A lease that was never written, and acknowledges nothing. */
    static LeaseRecord first(Duration duration, InstantSource clock) {
        return new LeaseRecord(ProcessHandle.current().pid(), clock.instant().plus(duration), 0, Option.none());
    }

    String refName() {
        return refName;
    }

    RefUpdate check() {
        return RefUpdate.check(refName, value);
    }

    /** The garbage epoch that was acknowledged last. */
    long epoch() {
        return record.epoch();
    }

    Instant expires() {
        return record.expires();
    }

    boolean isDue() {
        Duration left = Duration.between(clock.instant(), record.expires());
        return left.compareTo(duration.multipliedBy(RENEWALS - 1L).dividedBy(RENEWALS)) <= 0;
    }

    /** Whether the ref has a value that this manager gave it; if it is one whose outcome was unknown, that is known now. */
    boolean isMine(Optional<byte[]> actual) {
        LeaseRecord tried = doubtful;
        if (tried != null && actual.isPresent() && Arrays.equals(actual.get(), tried.encode())) {
            adopt(tried);
        }
        return actual.isPresent() && Arrays.equals(actual.get(), value);
    }

    /** Makes the lease last longer. */
    void renew(List<RefUpdate> checks) {
        replace(record.until(clock.instant().plus(duration)), 0, List.of(), checks);
    }

    /**
     * Tells what this process holds, after it has looked at the tenant's refs in a garbage epoch.
     *
     * @param epoch the epoch, which the checks hold on to
     * @param held the pages that it holds
     * @param pages where they are
     */
    void acknowledge(long epoch, Collection<PageLink> held, TenantPages pages, List<RefUpdate> checks) {
        try (StateWriter writer = StateWriter.copying(
                pages,
                flushed -> Faults.translating(
                        "write the lease on tenant '" + tenant + "'",
                        () -> store.commit(tenant, epoch, flushed, List.of())))) {
            acknowledge(epoch, held, writer, checks);
        }
    }

    private void acknowledge(long epoch, Collection<PageLink> held, StateWriter writer, List<RefUpdate> checks) {
        Option<PageLink> roots = Option.when(!held.isEmpty(), () -> {
            // The name makes the page this manager's own, which nobody else's lease can lead to.
            byte[] whose = refName.getBytes(StandardCharsets.US_ASCII);
            PageContent list =
                    new PageContent(PageKind.ROOTS, List.of(), List.copyOf(new LinkedHashSet<>(held)), whose);
            return new PageLink(writer.put(list, form -> {}), list.hasLinks());
        });
        LeaseRecord next = new LeaseRecord(record.processId(), clock.instant().plus(duration), epoch, roots);
        replace(next, epoch, writer.pending(), checks);
    }

    private void replace(LeaseRecord next, long stamp, List<Page> pages, List<RefUpdate> checks) {
        byte[] nextValue = next.encode();
        List<RefUpdate> updates = new ArrayList<>(checks);
        updates.add(RefUpdate.replace(refName, value, nextValue));
        try {
            CommitResult result = store.commit(tenant, stamp, pages, updates);
            if (result instanceof CommitResult.Conflict conflict
                    && !Arrays.equals(
                            conflict.actual()
                                    .getOrDefault(refName, Optional.empty())
                                    .orElse(null),
                            nextValue)) {
                throw new Outrun(false);
            }
            adopt(next);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.OUTCOME_UNKNOWN) {
                doubtful = next;
            }
            throw Faults.translate("renew the lease on tenant '" + tenant + "'", e);
        }
    }

    private void adopt(LeaseRecord written) {
        doubtful = null;
        value = written.encode();
        record = written;
    }
}
