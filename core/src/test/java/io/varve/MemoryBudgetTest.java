package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.metrics.CacheMetrics;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The budget bounds what is on the heap; {@link SmallHeapTest} shows that nothing else grows instead. */
@ParameterizedClass
@EnumSource(Backend.class)
class MemoryBudgetTest extends BackendTest {

    private static final int ENTRIES = 10_000;

    private void fill(String... tenants) {
        StateManager<Ledger> states = open(builder -> builder.durability(Durability.ON_SNAPSHOT));
        for (String id : tenants) {
            states.createTenant(id)
                    .apply(state -> new Ledger(
                            1,
                            id,
                            state.entries()
                                    .putAll(Iterator.range(0, ENTRIES)
                                            .map(i -> Tuple.of("key " + i, new Ledger.Entry(id + " text " + i, i))))));
        }
        closeAll();
    }

    private static void readAll(Tenant<Ledger> tenant) {
        int found = 0;
        for (Ledger.Entry entry : tenant.state().entries().values()) {
            found += entry.number() >= 0 ? 1 : 0;
        }
        assertThat(found).isEqualTo(ENTRIES);
    }

    private static CacheMetrics cache(Tenant<Ledger> tenant) {
        return tenant.metrics().cache();
    }

    @Test
    void residentBytesNeverExceedTheBudget() {
        fill("acme");
        long budget = 200_000;
        Tenant<Ledger> acme = open(builder -> builder.memoryBudget(budget)).tenant("acme");
        long seed = new Random().nextLong();
        System.out.println("MemoryBudgetTest " + backend + " seed " + seed);
        Random random = new Random(seed);
        long most = 0;
        for (int i = 0; i < 3_000; i++) {
            int number = random.nextInt(ENTRIES);
            assertThat(acme.state().entries().get("key " + number).get().number())
                    .isEqualTo(number);
            assertThat(cache(acme).residentBytes()).isLessThanOrEqualTo(budget);
            most = Math.max(most, cache(acme).residentBytes());
        }

        assertThat(most).as("it is used").isGreaterThan(budget / 2);
        assertThat(cache(acme).evictions()).isPositive();
    }

    @Test
    void aBudgetThatIsLargeEnoughEvictsNothing() {
        fill("acme");
        Tenant<Ledger> acme = open(builder -> builder.memoryBudget(1L << 30)).tenant("acme");
        readAll(acme);
        long misses = cache(acme).misses();
        readAll(acme);

        assertThat(cache(acme).evictions()).isZero();
        assertThat(cache(acme).misses()).isEqualTo(misses);
    }

    @Test
    void withABudgetOfZeroEverythingWorksAndNothingIsKept() {
        fill("acme");
        StateManager<Ledger> states = open(builder -> builder.memoryBudget(0));
        Tenant<Ledger> acme = states.tenant("acme");
        readAll(acme);
        assertThat(cache(acme).residentBytes()).isZero();
        long misses = cache(acme).misses();
        assertThat(misses).isPositive();
        readAll(acme);
        assertThat(cache(acme).misses()).isEqualTo(2 * misses);

        acme.apply(state -> state.with("key 1", -1).with("new", 1));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.with("key 1", -2));
        acme.rollback(SnapshotRef.named("v1"));

        assertThat(acme.state().entries()).hasSize(ENTRIES + 1);
        assertThat(acme.state().entries().get("key 1").get().number()).isEqualTo(-1);
        assertThat(states.metrics().cache().residentBytes()).isZero();
    }

    @Test
    void tenantsShareOneBudget() {
        fill("acme", "globex");
        long budget = 300_000;
        StateManager<Ledger> states = open(builder -> builder.memoryBudget(budget));
        Tenant<Ledger> acme = states.tenant("acme");
        Tenant<Ledger> globex = states.tenant("globex");
        readAll(acme);
        assertThat(cache(acme).residentBytes()).isBetween(budget / 2, budget);
        readAll(globex);

        // Whose pages go is for the cache to say; that both have room together is not.
        CacheMetrics all = states.metrics().cache();
        assertThat(all.residentBytes())
                .isLessThanOrEqualTo(budget)
                .isEqualTo(cache(acme).residentBytes() + cache(globex).residentBytes());
        assertThat(all.evictions())
                .isEqualTo(cache(acme).evictions() + cache(globex).evictions());
        assertThat(all.misses()).isEqualTo(cache(acme).misses() + cache(globex).misses());
    }

    @Test
    void removingATenantFreesItsPartAndNoOther() {
        fill("acme", "globex");
        StateManager<Ledger> states = open(builder -> builder.memoryBudget(1L << 30));
        Tenant<Ledger> acme = states.tenant("acme");
        Tenant<Ledger> globex = states.tenant("globex");
        readAll(acme);
        readAll(globex);
        long others = cache(globex).residentBytes();
        long misses = cache(globex).misses();

        states.removeTenant("acme");

        assertThat(states.metrics().cache().residentBytes()).isEqualTo(others);
        readAll(globex);
        assertThat(cache(globex).misses()).isEqualTo(misses);
    }

    @Test
    void whatARemovedTenantHadOnTheHeapCanBeCollectedEvenIfItsStateIsHeld() {
        fill("acme");
        StateManager<Ledger> states = open(builder -> builder.memoryBudget(1L << 30));
        Ledger held = states.tenant("acme").state();
        readAll(states.tenant("acme"));
        WeakReference<Ledger.Entry> entry =
                new WeakReference<>(held.entries().get("key 4711").get());
        assertThat(entry.get()).isNotNull();

        states.removeTenant("acme");

        awaitCollected(entry);
        assertThatThrownBy(() -> held.entries().get("key 4711")).isInstanceOf(TenantNotFoundException.class);
    }

    @Test
    void aRemovedTenantIsCollectedWhole() {
        fill("acme");
        StateManager<Ledger> states = open(builder -> builder.memoryBudget(1L << 30));
        readAll(states.tenant("acme"));
        states.tenant("acme").apply(Ledger::incremented);
        WeakReference<Tenant<Ledger>> handle = new WeakReference<>(states.tenant("acme"));
        WeakReference<Ledger> state = new WeakReference<>(states.tenant("acme").state());

        states.removeTenant("acme");

        awaitCollected(handle);
        awaitCollected(state);
        assertThat(states.tenants()).isEmpty();
    }

    private static void awaitCollected(WeakReference<?> reference) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    @Test
    void aBudgetIsNotNegative() {
        assertThatThrownBy(() -> StateManager.builder(Ledger.class).memoryBudget(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
