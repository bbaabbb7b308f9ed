package io.varve.internal.engine;

import io.varve.DuplicateNameException;
import io.varve.SnapshotGraph;
import io.varve.SnapshotRef;
import io.varve.StateRef;
import io.varve.Tenant;
import io.varve.TimelineInfo;
import io.varve.TimelineNotFoundException;
import io.varve.VarveException;
import io.varve.internal.text.TextLimits;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The timelines of an open tenant: which there are, as the store says, and those that are open. Which there are changes while
 * no write of this process to the tenant is under way. Thread-safe.
 */
final class Timelines<S> {

    private final TenantEngine<S> main;
    private final TenantOpener<S> opener;
    private final TenantId tenant;
    private final SnapshotStore store;
    private final TimelineRemains remains;
    private final ConcurrentHashMap<Long, TenantEngine<S>> branches = new ConcurrentHashMap<>();

    /** Begins with the main timeline. */
    Timelines(TenantEngine<S> main, TenantOpener<S> opener) {
        TenantConnection<S> connection = main.connection();
        this.main = main;
        this.opener = opener;
        this.tenant = connection.tenant();
        this.store = connection.store();
        this.remains = new TimelineRemains(tenant, store, connection.clock());
    }

    /** What there is, and the bytes that say so. */
    private record Registry(Optional<byte[]> bytes, TimelinesRecord record) {

        RefUpdate replaceBy(TimelinesRecord next) {
            return bytes.map(before -> RefUpdate.replace(RefNames.TIMELINES, before, next.encode()))
                    .orElseGet(() -> RefUpdate.create(RefNames.TIMELINES, next.encode()));
        }
    }

    TenantEngine<S> main() {
        return main;
    }

    /** Those that are open, the main one first. */
    Seq<TenantEngine<S>> open() {
        return Vector.of(main).appendAll(branches.values());
    }

    /** Makes a timeline that begins with a state of another. */
    TenantEngine<S> branch(TenantEngine<S> parent, String name, StateRef from) {
        TextLimits.requireName("the name of a timeline", name);
        parent.requireOpen();
        parent.takeOverNews();
        Option<Entry<S>> wanted = Option.none();
        if (from instanceof SnapshotRef ref) {
            wanted = Option.some(parent.parts().snapshots().require(ref));
        } else {
            parent.makeDurable(); // What a timeline goes on from has to outlast a crash, or else they would part.
        }
        Option<Long> sequence = wanted.map(entry -> entry.info().sequence());
        return between(parent, () -> branchNow(parent, name, sequence));
    }

    private TenantEngine<S> branchNow(TenantEngine<S> parent, String name, Option<Long> sequence) {
        parent.requireOpen();
        Registry registry = read();
        requireFree(name, registry.record());
        if (registry.record().all().size() >= Tenant.MAX_TIMELINES) {
            throw new IllegalStateException("tenant '" + tenant + "' has " + Tenant.MAX_TIMELINES
                    + " timelines beside the main one, which is the most; delete one of: " + names(registry.record()));
        }
        BranchPoint<S> point = BranchPoint.of(parent, sequence);
        TenantConnection<S> connection = parent.connection();
        TimelineRecord record = new TimelineRecord(
                registry.record().nextNumber(),
                name,
                connection.clock().instant(),
                parent.label().refs().number(),
                point.version(),
                point.snapshotId());
        TimelineRefs refs = record.refs();
        Ancestry ancestry = point.ancestry(
                parent.label().refs().number(), connection.pages().held());
        SnapshotRecord first = point.firstSnapshot(record, parent.label(), ancestry);
        HeadRecord head =
                new HeadRecord(0, record.createdAt(), point.root(), Option.none(), point.weight(), 0, ancestry);
        HistoryMark history = new HistoryMark(1, 0);
        List<RefUpdate> updates = new ArrayList<>();
        updates.add(registry.replaceBy(registry.record().with(record)));
        updates.add(RefUpdate.create(refs.head(), head.encode()));
        updates.add(RefUpdate.create(refs.history(), history.encode()));
        updates.add(RefUpdate.create(refs.snapshot(0), first.encode()));
        point.checks().forEach(updates::add);
        connection.persister().commitRefs(updates);
        TenantEngine<S> branch = opener.openNewTimeline(main, label(record), head, history, first);
        point.state().forEach(branch::isKnownAs);
        branches.put(record.number(), branch);
        branch.tellFollowers();
        return branch;
    }

    /** The timeline of a name, if there is one. */
    Option<TenantEngine<S>> find(String name) {
        main.requireOpen();
        if (name.equals(TimelineLabel.MAIN)) {
            return Option.some(main);
        }
        Option<TimelineRecord> record = read().record().named(name);
        Option<TenantEngine<S>> opened =
                record.flatMap(found -> Option.of(branches.get(found.number()))).filter(branch -> !branch.isGone());
        if (record.isEmpty() || opened.isDefined()) {
            opened.forEach(branch -> branch.label().renamed(name));
            return opened;
        }
        // Between writes, so that what is read is known to be held before a collector asks.
        return between(main, () -> read().record().named(name).map(this::openNow));
    }

    private TenantEngine<S> openNow(TimelineRecord record) {
        main.requireOpen();
        TenantEngine<S> already = branches.get(record.number());
        if (already != null && !already.isGone()) {
            return already;
        }
        TenantEngine<S> branch = opener.openTimeline(main, label(record));
        branches.put(record.number(), branch);
        branch.tellFollowers();
        return branch;
    }

    TenantEngine<S> require(String name) {
        return find(name).getOrElseThrow(() -> notFound(name, read().record()));
    }

    /** All that there are, the main one first. */
    Seq<TimelineInfo> infos() {
        main.requireOpen();
        TimelinesRecord record = read().record();
        return record.all()
                .map(timeline -> infoOf(timeline, record))
                .prepend(new TimelineInfo(TimelineLabel.MAIN, Option.none()));
    }

    /** The snapshots of all that there are, and what they come from. */
    SnapshotGraph graph() {
        Vector<SnapshotGraph.Node> nodes = Vector.empty();
        Map<String, Seq<String>> heads = LinkedHashMap.empty();
        for (TenantEngine<S> engine : infos().flatMap(info -> find(info.name()))) {
            TenantParts<S> parts = engine.parts();
            String name = engine.label().name();
            Moment<S> now = parts.timeline().moment(parts.snapshots()::history);
            Head<S> head = now.head();
            nodes = nodes.appendAll(now.history().infos().map(info -> new SnapshotGraph.Node(name, info)));
            heads = heads.put(
                    name, Snapshots.parentsOf(head.version(), head.ancestry(), now.history(), Vector.empty()));
        }
        return new SnapshotGraph(nodes, heads);
    }

    TimelineInfo rename(String name, String next) {
        TextLimits.requireName("the name of a timeline", next);
        requireNotMain(name, "renamed");
        main.requireOpen();
        return between(main, () -> {
            Registry registry = read();
            TimelineRecord record = require(name, registry);
            if (name.equals(next)) {
                return infoOf(record, registry.record());
            }
            requireFree(next, registry.record());
            TimelinesRecord renamed = registry.record().renamed(record, next);
            main.connection().persister().commitRefs(List.of(registry.replaceBy(renamed)));
            Option.of(branches.get(record.number())).forEach(branch -> branch.renamed(next));
            return infoOf(record.named(next), renamed);
        });
    }

    TimelineInfo delete(String name) {
        requireNotMain(name, "deleted; remove the tenant instead");
        main.requireOpen();
        TimelineInfo deleted = between(main, () -> {
            Registry registry = read();
            TimelineRecord record = require(name, registry);
            List<RefUpdate> updates = new ArrayList<>();
            updates.add(registry.replaceBy(registry.record().without(record)));
            updates.addAll(remains.ofHead(record.refs(), isShared()));
            main.connection().persister().commitRefs(updates);
            Option.of(branches.remove(record.number())).forEach(branch -> branch.close(() -> deleted(name), false));
            return infoOf(record, registry.record());
        });
        clearRemains();
        return deleted;
    }

    private TimelineNotFoundException deleted(String name) {
        return new TimelineNotFoundException("timeline '" + name + "' of tenant '" + tenant
                + "' was deleted, and this handle is of no use any more");
    }

    /** Removes what is left of timelines that were deleted, as far as the store lets it; what it does not goes next time. */
    void clearRemains() {
        remains.tryTo(() -> {
            for (long number : read().record().unclear()) {
                TimelineRefs refs = new TimelineRefs(number);
                while (between(main, () -> isCleared(refs))) {
                    main.requireOpen();
                }
            }
        });
    }

    /** Removes some of what is left, or says that nothing is. */
    private boolean isCleared(TimelineRefs refs) {
        Registry registry = read();
        if (!registry.record().unclear().contains(refs.number())) {
            return false; // Somebody else was faster.
        }
        List<RefUpdate> some = remains.some(refs, isShared());
        boolean more = !some.isEmpty();
        main.connection()
                .persister()
                .commitRefs(
                        more
                                ? some
                                : List.of(registry.replaceBy(registry.record().cleared(refs.number()))));
        return more;
    }

    /** Takes over what others have made of the open ones. */
    void attend() {
        branches.forEach((number, branch) -> {
            try {
                branch.attend();
            } catch (TimelineNotFoundException e) {
                branches.remove(number, branch);
                branch.close(() -> deleted(branch.label().name()), false);
            }
        });
    }

    /** Closes those beside the main one. */
    void close(Supplier<VarveException> reason, boolean write) {
        RuntimeException failure = null;
        for (TenantEngine<S> branch : branches.values()) {
            try {
                branch.close(reason, write);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        branches.clear();
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Leaves out of what a head comes from the points of timelines that were deleted, unless one is the base of a merge with
     * what another timeline has, or could be after a rollback there.
     *
     * @param own the number of the head's timeline
     */
    Ancestry withoutForgotten(long own, Ancestry ancestry) {
        TimelinesRecord record = read().record();
        Seq<Long> deleted = ancestry.merged()
                .keySet()
                .toVector()
                .filter(number -> number != TimelineRefs.MAIN.number()
                        && record.numbered(number).isEmpty());
        if (deleted.isEmpty()) {
            return ancestry;
        }
        io.vavr.collection.Set<Long> bases = record.all()
                .map(TimelineRecord::number)
                .prepend(TimelineRefs.MAIN.number())
                .filter(number -> number != own)
                .flatMap(number -> ancestriesOf(new TimelineRefs(number))
                        .flatMap(other -> MergeBase.of(own, ancestry, number, other)))
                .map(MergeBase::timeline)
                .toSet();
        return deleted.filter(number -> !bases.contains(number)).foldLeft(ancestry, Ancestry::without);
    }

    /** Where the head and the snapshots of a timeline come from, as they are here, or else in the store. */
    private Seq<Ancestry> ancestriesOf(TimelineRefs refs) {
        TenantEngine<S> engine = refs.isMain() ? main : branches.get(refs.number());
        if (engine != null) {
            Moment<S> now = engine.parts().timeline().moment(engine.parts().snapshots()::history);
            return now.history()
                    .entries()
                    .map(Entry::ancestry)
                    .append(now.head().ancestry());
        }
        StoredTenant stored = new StoredTenant(store, tenant);
        return stored.snapshots(refs)
                .map(ref -> SnapshotRecord.decode(ref.name(), ref.value()).ancestry())
                .appendAll(stored.headIfThere(refs)
                        .map(ref -> HeadRecord.decode(ref).ancestry()));
    }

    private <T> T between(TenantEngine<S> engine, Supplier<T> action) {
        return engine.betweenWrites(() -> {
            engine.connection().persister().requireSettled();
            return action.get();
        });
    }

    private Registry read() {
        Optional<byte[]> bytes = Faults.translating(
                "read the timelines of tenant '" + tenant + "'", () -> store.readRef(tenant, RefNames.TIMELINES));
        return new Registry(bytes, TimelinesRecord.decode(bytes));
    }

    private boolean isShared() {
        return main.committer().tenure().isShared();
    }

    private TimelineLabel label(TimelineRecord record) {
        return new TimelineLabel(tenant, record.refs(), record.name());
    }

    private TimelineRecord require(String name, Registry registry) {
        return registry.record().named(name).getOrElseThrow(() -> notFound(name, registry.record()));
    }

    private TimelineNotFoundException notFound(String name, TimelinesRecord record) {
        return new TimelineNotFoundException(
                "no timeline '" + name + "' for tenant '" + tenant + "'; it has: " + names(record));
    }

    private void requireFree(String name, TimelinesRecord record) {
        if (name.equals(TimelineLabel.MAIN) || record.named(name).isDefined()) {
            throw new DuplicateNameException("tenant '" + tenant + "' has a timeline '" + name
                    + "' already; delete or rename it first, or choose another name than: " + names(record));
        }
    }

    private static void requireNotMain(String name, String what) {
        if (name.equals(TimelineLabel.MAIN)) {
            throw new IllegalArgumentException("the main timeline can't be " + what);
        }
    }

    private static String names(TimelinesRecord record) {
        return record.all()
                .map(TimelineRecord::name)
                .prepend(TimelineLabel.MAIN)
                .mkString(", ");
    }

    private static TimelineInfo infoOf(TimelineRecord record, TimelinesRecord all) {
        Option<String> parent = record.parent() == TimelineRefs.MAIN.number()
                ? Option.some(TimelineLabel.MAIN)
                : all.numbered(record.parent()).map(TimelineRecord::name);
        return new TimelineInfo(
                record.name(),
                Option.some(new TimelineInfo.Origin(
                        parent, record.parentVersion(), record.snapshotId(), record.createdAt())));
    }
}
