package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.varve.VarveException;
import io.varve.VerificationReport.Problem;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Vector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether the refs of a tenant can be decoded and agree with one another, and says where they lead. For one use. */
final class RefCheck {

    private Vector<Problem> problems = Vector.empty();
    private Vector<Tuple2<String, PageLink>> roots = Vector.empty();
    private final Set<PageId> schemas = new HashSet<>();

    /** The names that snapshots say they have, and those that refs say they have, by name ref. */
    private final Map<String, Named> named = new HashMap<>();

    private record Named(TimelineRefs timeline, SnapshotInfo info) {}

    private final Map<String, Long> names = new HashMap<>();

    /** The number of the last snapshot that there is, and of the next as the history's mark says, by timeline. */
    private final Map<TimelineRefs, Long> lastSnapshots = new HashMap<>();

    private final Map<TimelineRefs, Long> nextSnapshots = new HashMap<>();
    private TimelinesRecord timelines = TimelinesRecord.NONE;

    static RefCheck of(List<Ref> refs) {
        RefCheck check = new RefCheck();
        for (Ref ref : refs) {
            check.tryTo(ref);
        }
        check.compareNames();
        check.compareNumbers();
        Set<String> present = refs.stream().map(Ref::name).collect(Collectors.toSet());
        for (String required : List.of(RefNames.MARK, RefNames.HEAD, RefNames.HISTORY)) {
            if (!present.contains(required)) {
                check.add(required, "is missing, and every tenant has one");
            }
        }
        for (TimelineRecord timeline : check.timelines.all()) {
            for (String required :
                    List.of(timeline.refs().head(), timeline.refs().history())) {
                if (!present.contains(required)) {
                    check.add(required, "is missing, and timeline '" + timeline.name() + "' needs it");
                }
            }
        }
        return check;
    }

    /** What is wrong with the refs. */
    Vector<Problem> problems() {
        return problems;
    }

    /** Where they lead, each with what to call it. */
    Vector<Tuple2<String, PageLink>> roots() {
        return roots;
    }

    /** The schemas that are there. */
    Set<PageId> schemas() {
        return schemas;
    }

    private void tryTo(Ref ref) {
        try {
            look(ref);
            for (PageLink root : RefRoots.of(List.of(ref))) {
                roots = roots.append(Tuple.of(labelOf(ref) + labelOf(TimelineRefs.of(ref.name())), root));
            }
        } catch (VarveException e) {
            add(ref.name(), String.valueOf(e.getMessage()));
        }
    }

    private void look(Ref ref) {
        String name = TimelineRefs.inMain(ref.name());
        switch (name) {
            case RefNames.MARK -> TenantMark.decode(ref.value());
            case RefNames.OWNER -> OwnerRecord.decode(ref.value());
            case RefNames.TIMELINES -> timelines = TimelinesRecord.decode(Optional.of(ref.value()));
            case RefNames.HISTORY ->
                nextSnapshots.put(
                        TimelineRefs.of(ref.name()),
                        HistoryMark.decode(ref.value()).nextSequence());
            default -> {
                if (name.startsWith(RefNames.SNAPSHOTS)) {
                    lookAtSnapshot(ref);
                } else if (name.startsWith(RefNames.NAMES)) {
                    names.put(name, NameRecord.decode(name, ref.value()));
                } else if (name.startsWith(RefNames.SCHEMAS)) {
                    lookAtSchema(ref);
                }
            }
        }
    }

    private void lookAtSnapshot(Ref ref) {
        SnapshotInfo info = SnapshotRecord.decode(ref.name(), ref.value()).info();
        TimelineRefs timeline = TimelineRefs.of(ref.name());
        lastSnapshots.merge(timeline, info.sequence(), Math::max);
        if (!ref.name().equals(timeline.snapshot(info.sequence()))) {
            add(ref.name(), "holds the snapshot " + info.label() + " of the number " + info.sequence());
        }
        for (String name : info.name()) {
            named.put(timeline.snapshotName(name), new Named(timeline, info));
        }
    }

    private void lookAtSchema(Ref ref) {
        PageId id = PageFormat.idOf(ref.value());
        if (ref.name().equals(RefNames.schema(id))) {
            schemas.add(id);
        } else {
            add(ref.name(), "is damaged: its content is the schema " + id);
        }
    }

    private void compareNames() {
        named.forEach((ref, name) -> {
            SnapshotInfo info = name.info();
            Long found = names.get(ref);
            if (found == null || found != info.sequence()) {
                add(
                        name.timeline().snapshot(info.sequence()),
                        "the snapshot " + info.label() + " has a name that "
                                + (found == null
                                        ? "is not kept: ref " + ref + " is missing"
                                        : "belongs to number " + found));
            }
        });
        names.forEach((ref, sequence) -> {
            if (!named.containsKey(ref)) {
                add(
                        ref,
                        "keeps a name for the snapshot of the number " + sequence
                                + ", which has no such name or is gone");
            }
        });
    }

    private void compareNumbers() {
        nextSnapshots.forEach((timeline, next) -> {
            long last = lastSnapshots.getOrDefault(timeline, -1L);
            if (last >= next) {
                add(
                        timeline.history(),
                        "says that the next snapshot gets the number " + next + ", but there is one of the number "
                                + last);
            }
        });
    }

    /** The refs come in the order of their names, so the timelines are known before theirs. */
    private String labelOf(TimelineRefs refs) {
        return refs.isMain()
                ? ""
                : timelines
                        .numbered(refs.number())
                        .map(timeline -> " of timeline '" + timeline.name() + "'")
                        .getOrElse(" of a timeline that was deleted");
    }

    private static String labelOf(Ref ref) {
        String name = TimelineRefs.inMain(ref.name());
        if (name.equals(RefNames.HEAD)) {
            return "the head";
        }
        if (name.startsWith(RefNames.SNAPSHOTS)) {
            return "snapshot "
                    + SnapshotRecord.decode(ref.name(), ref.value()).info().label();
        }
        if (name.startsWith(RefNames.UNDO)) {
            return "the operations that can be undone, from number " + name.substring(2) + " on";
        }
        return name.startsWith(RefNames.OPERATIONS)
                ? "the audit trail from entry " + name.substring(2) + " on"
                : "ref " + name;
    }

    private void add(String ref, String found) {
        problems = problems.append(new Problem("ref " + ref, found, Vector.empty()));
    }
}
