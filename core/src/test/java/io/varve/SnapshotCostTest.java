package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What deleting a snapshot would free. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnapshotCostTest extends BackendTest {

    private static final int KEYS = 500;

    private SnapshotStore raw;

    /** Opens again, so that nothing is held on the heap. */
    private Tenant<Ledger> acmeAgain() {
        closeAll();
        StateManager<Ledger> states = open(
                store -> {
                    raw = store;
                    return store;
                },
                builder -> builder.durability(Durability.ON_SNAPSHOT));
        return states.tenantOrCreate("acme");
    }

    private static Ledger full(String version) {
        return new Ledger(
                0,
                version,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, KEYS)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry(version + " of " + i, i)))));
    }

    @Test
    void whatASnapshotHasAloneIsItsCost() {
        Tenant<Ledger> acme = acmeAgain();
        acme.apply(state -> full("v1"));
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        int withOne = StoreCheck.of(raw, "acme").stored().size();
        acme.apply(state -> full("v2"));
        acme.snapshot(SnapshotRequest.named("v2"));

        SnapshotCost cost = acme.snapshotCost(SnapshotRef.named("v1"));

        assertThat(cost.snapshot()).isEqualTo(v1);
        assertThat(cost.pages()).isBetween(10L, (long) withOne);
        assertThat(cost.bytes()).isGreaterThan(1_000);
    }

    @Test
    void whatTheHeadOrAnotherSnapshotNeedsCostsNothing() {
        Tenant<Ledger> acme = acmeAgain();
        acme.apply(state -> full("v1"));
        acme.snapshot(SnapshotRequest.named("v1"));

        assertThat(acme.snapshotCost(SnapshotRef.named("v1")).pages()).isZero();

        acme.snapshot(SnapshotRequest.named("again"));
        acme.apply(state -> full("v2"));
        acme.snapshot(SnapshotRequest.named("v2"));

        assertThat(acme.snapshotCost(SnapshotRef.named("v1")).bytes()).isZero();
        assertThat(acme.footprint(SnapshotRef.named("v1")).ownPages()).isPositive();
    }

    @Test
    void theLastOfSeveralSnapshotsOfAStateCostsAllOfIt() {
        Tenant<Ledger> acme = acmeAgain();
        acme.apply(state -> full("v1"));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.snapshot(SnapshotRequest.named("again"));
        acme.apply(state -> full("v2"));
        acme.snapshot(SnapshotRequest.named("v2"));

        acme.delete(SnapshotRef.named("v1"));

        assertThat(acme.snapshotCost(SnapshotRef.named("again")).pages()).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void itIsCountedInEveryMode(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.apply(state -> full("v1"));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> full("v2"));
        acme.snapshot(SnapshotRequest.named("v2"));

        assertThat(acme.snapshotCost(SnapshotRef.named("v1")).pages()).isGreaterThan(10);
    }

    @Test
    void onlyOfASnapshotThatIsThere() {
        Tenant<Ledger> acme = acmeAgain();

        assertThatThrownBy(() -> acme.snapshotCost(SnapshotRef.named("v1")))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("v1");
    }

    @Test
    void exactlyTheCostIsFreedByDeletingAndCollecting() {
        long seed = Long.getLong("varve.seed", new Random().nextLong());
        System.out.println("SnapshotCostTest " + backend + " seed " + seed);
        Random random = new Random(seed);
        Tenant<Ledger> acme = acmeAgain();
        for (int i = 0; i < 12; i++) {
            for (int c = random.nextInt(4); c > 0; c--) {
                String key = "key " + random.nextInt(KEYS);
                long number = random.nextInt(5);
                acme.apply(state -> random.nextInt(5) == 0 ? full("v" + number) : state.with(key, number));
            }
            acme.snapshot(SnapshotRequest.named("s" + i));
            if (random.nextInt(4) == 0) {
                acme.rollback(SnapshotRef.named("s" + random.nextInt(i + 1)));
            }
        }
        acmeAgain().collectGarbage();
        for (int i = 0; i < 5; i++) {
            Tenant<Ledger> open = acmeAgain();
            SnapshotRef victim = SnapshotRef.index(random.nextInt(open.snapshotCount()));
            SnapshotCost cost = open.snapshotCost(victim);
            open.delete(victim);

            GarbageReport.Collected freed = acmeAgain().collectGarbage();

            String when = "seed " + seed + ", " + cost;
            assertThat(freed.bytesFreed()).as(when).isEqualTo(cost.bytes());
            assertThat(freed.pagesDeleted()).as(when).isEqualTo(cost.pages());
            StoreCheck.of(raw, "acme").requireNothingMissing(when).requireNoGarbage(when);
        }
    }
}
