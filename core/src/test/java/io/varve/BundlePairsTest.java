package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bundle.BundleManifest;
import io.varve.bundle.ImportResult;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories go from each kind of store to each, a bundle at a time: a full one, then what is new. Wherever they come to they
 * are the same, page by page.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BundlePairsTest {

    private static final int BUNDLES = 3;
    private static final int STEPS = 25;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final TestKeys keys = new TestKeys();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();
    private final Map<Backend, SnapshotStore> targets = new EnumMap<>(Backend.class);

    @AfterEach
    void closeAll() {
        opened.forEach(StateManager::close);
    }

    private StateManager<Ledger> open(SnapshotStore store, Consumer<StateManagerBuilder<Ledger>> settings) {
        StateManagerBuilder<Ledger> builder = StateManager.builder(Ledger.class)
                .store(store)
                .clock(clock)
                .memoryBudget(100_000)
                .initialState(Ledger.EMPTY);
        settings.accept(builder);
        StateManager<Ledger> states = builder.open();
        opened.add(states);
        return states;
    }

    private Path folderOf(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Test
    void aRandomHistoryIsTheSameWhereverItComesTo() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("BundlePairsTest seed " + seed);
        Random random = new Random(seed);
        boolean isTargetEncrypted = random.nextBoolean();
        Map<Backend, StateManager<Ledger>> managers = new EnumMap<>(Backend.class);
        for (Backend to : Backend.values()) {
            targets.put(to, to.open(folderOf("to-" + to)));
            managers.put(to, open(ForwardingStore.keptOpen(targets.get(to)), builder -> {
                if (isTargetEncrypted) {
                    builder.encryption(keys);
                }
            }));
        }
        for (Backend from : Backend.values()) {
            StateManager<Ledger> source = open(from.open(folderOf("from-" + from)), builder -> {
                if (!isTargetEncrypted) {
                    builder.encryption(keys);
                }
            });
            Tenant<Ledger> tenant = source.createTenant("acme");
            for (int bundle = 0; bundle < BUNDLES; bundle++) {
                String when = "seed " + seed + ", bundle " + bundle + " from " + from;
                SnapshotInfo base = bundle == 0 ? null : tenant.snapshot();
                if (base != null) {
                    // It is not in what was imported, so it comes along first.
                    carry(tenant, managers, from, tenant.snapshots().get(tenant.snapshotCount() - 2), when);
                }
                run(tenant, random, bundle);
                if (random.nextBoolean()) {
                    tenant.snapshot();
                }
                carry(tenant, managers, from, base, when);
            }
        }
        for (Backend to : Backend.values()) {
            for (String id : managers.get(to).tenants()) {
                var unused = managers.get(to).tenant(id).collectGarbage();
                assertThat(managers.get(to).verify(id).isSound()).isTrue();
                if (!isTargetEncrypted) {
                    StoreCheck.of(targets.get(to), id).requireNothingMissing("seed " + seed);
                }
            }
        }
    }

    private void run(Tenant<Ledger> tenant, Random random, int bundle) {
        for (int i = 0; i < STEPS; i++) {
            String name = "s" + random.nextInt(10);
            clock.move(Duration.ofSeconds(1));
            switch (random.nextInt(8)) {
                case 0, 1 -> tenant.snapshot();
                case 2 -> tenant.snapshot(SnapshotRequest.named(name).replaceName());
                case 3 -> {
                    if (bundle == 0 && tenant.snapshotCount() > 0) {
                        tenant.rollback(SnapshotRef.index(random.nextInt(tenant.snapshotCount())));
                    }
                }
                default -> {
                    int changes = random.nextInt(8) == 0 ? 400 : 1 + random.nextInt(5);
                    tenant.apply(state -> {
                        Ledger next = state.incremented();
                        for (int c = 0; c < changes; c++) {
                            next = next.with("key " + random.nextInt(1_500), random.nextInt(3));
                        }
                        return next;
                    });
                }
            }
        }
        tenant.snapshot();
    }

    private void carry(
            Tenant<Ledger> tenant,
            Map<Backend, StateManager<Ledger>> managers,
            Backend from,
            SnapshotInfo base,
            String when)
            throws IOException {
        Path file = folder.resolve("bundle");
        BundleManifest written = base == null
                ? tenant.exportBundle().to(file)
                : tenant.exportBundle().since(SnapshotRef.id(base.id())).to(file);
        for (Backend to : Backend.values()) {
            String where = when + " to " + to;
            ImportResult<Ledger> result =
                    managers.get(to).importBundle().as("from-" + from).from(file);
            assertThat(result.manifest()).as(where).isEqualTo(written);
            assertThat(result.tenant().state()).as(where).isEqualTo(tenant.state());
            assertThat(result.tenant().snapshots()).as(where).isEqualTo(tenant.snapshots());
            Path again = folder.resolve("again");
            BundleManifest whole = tenant.exportBundle().to(file.resolveSibling("whole"));
            BundleManifest back = result.tenant().exportBundle().to(again);
            assertThat(back.fingerprint()).as(where).isEqualTo(whole.fingerprint());
            assertThat(back.pages()).as(where).isEqualTo(whole.pages());
        }
    }
}
