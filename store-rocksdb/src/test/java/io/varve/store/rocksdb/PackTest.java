package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.faultOf;
import static io.varve.store.rocksdb.Samples.id;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackTest {

    private static final String WHAT = "the store in /var/lib/shop, in its pack 7,";

    @Test
    void a_pack_is_read_as_it_was_written() {
        Pack pack = pack();

        Pack read = Pack.decode(pack.encode(), WHAT);

        assertThat(read.tenant()).isEqualTo(ACME);
        assertThat(read.stamp()).isEqualTo(12);
        assertThat(read.pages().keySet()).containsExactly(id(1), id(2), id(3), id(4));
        assertThat(read.pages().get(id(1)).bytes()).isEqualTo(page(1, 100).bytes());
        assertThat(read.pages().get(id(2)).bytes()).isEmpty();
        assertThat(read.pages().get(id(3))).isEqualTo(PendingPage.stamped(4711, 12));
        assertThat(read.pages().get(id(4))).isEqualTo(PendingPage.stamped(0, 12));
    }

    @Test
    void a_pack_that_ends_early_is_corrupt_unless_it_ends_with_a_page() {
        byte[] whole = pack().encode();
        int opened = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                assertThat(Pack.decode(cut, WHAT).pages()).hasSizeLessThan(4);
                opened++;
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
                assertThat(e).hasMessageStartingWith(WHAT).hasMessageContaining("Restore the folder from a backup");
            }
        }
        // RocksDB's checksums leave no other record than one that was written whole.
        assertThat(opened).isEqualTo(4);
    }

    @Test
    void what_is_no_pack_is_corrupt_and_the_fault_says_what_was_found() {
        byte[] version = pack().encode();
        version[0] = 9;
        assertThat(fault(version)).hasMessageContaining("its version is 9 instead of 1");

        byte[] tenant = pack().encode();
        tenant[2] = 0;
        assertThat(fault(tenant)).hasMessageContaining("it names no tenant");

        byte[] stamp = pack().encode();
        stamp[2 + ACME.value().length()] = -1;
        assertThat(fault(stamp)).hasMessageContaining("its stamp is -");

        byte[] length = pack().encode();
        length[2 + ACME.value().length() + Long.BYTES + PageId.BYTES] = 0x7F;
        assertThat(fault(length)).hasMessageContaining("where there should be 2130706532");
    }

    private static StoreException fault(byte[] record) {
        StoreException fault = faultOf(() -> Pack.decode(record, WHAT));
        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        return fault;
    }

    private static Pack pack() {
        Map<PageId, PendingPage> pages = new LinkedHashMap<>();
        pages.put(id(1), PendingPage.added(page(1, 100).bytes(), 12));
        pages.put(id(2), PendingPage.added(new byte[0], 12));
        pages.put(id(3), PendingPage.stamped(4711, 12));
        pages.put(id(4), PendingPage.stamped(0, 12));
        return new Pack(ACME, 12, pages);
    }
}
