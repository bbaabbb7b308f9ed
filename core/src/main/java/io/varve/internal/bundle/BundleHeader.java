package io.varve.internal.bundle;

import io.varve.bundle.BundleBase;
import io.varve.bundle.BundleManifest;
import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The header of a bundle.
 *
 * @param id the bundle's id
 * @param tenant the tenant that it was exported from
 * @param timeline the timeline that it was exported from
 * @param exportedAt when
 * @param isTransformed whether the states are not those of the tenant
 * @param stateSchema the id of the schema of the head's state, which is the first schema that follows
 * @param base what it goes on from, if it is not a full one
 */
public record BundleHeader(
        UUID id,
        TenantId tenant,
        String timeline,
        Instant exportedAt,
        boolean isTransformed,
        PageId stateSchema,
        Option<Base> base) {

    private static final int TRANSFORMED = 1;
    private static final int INCREMENTAL = 2;

    /**
     * The snapshot that a bundle goes on from.
     *
     * @param snapshotId its id
     * @param name its name, if it has one
     * @param root the root page of its state
     */
    public record Base(String snapshotId, Option<String> name, PageId root) {

        /** The same for callers. */
        public BundleBase told() {
            return new BundleBase(snapshotId, name, root.toString());
        }
    }

    /**
     * The manifest of the bundle that this begins.
     *
     * @param snapshots how many snapshots it has
     * @param pages how many pages, without those that are only bases
     * @param bytes how many bytes, the manifest included
     * @param fingerprint the root page of its head
     * @param sha256 the hash of all before it
     */
    BundleManifest manifest(long snapshots, long pages, long bytes, PageId fingerprint, byte[] sha256) {
        return new BundleManifest(
                id,
                tenant.value(),
                timeline,
                exportedAt,
                base.map(Base::told),
                isTransformed,
                snapshots,
                pages,
                bytes,
                fingerprint.toString(),
                HexFormat.of().formatHex(sha256));
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeLong(id.getMostSignificantBits());
            out.writeLong(id.getLeastSignificantBits());
            out.writeUTF(tenant.value());
            out.writeUTF(timeline);
            out.writeLong(exportedAt.getEpochSecond());
            out.writeInt(exportedAt.getNano());
            out.writeByte((isTransformed ? TRANSFORMED : 0) | (base.isDefined() ? INCREMENTAL : 0));
            out.write(stateSchema.toBytes());
            for (Base from : base) {
                out.writeUTF(from.snapshotId());
                out.writeUTF(from.name().getOrElse(""));
                out.write(from.root().toBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory can't fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a header.
     *
     * @throws IOException if it is too short
     * @throws RuntimeException if it is wrong otherwise
     */
    static BundleHeader decode(byte[] body) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        UUID id = new UUID(in.readLong(), in.readLong());
        TenantId tenant = new TenantId(in.readUTF());
        String timeline = in.readUTF();
        Instant exportedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
        int flags = in.readUnsignedByte();
        if ((flags & ~(TRANSFORMED | INCREMENTAL)) != 0) {
            throw new IllegalArgumentException("unknown flags " + flags);
        }
        PageId schema = readId(in);
        Option<Base> base = Option.none();
        if ((flags & INCREMENTAL) != 0) {
            String snapshot = in.readUTF();
            String name = in.readUTF();
            base = Option.some(new Base(snapshot, Option.when(!name.isEmpty(), name), readId(in)));
        }
        if (in.available() > 0) {
            throw new IllegalArgumentException(in.available() + " bytes too many");
        }
        return new BundleHeader(id, tenant, timeline, exportedAt, (flags & TRANSFORMED) != 0, schema, base);
    }

    private static PageId readId(DataInputStream in) throws IOException {
        byte[] id = new byte[PageId.BYTES];
        in.readFully(id);
        return PageId.of(id);
    }
}
