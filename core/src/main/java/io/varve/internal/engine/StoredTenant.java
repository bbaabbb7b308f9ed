package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.internal.page.PageLink;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The refs of a tenant, read without opening it: nothing is written, and whoever has it open does not notice. */
final class StoredTenant {

    private static final int SCAN = 1_000;

    private final SnapshotStore store;
    private final TenantId tenant;

    StoredTenant(SnapshotStore store, TenantId tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    /** All that a store knows of, those that are being removed included. */
    static Vector<TenantId> ids(SnapshotStore store) {
        Vector<TenantId> all = Vector.empty();
        List<TenantId> found;
        do {
            TenantId after = all.lastOption().getOrNull();
            found = Faults.translating("list the tenants", () -> store.scanTenants(after, SCAN));
            all = all.appendAll(found);
        } while (found.size() == SCAN);
        return all;
    }

    TenantId id() {
        return tenant;
    }

    /** The mark of a tenant that exists and is not being removed. */
    Optional<TenantMark> mark() {
        return read(RefNames.MARK).map(TenantMark::decode).filter(TenantMark::isLive);
    }

    /** The timelines beside the main one. */
    Vector<TimelineRecord> timelines() {
        return TimelinesRecord.decode(read(RefNames.TIMELINES)).all();
    }

    /** The head of the main timeline as it is stored now. */
    Ref head() {
        return head(TimelineRefs.MAIN);
    }

    /** The head of a timeline as it is stored now. */
    Ref head(TimelineRefs refs) {
        return headIfThere(refs)
                .getOrElseThrow(() -> new CorruptDataException(
                        "tenant '" + tenant + "' has no head: ref " + refs.head() + " is missing"));
    }

    /** The same; none if the timeline was deleted. */
    Option<Ref> headIfThere(TimelineRefs refs) {
        return Option.ofOptional(read(refs.head())).map(value -> new Ref(refs.head(), value));
    }

    /** The descriptors of the main timeline's snapshots, from the oldest on. */
    Vector<Ref> snapshots() {
        return snapshots(TimelineRefs.MAIN);
    }

    /** The descriptors of a timeline's snapshots, from the oldest on. */
    Vector<Ref> snapshots(TimelineRefs refs) {
        Vector<Ref> all = Vector.empty();
        List<Ref> found;
        do {
            String after = all.lastOption().map(Ref::name).getOrNull();
            found = Faults.translating(
                    "list the snapshots of tenant '" + tenant + "'",
                    () -> store.scanRefs(tenant, refs.snapshots(), after, SCAN));
            all = all.appendAll(found);
        } while (found.size() == SCAN);
        return all;
    }

    /** Whether a ref still has the value that it had. */
    boolean isCurrent(Ref ref) {
        return read(ref.name())
                .filter(value -> Arrays.equals(value, ref.value()))
                .isPresent();
    }

    static PageLink rootOf(Ref ref) {
        return TimelineRefs.inMain(ref.name()).equals(RefNames.HEAD)
                ? HeadRecord.decode(ref).root()
                : SnapshotRecord.decode(ref.name(), ref.value()).root();
    }

    private Optional<byte[]> read(String name) {
        return Faults.translating("read a ref of tenant '" + tenant + "'", () -> store.readRef(tenant, name));
    }
}
