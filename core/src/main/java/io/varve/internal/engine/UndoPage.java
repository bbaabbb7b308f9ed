package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.OperationKind;
import io.varve.TransitionContext;
import io.varve.UnsupportedFormatException;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.spi.Ref;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.List;

/** The page of a batch of operations that can be undone; {@code docs/decisions/0059-undo.md} has the byte tables. */
final class UndoPage {

    private static final byte VERSION = 1;

    private UndoPage() {}

    /** Makes the content of a page. */
    static PageContent encode(Vector<StoredOperation> operations) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeInt(operations.size());
            for (StoredOperation operation : operations) {
                write(out, operation);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory can't fail", e);
        }
        return new PageContent(
                PageKind.OPERATIONS,
                List.of(),
                operations.flatMap(StoredOperation::roots).distinct().asJava(),
                bytes.toByteArray());
    }

    /** Reads a page of which the id was verified. */
    static Vector<StoredOperation> decode(UndoBatch batch, PageContent content) {
        String where = "the page of ref " + RefNames.undo(batch.first());
        if (content.kind() != PageKind.OPERATIONS) {
            throw new CorruptDataException(
                    where + " is a " + content.kind() + " where " + PageKind.OPERATIONS + " were expected");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content.payload()));
        try {
            int version = in.readUnsignedByte();
            if (version > VERSION) {
                throw new UnsupportedFormatException(where + " was written in format " + version
                        + "; this version of Varve reads formats up to " + VERSION + ": use a newer one");
            }
            int count = in.readInt();
            if (count != batch.count()) {
                throw new CorruptDataException(
                        where + " has " + count + " operations where the ref says " + batch.count());
            }
            Vector<StoredOperation> operations = Vector.empty();
            for (int i = 0; i < count; i++) {
                operations = operations.append(read(in, batch.first() + i, batch));
            }
            if (in.available() > 0) {
                throw new CorruptDataException(where + " has " + in.available() + " bytes too many");
            }
            return operations;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new CorruptDataException(where + " can't be decoded: " + e, e);
        }
    }

    private static void write(DataOutputStream out, StoredOperation operation) throws IOException {
        OperationFacts facts = operation.facts();
        out.writeByte(codeOf(facts.kind()));
        out.writeLong(facts.versionBefore());
        out.writeLong(facts.versionAfter());
        RefFormat.writeInstant(out, facts.at());
        RefFormat.writeOption(out, facts.context().who());
        RefFormat.writeOption(out, facts.context().reason());
        RefFormat.writeMetadata(out, facts.context().metadata());
        RefFormat.writeOption(out, facts.snapshotId());
        RefFormat.writeOption(out, facts.snapshotName());
        writeRecord(out, operation.before().map(HeadRecord::encode));
        writeRecord(out, operation.after().map(HeadRecord::encode));
        writeRecord(out, operation.removed().map(SnapshotRecord::encode));
    }

    private static StoredOperation read(DataInputStream in, long number, UndoBatch batch) throws IOException {
        String where = RefNames.undo(batch.first());
        OperationFacts facts = new OperationFacts(
                number,
                batch.parents().get((int) (number - batch.first())),
                kindOf(in.readUnsignedByte()),
                in.readLong(),
                in.readLong(),
                RefFormat.readInstant(in),
                new TransitionContext(RefFormat.readOption(in), RefFormat.readOption(in), RefFormat.readMetadata(in)),
                RefFormat.readOption(in),
                RefFormat.readOption(in));
        return new StoredOperation(
                facts,
                readRecord(in).map(bytes -> HeadRecord.decode(new Ref(where, bytes))),
                readRecord(in).map(bytes -> HeadRecord.decode(new Ref(where, bytes))),
                readRecord(in).map(bytes -> SnapshotRecord.decode(where, bytes)));
    }

    private static void writeRecord(DataOutputStream out, Option<byte[]> record) throws IOException {
        out.writeInt(record.map(bytes -> bytes.length).getOrElse(0));
        for (byte[] bytes : record) {
            out.write(bytes);
        }
    }

    private static Option<byte[]> readRecord(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a record of " + length + " bytes where " + in.available() + " are left");
        }
        return Option.when(length > 0, in.readNBytes(length));
    }

    private static int codeOf(OperationKind kind) {
        return switch (kind) {
            case TRANSITION -> 1;
            case ROLLBACK -> 2;
            case SELECTIVE_ROLLBACK -> 3;
            case REVERT -> 4;
            case MERGE -> 5;
            case IMPORT -> 6;
            case DELETE -> 7;
        };
    }

    private static OperationKind kindOf(int code) {
        return switch (code) {
            case 1 -> OperationKind.TRANSITION;
            case 2 -> OperationKind.ROLLBACK;
            case 3 -> OperationKind.SELECTIVE_ROLLBACK;
            case 4 -> OperationKind.REVERT;
            case 5 -> OperationKind.MERGE;
            case 6 -> OperationKind.IMPORT;
            case 7 -> OperationKind.DELETE;
            default -> throw new IllegalArgumentException("unknown kind of operation: " + code);
        };
    }
}
