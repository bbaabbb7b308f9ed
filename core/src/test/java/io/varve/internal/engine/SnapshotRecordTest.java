package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.CorruptDataException;
import io.varve.SnapshotHold;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of a snapshot's descriptor, which have to stay readable. */
class SnapshotRecordTest {

    private static final String REF = RefNames.snapshot(7);
    private static final int CHECKSUM = Integer.BYTES;

    /** As it was written before there were holds. */
    private static final String WITHOUT_HOLDS =
            "5601000469642d3700000000000000070101000276310000000069a42a4000000001010003616e6e0001000772656c656173650100067469636b657400023432000000000000000c000000000000000100000000000000020100ffffffffffffffff000000005bd0900a";

    private static SnapshotRecord without() {
        return new SnapshotRecord(
                new SnapshotInfo(
                        "id-7",
                        7,
                        Option.some("v1"),
                        SnapshotKind.NAMED,
                        Instant.parse("2026-03-01T12:00:00.000000001Z"),
                        Option.some("ann"),
                        Option.none(),
                        LinkedHashSet.of("release"),
                        LinkedHashMap.of("ticket", "42"),
                        12),
                new PageLink(new PageId(1, 2), true),
                StateWeight.UNKNOWN,
                Ancestry.NONE);
    }

    private static SnapshotRecord with() {
        SnapshotRecord without = without();
        Instant since = Instant.parse("2026-03-02T12:00:00Z");
        return new SnapshotRecord(
                without.info()
                        .withHolds(Vector.of(
                                new SnapshotHold(
                                        "case-12",
                                        Option.some("legal"),
                                        Option.some("why"),
                                        since,
                                        Option.some(since.plusSeconds(5))),
                                new SnapshotHold("audit", Option.none(), Option.none(), since, Option.none()))),
                without.root(),
                without.weight(),
                without.ancestry());
    }

    @Test
    void aDescriptorWithoutHoldsIsWhatItWas() {
        assertThat(HexFormat.of().formatHex(without().encode())).isEqualTo(WITHOUT_HOLDS);
        assertThat(SnapshotRecord.decode(REF, HexFormat.of().parseHex(WITHOUT_HOLDS)))
                .isEqualTo(without());
    }

    @Test
    void holdsComeBehindWhatWasThereBefore() {
        byte[] old = without().encode();
        byte[] held = with().encode();

        assertThat(Arrays.copyOf(held, old.length - CHECKSUM)).isEqualTo(Arrays.copyOf(old, old.length - CHECKSUM));
        assertThat(SnapshotRecord.decode(REF, held)).isEqualTo(with());
    }

    @Test
    void aPartThatIsNotKnownIsRefused() {
        byte[] unknown = RefFormat.encode(out -> {
            byte[] old = without().encode();
            out.write(old, 2, old.length - 2 - CHECKSUM);
            out.writeByte(99);
            out.writeByte(0);
        });

        assertThatThrownBy(() -> SnapshotRecord.decode(REF, unknown))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("unknown part of a snapshot's descriptor: 99");
    }

    @Test
    void aHoldThatCouldNotHaveBeenAskedForIsRefused() {
        byte[] unnamed = RefFormat.encode(out -> {
            byte[] old = without().encode();
            out.write(old, 2, old.length - 2 - CHECKSUM);
            out.writeByte(1);
            out.writeByte(1);
            out.writeUTF("");
            out.writeBoolean(false);
            out.writeBoolean(false);
            RefFormat.writeInstant(out, Instant.EPOCH);
            out.writeBoolean(false);
        });

        assertThatThrownBy(() -> SnapshotRecord.decode(REF, unnamed)).isInstanceOf(CorruptDataException.class);
    }
}
