package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.AuditKind;
import io.varve.CorruptDataException;
import io.varve.TransitionContext;
import io.varve.UnsupportedFormatException;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.vavr.collection.Vector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.List;

/** The page of a batch of audit entries; {@code docs/decisions/0031-audit.md} has the byte tables. */
final class AuditPage {

    private static final byte VERSION = 1;

    private AuditPage() {}

    /** Makes the content of a page. */
    static PageContent encode(Vector<AuditEntry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeInt(entries.size());
            for (AuditEntry entry : entries) {
                write(out, entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory can't fail", e);
        }
        return new PageContent(PageKind.LOG, List.of(), List.of(), bytes.toByteArray());
    }

    /** Reads a page of which the id was verified. */
    static Vector<AuditEntry> decode(AuditBatch batch, PageContent content) {
        String where = "the page of ref " + batch.refName();
        if (content.kind() != PageKind.LOG) {
            throw new CorruptDataException(where + " is a " + content.kind() + " where a LOG was expected");
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
                        where + " has " + count + " entries where the ref says " + batch.count());
            }
            Vector<AuditEntry> entries = Vector.empty();
            for (int i = 0; i < count; i++) {
                entries = entries.append(read(in));
                if (entries.last().sequence() != batch.first() + i) {
                    throw new CorruptDataException(where + " has entry "
                            + entries.last().sequence() + " where " + (batch.first() + i) + " was expected");
                }
            }
            if (in.available() > 0) {
                throw new CorruptDataException(where + " has " + in.available() + " bytes too many");
            }
            return entries;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new CorruptDataException(where + " can't be decoded: " + e, e);
        }
    }

    private static void write(DataOutputStream out, AuditEntry entry) throws IOException {
        out.writeLong(entry.sequence());
        out.writeByte(codeOf(entry.kind()));
        out.writeLong(entry.versionBefore());
        out.writeLong(entry.versionAfter());
        RefFormat.writeInstant(out, entry.at());
        RefFormat.writeOption(out, entry.who());
        RefFormat.writeOption(out, entry.reason());
        RefFormat.writeMetadata(out, entry.metadata());
        RefFormat.writeOption(out, entry.snapshotId());
        RefFormat.writeOption(out, entry.snapshotName());
    }

    private static AuditEntry read(DataInputStream in) throws IOException {
        return new AuditEntry(
                in.readLong(),
                kindOf(in.readUnsignedByte()),
                in.readLong(),
                in.readLong(),
                RefFormat.readInstant(in),
                new TransitionContext(RefFormat.readOption(in), RefFormat.readOption(in), RefFormat.readMetadata(in)),
                RefFormat.readOption(in),
                RefFormat.readOption(in));
    }

    private static int codeOf(AuditKind kind) {
        return switch (kind) {
            case TRANSITION -> 1;
            case ROLLBACK -> 2;
            case SELECTIVE_ROLLBACK -> 3;
            case REVERT -> 4;
            case MERGE -> 5;
            case HOLD -> 8;
            case RELEASE -> 9;
            case PRUNE -> 10;
            case DELETE -> 11;
            case IMPORT -> 12;
            case UNDO -> 13;
            case REDO -> 14;
        };
    }

    private static AuditKind kindOf(int code) {
        return switch (code) {
            case 1 -> AuditKind.TRANSITION;
            case 2 -> AuditKind.ROLLBACK;
            case 3 -> AuditKind.SELECTIVE_ROLLBACK;
            case 4 -> AuditKind.REVERT;
            case 5 -> AuditKind.MERGE;
            case 8 -> AuditKind.HOLD;
            case 9 -> AuditKind.RELEASE;
            case 10 -> AuditKind.PRUNE;
            case 11 -> AuditKind.DELETE;
            case 12 -> AuditKind.IMPORT;
            case 13 -> AuditKind.UNDO;
            case 14 -> AuditKind.REDO;
            default -> throw new IllegalArgumentException("unknown kind of audit entry: " + code);
        };
    }
}
