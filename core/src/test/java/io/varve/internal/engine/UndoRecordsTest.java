package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.CorruptDataException;
import io.varve.EncryptionException;
import io.varve.OperationKind;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.TransitionContext;
import io.varve.UnsupportedFormatException;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The format of the log of operations, see {@code docs/decisions/0059-undo.md}. */
class UndoRecordsTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456789Z");
    private static final PageLink BEFORE = link(1);
    private static final PageLink AFTER = link(2);
    private static final PageLink MERGED = link(3);
    private static final PageLink DELETED = link(4);
    private static final PageLink PAGE = link(9);

    private static PageLink link(int number) {
        byte[] id = new byte[PageId.BYTES];
        Arrays.fill(id, (byte) number);
        return new PageLink(PageId.of(id), number % 2 == 0);
    }

    private static StoredOperation operation(long number, OperationKind kind) {
        OperationFacts facts = new OperationFacts(
                number,
                number - 1,
                kind,
                7,
                8,
                NOON,
                TransitionContext.by("admin").because("so").with("ticket", "42"),
                Option.some("id"),
                Option.some("v1"));
        Ancestry ancestry = Ancestry.NONE.with(5, new MergedPoint(2, 3, MERGED, StateWeight.UNKNOWN));
        HeadRecord before = new HeadRecord(7, NOON, BEFORE, Option.none(), StateWeight.UNKNOWN, 0, Ancestry.NONE);
        HeadRecord after = new HeadRecord(
                8, NOON, AFTER, Option.some(new LastRollback(Option.none())), StateWeight.UNKNOWN, 0, ancestry);
        SnapshotInfo info = new SnapshotInfo(
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
        return new StoredOperation(
                facts,
                Option.some(before),
                Option.when(kind != OperationKind.IMPORT, after),
                Option.when(
                        kind == OperationKind.DELETE,
                        new SnapshotRecord(info, DELETED, StateWeight.UNKNOWN, Ancestry.NONE)));
    }

    private static Vector<StoredOperation> operations() {
        Vector<StoredOperation> all = Vector.empty();
        for (OperationKind kind : OperationKind.values()) {
            all = all.append(operation(4 + all.size(), kind));
        }
        return all;
    }

    private static UndoBatch batchOf(Vector<StoredOperation> operations) {
        return new UndoBatch(
                operations.head().facts().number(),
                operations.map(one -> one.facts().parent()),
                PAGE);
    }

    @Test
    void aPageIsReadAsItWasWrittenAndMentionsAllStates() {
        PageContent content = UndoPage.encode(operations());

        assertThat(UndoPage.decode(batchOf(operations()), content)).isEqualTo(operations());
        assertThat(content.links()).containsExactlyInAnyOrder(BEFORE, AFTER, MERGED, DELETED);
        assertThat(content.kind()).isEqualTo(PageKind.OPERATIONS);
    }

    @Test
    void aBatchIsReadAsItWasWritten() {
        UndoBatch batch = batchOf(operations());

        assertThat(UndoBatch.decode(new Ref("u/0000000000000004", batch.encode())))
                .isEqualTo(batch);
        assertThat(UndoBatch.decode(new Ref("b/000000000000000a/u/0000000000000004", batch.encode())))
                .isEqualTo(batch);
        assertThat(RefRoots.of(List.of(new Ref(RefNames.undo(4), batch.encode()))))
                .containsExactly(PAGE);
    }

    @Test
    void aHeadSaysWhereInTheLogItIs() {
        HeadRecord head = operation(1, OperationKind.MERGE).after().get();
        HeadRecord marked = new HeadRecord(
                head.version(),
                head.changedAt(),
                head.root(),
                head.lastRollback(),
                head.weight(),
                9,
                Ancestry.NONE,
                new UndoMark(3, 10, 5, 7));

        assertThat(HeadRecord.decode(new Ref(RefNames.HEAD, marked.encode()))).isEqualTo(marked);
    }

    @Test
    void whatANewerVersionWroteIsRefusedAsSuch() {
        PageContent page = UndoPage.encode(operations());
        byte[] payload = page.payload().clone();
        payload[0] = 2;
        assertThatThrownBy(() -> UndoPage.decode(
                        batchOf(operations()), new PageContent(PageKind.OPERATIONS, List.of(), page.links(), payload)))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("u/0000000000000004")
                .hasMessageContaining("use a newer one");
        byte[] head = RefFormat.encode(out -> {
            out.writeLong(8);
            RefFormat.writeInstant(out, NOON);
            RefFormat.writeRoot(out, AFTER);
            out.writeBoolean(false);
            StateWeight.UNKNOWN.write(out);
            out.writeLong(9);
            Ancestry.NONE.write(out);
            out.writeByte(2);
        });
        assertThatThrownBy(() -> HeadRecord.decode(new Ref(RefNames.HEAD, head)))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("use a newer one");
        byte[] batch = batchOf(operations()).encode();
        batch[1] = 2;
        assertThatThrownBy(() -> UndoBatch.decode(new Ref(RefNames.undo(4), batch)))
                .isInstanceOf(UnsupportedFormatException.class);
    }

    @ParameterizedTest
    @EnumSource(PageKind.class)
    void aPageOfAnotherKindIsRefused(PageKind kind) {
        PageContent page = UndoPage.encode(operations());
        PageContent other = new PageContent(kind, List.of(), page.links(), page.payload());
        if (kind != PageKind.OPERATIONS) {
            assertThatThrownBy(() -> UndoPage.decode(batchOf(operations()), other))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining(kind.name());
        }
    }

    @Test
    void anythingElseInAPageIsDamageAndNoOtherError() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        PageContent page = UndoPage.encode(operations());
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = random.nextBoolean()
                    ? page.payload().clone()
                    : Arrays.copyOf(page.payload(), random.nextInt(page.payload().length + 20));
            for (int change = random.nextInt(4); change > 0 && bytes.length > 1; change--) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            }
            try {
                UndoPage.decode(
                        batchOf(operations()), new PageContent(PageKind.OPERATIONS, List.of(), List.of(), bytes));
            } catch (CorruptDataException | UnsupportedFormatException | EncryptionException e) {
                // As any damage; the last if a record begins as what is encrypted does.
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
    }
}
