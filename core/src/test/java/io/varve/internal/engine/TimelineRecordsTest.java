package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.CorruptDataException;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.UnsupportedFormatException;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes of refs that timelines came with, and of those that were there before. */
class TimelineRecordsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000001Z");
    private static final PageLink ROOT =
            new PageLink(PageId.of(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f")), true);
    private static final PageLink OTHER =
            new PageLink(PageId.of(HexFormat.of().parseHex("ff0102030405060708090a0b0c0d0e0f")), false);
    private static final StateWeight WEIGHT = new StateWeight(100, 1);

    private static final Ancestry ANCESTRY = new Ancestry(
            7,
            Option.some(new Lineage(9, Vector.of("one", "two"))),
            TreeMap.of(0L, new MergedPoint(3, 4, OTHER, WEIGHT), 2L, new MergedPoint(5, 6, ROOT, WEIGHT)));

    /** As they were written before there were timelines; this must stay readable for ever. */
    private static byte[] formerHead() {
        return RefFormat.encode(out -> {
            out.writeLong(42);
            out.writeLong(NOON.getEpochSecond());
            out.writeInt(NOON.getNano());
            out.write(ROOT.id().toBytes());
            out.writeBoolean(true);
            out.writeByte(0);
            out.writeBoolean(true);
            out.writeBoolean(true);
            out.writeLong(17);
            out.writeLong(100);
            out.writeInt(1);
            out.writeLong(5);
        });
    }

    private static byte[] formerSnapshot() {
        return RefFormat.encode(out -> {
            out.writeUTF("id");
            out.writeLong(3);
            out.writeByte(1);
            out.writeBoolean(true);
            out.writeUTF("v1");
            out.writeLong(NOON.getEpochSecond());
            out.writeInt(NOON.getNano());
            out.writeBoolean(false);
            out.writeBoolean(false);
            out.writeByte(1);
            out.writeUTF("tag");
            out.writeByte(0);
            out.writeLong(42);
            out.write(ROOT.id().toBytes());
            out.writeBoolean(true);
            out.writeByte(0);
            out.writeLong(100);
            out.writeInt(1);
        });
    }

    private static byte[] formerRemoved() {
        return RefFormat.encode(out -> {
            out.writeLong(NOON.getEpochSecond());
            out.writeInt(NOON.getNano());
            out.write(ROOT.id().toBytes());
            out.writeBoolean(true);
            out.writeByte(0);
        });
    }

    private static HeadRecord head(Ancestry ancestry) {
        return new HeadRecord(42, NOON, ROOT, Option.some(new LastRollback(Option.some(17L))), WEIGHT, 5, ancestry);
    }

    private static SnapshotInfo info() {
        return new SnapshotInfo(
                "id",
                3,
                Option.some("v1"),
                SnapshotKind.NAMED,
                NOON,
                Option.none(),
                Option.none(),
                LinkedHashSet.of("tag"),
                LinkedHashMap.empty(),
                42);
    }

    @Test
    void aHeadOfBeforeIsReadAndWrittenAsItWas() {
        HeadRecord read = HeadRecord.decode(new Ref(RefNames.HEAD, formerHead()));

        assertThat(read).isEqualTo(head(Ancestry.NONE));
        assertThat(read.encode()).isEqualTo(formerHead());
    }

    @Test
    void aSnapshotOfBeforeIsReadAndWrittenAsItWas() {
        SnapshotRecord read = SnapshotRecord.decode(RefNames.snapshot(3), formerSnapshot());

        assertThat(read).isEqualTo(new SnapshotRecord(info(), ROOT, WEIGHT, Ancestry.NONE));
        assertThat(read.encode()).isEqualTo(formerSnapshot());
    }

    @Test
    void aRemovedSnapshotOfBeforeIsRead() {
        RemovedRecord read = RemovedRecord.decode(RefNames.removed(3), formerRemoved());

        assertThat(read).isEqualTo(new RemovedRecord(NOON, java.util.List.of(ROOT)));
        assertThat(read.encode()).isEqualTo(formerRemoved());
    }

    @Test
    void whereAStateComesFromIsReadAgain() {
        HeadRecord head = head(ANCESTRY);
        SnapshotRecord snapshot =
                new SnapshotRecord(info().comingFrom(Vector.of("parent", "other")), ROOT, WEIGHT, ANCESTRY);

        assertThat(HeadRecord.decode(new Ref(RefNames.HEAD, head.encode()))).isEqualTo(head);
        assertThat(SnapshotRecord.decode(RefNames.snapshot(3), snapshot.encode()))
                .isEqualTo(snapshot);
        assertThat(head.roots()).containsExactly(ROOT, OTHER, ROOT);
    }

    @Test
    void whatIsMergedIsARootInEveryTimeline() {
        TimelineRefs refs = new TimelineRefs(5);
        SnapshotRecord snapshot = new SnapshotRecord(info(), ROOT, WEIGHT, ANCESTRY);

        assertThat(RefRoots.of(java.util.List.of(
                        new Ref(refs.head(), head(ANCESTRY).encode()),
                        new Ref(refs.history(), HistoryMark.EMPTY.encode()),
                        new Ref(refs.snapshot(3), snapshot.encode()),
                        new Ref(RefNames.TIMELINES, TimelinesRecord.NONE.encode()),
                        new Ref(refs.removed(3), formerRemoved()))))
                .containsExactly(ROOT, OTHER, ROOT, ROOT, OTHER, ROOT, ROOT);
        assertThatThrownBy(() -> RefRoots.of(java.util.List.of(new Ref(refs.prefix() + "y/1", formerHead()))))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("ref b/0000000000000005/y/1 is of a kind");
    }

    @Test
    void theTimelinesAreReadAgain() {
        TimelineRecord one = new TimelineRecord(1, "what-if", NOON, 0, 42, Option.some("id"));
        TimelineRecord two = new TimelineRecord(7, "b/0000000000000001/h/main", NOON, 1, 0, Option.none());
        TimelinesRecord all = TimelinesRecord.NONE.with(one).with(two).without(one);

        assertThat(TimelinesRecord.decode(Optional.of(all.encode()))).isEqualTo(all);
        assertThat(all.nextNumber()).isEqualTo(8);
        assertThat(all.unclear()).containsExactly(1L);
        assertThat(all.cleared(1).unclear()).isEmpty();
        assertThat(TimelinesRecord.decode(Optional.empty())).isEqualTo(TimelinesRecord.NONE);
        byte[] damaged = all.encode();
        damaged[12] ^= 1;
        assertThatThrownBy(() -> TimelinesRecord.decode(Optional.of(damaged))).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void theRefsOfATimelineAreThoseOfTheMainOneBehindAPrefix() {
        TimelineRefs refs = new TimelineRefs(31);
        for (String name :
                List.of(refs.head(), refs.history(), refs.snapshot(2), refs.operations(3), refs.removed(-1))) {
            assertThat(TimelineRefs.of(name)).isEqualTo(refs);
            assertThat(name).isEqualTo("b/000000000000001f/" + TimelineRefs.inMain(name));
        }
        for (String name :
                List.of(RefNames.HEAD, RefNames.TIMELINES, "b/", "b/1/h/main", "b/zzzzzzzzzzzzzzzz/h/main")) {
            assertThat(TimelineRefs.of(name)).isEqualTo(TimelineRefs.MAIN);
            assertThat(TimelineRefs.inMain(name)).isEqualTo(name);
        }
        assertThat(refs.snapshotName("v1")).isNotEqualTo(TimelineRefs.MAIN.snapshotName("v1"));
        assertThat(TimelineRefs.MAIN.snapshotName("v1")).isEqualTo(RefNames.snapshotName("v1"));
    }

    @Test
    void theBaseIsTheSharedPointThatComesFromNoOther() {
        MergedPoint mainAt3 = new MergedPoint(3, 3, ROOT, WEIGHT);
        MergedPoint mainAt8 = new MergedPoint(8, 8, OTHER, WEIGHT);
        MergedPoint thirdAt2 = new MergedPoint(2, 6, ROOT, WEIGHT);
        Ancestry one = new Ancestry(3, Option.none(), TreeMap.of(0L, mainAt3, 3L, thirdAt2));
        Ancestry two = new Ancestry(8, Option.none(), TreeMap.of(0L, mainAt8, 3L, thirdAt2));

        // Two timelines that were branched off main, both of which have merged a third.
        assertThat(MergeBase.of(1, one, 2, two)).isEqualTo(Option.some(new MergeBase(3, thirdAt2)));
        assertThat(MergeBase.of(2, two, 1, one)).isEqualTo(Option.some(new MergeBase(3, thirdAt2)));
        // With main itself: what the other knows of it.
        assertThat(MergeBase.of(0, Ancestry.NONE, 1, one)).isEqualTo(Option.some(new MergeBase(0, mainAt3)));
        assertThat(MergeBase.of(1, Ancestry.NONE, 2, Ancestry.NONE)).isEqualTo(Option.none());
    }
}
