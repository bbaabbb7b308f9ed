package io.varve.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes of a delta as {@code docs/decisions/0080-deltas.md} has them, put together here by hand. */
class DeltaFormatTest {

    private static final int HEAD_BYTES = 4;
    private static final int LENGTH = 2_000;

    private final byte[] payload = new byte[LENGTH - HEAD_BYTES];
    private final Page base;

    DeltaFormatTest() {
        new Random(3).nextBytes(payload);
        payload[296] = 'a';
        this.base = PageFormat.encode(content(payload));
    }

    private static PageContent content(byte[] payload) {
        return new PageContent(PageKind.VALUE, List.of(), List.of(), payload);
    }

    private byte[] changedPayload() {
        byte[] changed = payload.clone();
        changed[296] = 'b';
        return changed;
    }

    /** A header, the base, and one step: 300 bytes are kept, one is dropped, and a 'b' put in. */
    private ByteBuffer delta(int steps) {
        ByteBuffer page = ByteBuffer.allocate(12 + 16 + 5 * steps)
                .putInt(0x56415256)
                .put((byte) 1)
                .put((byte) PageKind.VALUE.code())
                .put((byte) 2)
                .put((byte) 0)
                .putInt(LENGTH)
                .putLong(base.id().high())
                .putLong(base.id().low());
        for (int i = 0; i < steps; i++) {
            page.put((byte) (300 & 0x7F | 0x80))
                    .put((byte) (300 >> 7))
                    .put((byte) 1)
                    .put((byte) 1)
                    .put((byte) 'b');
        }
        return page;
    }

    @Test
    void isReadAndWrittenAsItIsDescribed() throws UnreadablePageException {
        byte[] bytes = delta(1).array();
        PageContent whole = content(changedPayload());
        PageId id = PageFormat.idOf(whole);

        PageContent read = PageFormat.decode(id, bytes, any -> base.bytes());

        assertThat(read.payload()).isEqualTo(changedPayload());
        assertThat(PageFormat.baseOf(bytes)).contains(base.id());
        Splice splice = Splice.between(PageFormat.contentBytes(content(payload)), PageFormat.contentBytes(whole));
        assertThat(PageFormat.encode(whole.as(new Delta(base.id(), splice)))).isEqualTo(new Page(id, bytes));
    }

    @Test
    void hasABoundedLength() {
        byte[] tooLong = delta(80).array();
        assertThatThrownBy(() -> PageFormat.decode(new PageId(1, 2), tooLong, any -> base.bytes()))
                .isInstanceOf(UnreadablePageException.class)
                .hasMessageContaining("is a delta of " + tooLong.length + " bytes; one has at most 384");
    }

    @Test
    void isNeverOneOfItself() {
        PageContent same = content(payload).as(new Delta(base.id(), Splice.between(payload, payload)));
        assertThat(PageFormat.encode(same)).isEqualTo(base);
    }
}
