package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.bundle.ImportResult;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Collections, changes and removals while a bundle is on its way. */
@ParameterizedClass
@EnumSource(
        value = Backend.class,
        names = {"MEMORY", "ROCKSDB"})
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BundleGarbageTest extends BackendTest {

    /** So many that their pages are put in several steps. */
    private static final int SNAPSHOTS = 18;

    private SnapshotStore raw;
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;
    private byte[] full;
    private byte[] since;

    @BeforeEach
    void export() {
        states = open(
                store -> {
                    raw = store;
                    return store;
                },
                builder -> {});
        acme = states.createTenant("acme");
        acme.apply(BundleTest::filled);
        acme.snapshot(SnapshotRequest.named("v1"));
        full = BundleTest.exported(acme.exportBundle());
        for (int i = 0; i < SNAPSHOTS; i++) {
            long number = 1_000_000L * i;
            acme.apply(state -> new Ledger(
                    state.count() + 1,
                    "changed all over",
                    state.entries()
                            .putAll(Iterator.range(0, 3_000)
                                    .map(k -> Tuple.of("key " + k, new Ledger.Entry("text", number + k))))));
            acme.snapshot();
        }
        since = BundleTest.exported(acme.exportBundle().since(SnapshotRef.named("v1")));
    }

    /** A stream on which something happens again and again, as it is read. */
    private static final class Eventful extends FilterInputStream {

        private final int every;
        private final Runnable event;
        private int read;

        Eventful(byte[] bytes, int every, Runnable event) {
            super(new ByteArrayInputStream(bytes));
            this.every = every;
            this.event = event;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = super.read(to, offset, length);
            if (read / every != (read + Math.max(0, count)) / every) {
                event.run();
            }
            read += Math.max(0, count);
            return count;
        }
    }

    @Test
    void aCollectionLeavesANewTenantThatIsBeingImported() throws IOException {
        ImportResult<Ledger> result = states.importBundle().as("copy").from(new Eventful(full, full.length / 5, () -> {
            var unused = states.collectGarbage();
        }));

        BundleTest.assertSame(
                result.tenant(), BundleTest.imported(states, full, "another").tenant());
        StoreCheck.of(raw, "copy").requireNothingMissing("copy");
    }

    @Test
    void aCollectionLeavesWhatIsOnItsWayIntoATenant() throws IOException {
        Tenant<Ledger> copy = BundleTest.imported(states, full, "copy").tenant();
        int[] collected = {0};

        var unused = states.importBundle().as("copy").from(new Eventful(since, since.length / 8, () -> {
            System.gc();
            copy.collectGarbage();
            copy.apply(TransitionContext.anonymous(), state -> state); // which is no change
            collected[0]++;
        }));

        assertThat(collected[0]).isGreaterThan(5);
        StoreCheck.of(raw, "copy").requireNothingMissing("copy");
        BundleTest.assertSame(acme, copy);
    }

    @Test
    void whatIsRemovedWhileItIsExportedIsInTheBundle() throws IOException {
        byte[] before = BundleTest.exported(acme.exportBundle());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream out = new FilterOutputStream(bytes) {
            private boolean isRemoved;

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                if (!isRemoved) {
                    isRemoved = true;
                    acme.apply(state -> new Ledger(0, "", Ledger.EMPTY.entries()));
                    acme.prune(RetentionPolicy.keepAutomatic(1).keepNamed(1));
                    System.gc();
                    var unused = acme.collectGarbage();
                }
                out.write(from, offset, length);
            }
        };

        var manifest = acme.exportBundle().to(out);

        assertThat(manifest.pages()).isEqualTo(BundleTest.manifest(before).pages());
        assertThat(BundleTest.imported(states, bytes.toByteArray(), "copy")
                        .tenant()
                        .snapshotCount())
                .isEqualTo(SNAPSHOTS + 1);
        assertThat(states.verify("copy").isSound()).isTrue();
    }

    @Test
    void anImportEndsWhenWhatItWritesIsRemoved() {
        assertThatThrownBy(() -> states.importBundle()
                        .as("copy")
                        .from(new Eventful(full, full.length - 10, () -> states.removeTenant("copy"))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("'copy' was ended");

        assertThat(states.tenants()).containsExactly("acme");
        assertThat(states.importBundle().unfinished()).isEmpty();
    }

    @Test
    void ofTwoImportsIntoOneTenantTheLaterOneIsDone() {
        assertThatThrownBy(() -> states.importBundle()
                        .as("copy")
                        .from(new Eventful(full, full.length - 10, () -> BundleTest.imported(states, full, "copy"))))
                .isInstanceOf(ConflictException.class);

        assertThat(states.tenant("copy").snapshotCount()).isEqualTo(1);
        assertThat(states.verify("copy").isSound()).isTrue();
    }
}
