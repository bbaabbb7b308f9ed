package io.varve.internal.engine;

import io.varve.internal.page.HeldPages;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the descriptors of a timeline's snapshots. */
final class SnapshotEntries {

    private static final int SCAN = 1_000;

    private final SnapshotStore store;
    private final TenantId tenant;
    private final TimelineRefs refs;
    private final HeldPages held;

    SnapshotEntries(SnapshotStore store, TenantId tenant, TimelineRefs refs, HeldPages held) {
        this.store = store;
        this.tenant = tenant;
        this.refs = refs;
        this.held = held;
    }

    /** All that there are. */
    <S> Vector<Entry<S>> all() {
        return after(null);
    }

    /** Those that were taken after the one with a sequence number; all of them after a negative one. */
    <S> Vector<Entry<S>> after(long sequence) {
        return after(sequence < 0 ? null : refs.snapshot(sequence));
    }

    private <S> Vector<Entry<S>> after(@Nullable String name) {
        List<Entry<S>> entries = new ArrayList<>();
        String after = name;
        List<Ref> found;
        do {
            String from = after;
            found = Faults.translating(
                    "read the snapshots of tenant '" + tenant + "'",
                    () -> store.scanRefs(tenant, refs.snapshots(), from, SCAN));
            for (Ref ref : found) {
                SnapshotRecord snapshot = SnapshotRecord.decode(ref.name(), ref.value());
                entries.add(new Entry<>(
                        snapshot.info(),
                        StateCell.ofRoot(snapshot.root(), snapshot.weight(), held),
                        snapshot.ancestry().heldBy(held)));
                after = ref.name();
            }
        } while (found.size() == SCAN);
        return Vector.ofAll(entries);
    }
}
