package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.SnapshotRequest;
import io.varve.internal.bundle.BundleReader;
import io.varve.internal.page.PageLink;
import io.varve.internal.text.TextLimits;
import io.varve.spi.Ref;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots and the head of a bundle, each looked at before it is believed: what the engine relies on has to hold of them. Not
 * thread-safe.
 */
final class BundledHistory {

    /** No number or time that the engine counts on from is near its end. */
    private static final long MAX_NUMBER = 1L << 60;

    private static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX_TIME = Instant.parse("9999-01-01T00:00:00Z");
    private static final int MAX_PARENTS = 255;
    private static final String PLACE = "of the bundle";

    private final BundleReader reader;
    private final PageIntake pages;
    private Vector<SnapshotRecord> snapshots = Vector.empty();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<PageLink> roots = new LinkedHashSet<>();
    private @Nullable HeadRecord head;

    BundledHistory(BundleReader reader, PageIntake pages) {
        this.reader = reader;
        this.pages = pages;
    }

    /** From the oldest to the newest. */
    Vector<SnapshotRecord> snapshots() {
        return snapshots;
    }

    HeadRecord head() {
        HeadRecord found = head;
        if (found == null) {
            throw new AssertionError("a bundle ends after its head");
        }
        return found;
    }

    /** The ids of the snapshots that the head comes from. */
    Seq<String> headParents() {
        return head().ancestry().lineage().map(Lineage::parents).getOrElse(Vector::empty);
    }

    /** The root pages of all states. */
    Set<PageLink> roots() {
        return roots;
    }

    void snapshot(byte[] descriptor) {
        SnapshotRecord found;
        try {
            found = SnapshotRecord.decode(PLACE, descriptor);
            require(found);
        } catch (CorruptDataException | IllegalArgumentException e) {
            throw reader.damaged("has a snapshot that can't be: " + e.getMessage(), e);
        }
        pages.requireComplete("a snapshot " + found.info().label(), found.root());
        roots.add(found.root());
        snapshots =
                snapshots.append(new SnapshotRecord(found.info(), found.root(), StateWeight.UNKNOWN, Ancestry.NONE));
    }

    void head(byte[] descriptor) {
        HeadRecord found;
        try {
            found = HeadRecord.decode(new Ref(RefNames.HEAD, descriptor));
            require(found);
        } catch (CorruptDataException | IllegalArgumentException e) {
            throw reader.damaged("has a head that can't be: " + e.getMessage(), e);
        }
        pages.requireComplete("a head", found.root());
        roots.add(found.root());
        head = found;
    }

    private void require(SnapshotRecord found) {
        SnapshotInfo info = found.info();
        // Checks texts, tags and metadata.
        var unused = new SnapshotRequest(
                info.name(), info.createdBy(), info.description(), info.tags(), info.metadata(), false, Vector.empty());
        TextLimits.requireName("a snapshot's id", info.id());
        info.parents().forEach(id -> TextLimits.requireName("a parent's id", id));
        require(info.name().isDefined() == (info.kind() == SnapshotKind.NAMED), "its kind is " + info.kind());
        require(found.ancestry().isNone(), "it has an ancestry");
        requireNumber("its number", info.sequence());
        requireNumber("its version", info.stateVersion());
        requireTime(info.createdAt());
        require(ids.add(info.id()), "another has its id " + info.id());
        require(info.name().forAll(names::add), "another has its name");
        for (SnapshotRecord before : snapshots.lastOption()) {
            require(
                    before.info().sequence() < info.sequence()
                            && !info.createdAt().isBefore(before.info().createdAt()),
                    "it does not come after the one before it");
        }
    }

    private static void require(HeadRecord found) {
        requireNumber("its version", found.version());
        requireTime(found.changedAt());
        require(found.ancestry().merged().isEmpty(), "other timelines are part of it");
        Option<Lineage> lineage = found.ancestry().lineage();
        require(lineage.forAll(made -> made.parents().size() <= MAX_PARENTS), "it has too many parents");
        lineage.forEach(made -> made.parents().forEach(id -> TextLimits.requireName("a parent's id", id)));
    }

    private static void requireNumber(String what, long number) {
        require(number >= 0 && number < MAX_NUMBER, what + " is " + number);
    }

    private static void requireTime(Instant time) {
        require(!time.isBefore(MIN_TIME) && time.isBefore(MAX_TIME), "its time is " + time);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
