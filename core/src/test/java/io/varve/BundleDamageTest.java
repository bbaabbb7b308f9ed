package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.varve.BundleRefusedException.Reason;
import io.varve.bundle.BundleManifest;
import io.varve.internal.bundle.BundleReader;
import io.varve.internal.bundle.BundleRecord;
import io.varve.internal.bundle.BundleWriter;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a bundle on its way, it is imported as it was or refused, and nothing that was there is changed. */
class BundleDamageTest {

    /** Every which place is tried in the short run. */
    private static final int STEP = Boolean.getBoolean("varve.soak") ? 1 : 41;

    private static final int FLIPS = Boolean.getBoolean("varve.soak") ? 20_000 : 250;

    private final SnapshotStore store = Backend.MEMORY.open(Path.of(""));
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;
    private byte[] full;
    private byte[] since;
    private Tenant<Ledger> mirror;
    private Ledger mirrored;

    @BeforeEach
    void export() {
        states = StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .open();
        acme = states.createTenant("acme");
        acme.apply(BundleTest::filled);
        acme.snapshot(SnapshotRequest.named("v1").tagged("release"));
        acme.apply(state -> state.with("key 1", -1).with("key 500", -500));
        acme.snapshot();
        mirror = BundleTest.imported(states, BundleTest.exported(acme.exportBundle()), "mirror")
                .tenant();
        mirrored = mirror.state();
        acme.apply(state -> state.with("key 2", -2));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.apply(Ledger::incremented);
        full = BundleTest.exported(acme.exportBundle());
        since = BundleTest.exported(acme.exportBundle().since(SnapshotRef.named("v1")));
    }

    @AfterEach
    void close() {
        states.close();
    }

    private void assertRefused(byte[] bundle, String as, String what, Reason... reasons) {
        Throwable thrown = catchThrowable(() -> BundleTest.imported(states, bundle, as));
        if (thrown instanceof BundleRefusedException refused) {
            assertThat(refused.reason()).as(what + ": " + thrown.getMessage()).isIn((Object[]) reasons);
        } else {
            assertThat(thrown).as(what).isInstanceOf(UnsupportedFormatException.class);
        }
        assertThat(states.tenants()).as(what).containsExactly("acme", "mirror");
        assertThat(mirror.state()).as(what).isSameAs(mirrored);
        assertThat(mirror.snapshotCount()).as(what).isEqualTo(2);
    }

    private void assertRightOnesAreTakenStill() {
        BundleTest.assertSame(acme, BundleTest.imported(states, full, "copy").tenant());
        BundleTest.imported(states, since, "mirror");
        BundleTest.assertSame(acme, mirror);
        for (String id : List.of("copy", "mirror")) {
            var unused = states.tenant(id).collectGarbage();
            assertThat(states.verify(id).isSound()).isTrue();
        }
    }

    @Test
    void aBundleThatIsCutShortAnywhereIsRefused() {
        int tried = 0;
        for (byte[] bundle : List.of(full, since)) {
            String as = bundle == full ? "copy" : "mirror";
            for (int length = 0;
                    length < bundle.length;
                    length += length < 150 || bundle.length - length < 100 ? 1 : STEP) {
                assertRefused(Arrays.copyOf(bundle, length), as, "cut at " + length, Reason.CUT_SHORT);
                tried++;
            }
        }
        System.out.println(
                "BundleDamageTest: cut at " + tried + " places of " + full.length + " and " + since.length + " bytes");
        assertThatThrownBy(() -> BundleTest.imported(states, Arrays.copyOf(full, full.length / 2), "copy"))
                .hasMessageContaining("it ends after")
                .hasMessageContaining("Copy it again");
        assertThat(states.importBundle().unfinished()).containsExactly("copy");
        assertRightOnesAreTakenStill();
        assertThat(states.importBundle().unfinished()).isEmpty();
    }

    @Test
    void aBundleInWhichAnythingWasChangedIsRefused() {
        long seed = new Random().nextLong();
        System.out.println("BundleDamageTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < FLIPS; i++) {
            byte[] bundle = random.nextBoolean() ? full : since;
            byte[] changed = bundle.clone();
            int place = i < 120 ? i : random.nextInt(bundle.length);
            changed[place] ^= (byte) (1 << random.nextInt(8));
            assertRefused(
                    changed,
                    bundle == full ? "copy" : "mirror",
                    "seed " + seed + ", changed at " + place,
                    Reason.DAMAGED,
                    Reason.NOT_A_BUNDLE,
                    Reason.CUT_SHORT,
                    Reason.BASE_MISSING);
        }
        assertRightOnesAreTakenStill();
    }

    @Test
    void whatIsNoBundleIsRefused() {
        assertRefused(
                "PK and so on, a zip file".getBytes(StandardCharsets.US_ASCII), "copy", "zip", Reason.NOT_A_BUNDLE);
        assertRefused(new byte[0], "copy", "empty", Reason.CUT_SHORT);
        byte[] newer = full.clone();
        newer[8] = 2;
        assertThatThrownBy(() -> BundleTest.imported(states, newer, "copy"))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("newer");
    }

    @Test
    void aLengthThatIsALieTakesNoMemory() {
        byte[] lie = Arrays.copyOf(full, 14);
        Arrays.fill(lie, 10, 14, (byte) 0x7F);

        assertRefused(lie, "copy", "2 GB of header", Reason.DAMAGED);
    }

    /** A bundle that says of itself that it is right. */
    private byte[] rebuilt(byte[] bundle, Consumer<List<BundleRecord>> change) throws IOException {
        BundleReader reader = new BundleReader(new ByteArrayInputStream(bundle));
        List<BundleRecord> records = new ArrayList<>();
        BundleManifest manifest = null;
        while (manifest == null) {
            BundleRecord record = reader.next();
            if (record instanceof BundleRecord.End end) {
                manifest = end.manifest();
            } else {
                records.add(record);
            }
        }
        change.accept(records);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleWriter writer = new BundleWriter(out, reader.header());
        for (BundleRecord record : records) {
            if (record instanceof BundleRecord.Schema schema) {
                writer.schema(schema.bytes());
            } else if (record instanceof BundleRecord.Page page) {
                writer.page(page.id(), page.bytes());
            } else if (record instanceof BundleRecord.Base base) {
                writer.base(base.id(), base.bytes());
            } else if (record instanceof BundleRecord.Snapshot snapshot) {
                writer.snapshot(snapshot.descriptor());
            } else if (record instanceof BundleRecord.Head head) {
                writer.head(head.descriptor());
            }
        }
        var unused = writer.end(PageId.parse(manifest.fingerprint()));
        return out.toByteArray();
    }

    private static int indexOf(List<BundleRecord> records, Class<?> kind, int which) {
        int found = 0;
        for (int i = 0; i < records.size(); i++) {
            if (kind.isInstance(records.get(i)) && found++ == which) {
                return i;
            }
        }
        throw new AssertionError("there is no " + kind + " number " + which);
    }

    @Test
    void nothingIsRebuiltWithoutAChange() throws IOException {
        assertThat(rebuilt(full, records -> {})).isEqualTo(full);
        assertThat(rebuilt(since, records -> {})).isEqualTo(since);
    }

    @Test
    void aLyingBundleIsRefusedWhateverItsHash() throws IOException {
        byte[] noPage = rebuilt(full, records -> records.remove(indexOf(records, BundleRecord.Page.class, 0)));
        byte[] noSchema = rebuilt(full, records -> records.remove(indexOf(records, BundleRecord.Schema.class, 1)));
        byte[] parentFirst = rebuilt(full, records -> {
            int first = indexOf(records, BundleRecord.Page.class, 0);
            int last = indexOf(records, BundleRecord.Snapshot.class, 0) - 1;
            Collections.swap(records, first, last);
        });
        byte[] wrongId = rebuilt(full, records -> {
            int at = indexOf(records, BundleRecord.Page.class, 3);
            records.set(at, new BundleRecord.Page(new PageId(1, 2), ((BundleRecord.Page) records.get(at)).bytes()));
        });
        byte[] twice = rebuilt(full, records -> {
            int at = indexOf(records, BundleRecord.Snapshot.class, 0);
            records.add(at, records.get(at));
        });
        byte[] reversed = rebuilt(full, records -> {
            int at = indexOf(records, BundleRecord.Snapshot.class, 0);
            Collections.swap(records, at, at + 1);
        });
        byte[] headOfSnapshot = rebuilt(full, records -> {
            int at = indexOf(records, BundleRecord.Head.class, 0);
            records.set(at, new BundleRecord.Head(((BundleRecord.Snapshot) records.get(at - 1)).descriptor()));
        });
        byte[] pageThatIsThereButGarbage =
                rebuilt(since, records -> records.removeIf(record -> record instanceof BundleRecord.Page));

        assertRefused(noPage, "copy", "without a page", Reason.DAMAGED);
        assertRefused(noSchema, "copy", "without a schema", Reason.DAMAGED);
        assertRefused(parentFirst, "copy", "in another order", Reason.DAMAGED);
        assertRefused(wrongId, "copy", "with another id", Reason.DAMAGED);
        assertRefused(twice, "copy", "a snapshot twice", Reason.DAMAGED);
        assertRefused(reversed, "copy", "snapshots the other way round", Reason.DAMAGED);
        assertRefused(headOfSnapshot, "copy", "a head that is none", Reason.DAMAGED);
        assertRefused(pageThatIsThereButGarbage, "mirror", "without pages", Reason.DAMAGED);
        assertRightOnesAreTakenStill();
    }

    @Test
    void deltasAndTheirBasesComeAlong() throws IOException {
        byte[] newest = BundleTest.exported(acme.exportBundle().withoutSnapshots());
        List<BundleRecord> records = new ArrayList<>();
        rebuilt(newest, records::addAll);

        assertThat(records).anyMatch(record -> record instanceof BundleRecord.Base);
        assertRefused(
                rebuilt(newest, all -> all.removeIf(record -> record instanceof BundleRecord.Base)),
                "copy",
                "without bases",
                Reason.DAMAGED);
        Tenant<Ledger> copy = BundleTest.imported(states, newest, "copy").tenant();
        assertThat(copy.state()).isEqualTo(acme.state());
        var unused = copy.collectGarbage();
        assertThat(states.verify("copy").isSound()).isTrue();
    }
}
