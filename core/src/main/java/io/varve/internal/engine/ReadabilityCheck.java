package io.varve.internal.engine;

import io.varve.ClosedException;
import io.varve.CorruptDataException;
import io.varve.EncryptionException;
import io.varve.ReadabilityReport;
import io.varve.ReadabilityReport.Result;
import io.varve.SnapshotInfo;
import io.varve.StoreFailedException;
import io.varve.VarveException;
import io.varve.internal.codec.StateCodec;
import io.varve.internal.codec.tree.VerifiedPages;
import io.varve.internal.page.NodeBudget;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads all that is stored of tenants, without opening them, and says what can't be read. For one use. */
final class ReadabilityCheck {

    /** A head may be replaced, and its pages removed, while it is being read; then the new one is. */
    private static final int HEAD_TRIES = 10;

    private final SnapshotStore store;
    private final StateCodec<?> codec;
    private final long memory;
    private Vector<Result> results = Vector.empty();
    private int tenants;
    private long pages;

    /**
     * Makes a check.
     *
     * @param memory how many bytes may be used to remember which pages were read
     */
    ReadabilityCheck(SnapshotStore store, StateCodec<?> codec, long memory) {
        this.store = store;
        this.codec = codec;
        this.memory = memory;
    }

    ReadabilityReport report() {
        return new ReadabilityReport(results, tenants, pages);
    }

    /**
     * Checks one tenant.
     *
     * @return whether it exists
     */
    boolean check(TenantId id) {
        StoredTenant tenant = new StoredTenant(store, id);
        Optional<TenantMark> mark;
        try {
            mark = tenant.mark();
        } catch (VarveException e) {
            add(List.of(result(tenant, "ref " + RefNames.MARK, Option.none(), e)));
            return true;
        }
        if (mark.isEmpty()) {
            return false;
        }
        OneTenant one = new OneTenant(tenant);
        List<Result> found = one.check();
        pages += one.verified.decoded();
        boolean problems = found.stream().anyMatch(each -> !each.isReadable());
        if (problems && !tenant.mark().map(TenantMark::incarnation).equals(mark.map(TenantMark::incarnation))) {
            return false; // It was removed meanwhile, so what is missing is no damage.
        }
        add(found);
        return true;
    }

    private void add(List<Result> found) {
        tenants++;
        results = results.appendAll(found);
    }

    private static Result result(
            StoredTenant tenant, String state, Option<SnapshotInfo> snapshot, VarveException problem) {
        if (problem instanceof StoreFailedException || problem instanceof ClosedException) {
            throw problem;
        }
        return new Result(tenant.id().value(), state, snapshot, Option.some(problem));
    }

    /** The states of one tenant, which may share pages. */
    private final class OneTenant {

        private final StoredTenant tenant;
        private final TenantPages source;
        private final VerifiedPages verified = new VerifiedPages(memory);
        private final List<Result> found = new ArrayList<>();

        OneTenant(StoredTenant tenant) {
            this.tenant = tenant;
            // Of nodes that are read, none is kept.
            this.source = new TenantPages(store, tenant.id(), new NodeBudget(0));
            source.describeDamageWith(page -> "restore it from a backup, or delete the snapshots that need it");
        }

        List<Result> check() {
            check(TimelineRefs.MAIN, "");
            for (TimelineRecord timeline : timelines()) {
                int before = found.size();
                check(timeline.refs(), " of timeline '" + timeline.name() + "'");
                if (timelines().forAll(left -> left.number() != timeline.number())) {
                    found.subList(before, found.size()).clear(); // It was deleted meanwhile.
                }
            }
            return found;
        }

        private void check(TimelineRefs refs, String where) {
            checkHead(refs, "the head" + where);
            for (Ref ref : snapshots(refs)) {
                checkSnapshot(ref, where);
            }
        }

        private Vector<TimelineRecord> timelines() {
            try {
                return tenant.timelines();
            } catch (CorruptDataException | EncryptionException e) {
                found.add(result(tenant, "its timelines", Option.none(), e));
                return Vector.empty();
            }
        }

        private Vector<Ref> snapshots(TimelineRefs refs) {
            try {
                return tenant.snapshots(refs);
            } catch (CorruptDataException | EncryptionException e) {
                found.add(result(tenant, "its snapshots", Option.none(), e));
                return Vector.empty();
            }
        }

        private void checkHead(TimelineRefs refs, String state) {
            for (int left = HEAD_TRIES; ; left--) {
                Ref head = null;
                try {
                    head = tenant.head(refs);
                    verify(head);
                    found.add(new Result(tenant.id().value(), state, Option.none(), Option.none()));
                    return;
                } catch (VarveException e) {
                    Result failed = result(tenant, state, Option.none(), e);
                    if (left == 1 || head == null || tenant.isCurrent(head)) {
                        found.add(failed);
                        return;
                    }
                }
            }
        }

        private void checkSnapshot(Ref ref, String where) {
            Option<SnapshotInfo> info = Option.none();
            String state = "ref " + ref.name();
            try {
                info = Option.some(
                        SnapshotRecord.decode(ref.name(), ref.value()).info());
                state = "snapshot " + info.get().label() + where;
                verify(ref);
                found.add(new Result(tenant.id().value(), state, info, Option.none()));
            } catch (VarveException e) {
                Result failed = result(tenant, state, info, e);
                if (tenant.isCurrent(ref)) {
                    found.add(failed);
                }
            }
        }

        private void verify(Ref ref) {
            codec.verify(StoredTenant.rootOf(ref).id(), source, verified);
        }
    }
}
