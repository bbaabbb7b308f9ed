package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random calls, with collections in between, beside a model of the states. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomGarbageTest extends BackendTest {

    private static final int STEPS = 250;
    private static final int KEYS = 600;

    /**
     * What a ledger has to be.
     *
     * @param state a ledger
     * @param numbers its entries
     */
    private record Expected(Ledger state, TreeMap<String, Long> numbers) {

        void check(Ledger found, String when) {
            assertThat(found.count()).as(when).isEqualTo(state.count());
            TreeMap<String, Long> read = new TreeMap<>();
            found.entries().forEach((key, entry) -> {
                assertThat(entry.text()).as(when).isEqualTo("text of " + key);
                read.put(key, entry.number());
            });
            assertThat(read).as(when).isEqualTo(numbers);
        }
    }

    private SnapshotStore raw;
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;
    private Durability mode;

    /** The numbers of the head and of each snapshot; the states themselves are not kept, since they would be held. */
    private Numbers head;

    private final Map<String, Numbers> snapshots = new LinkedHashMap<>();
    private final List<Expected> held = new ArrayList<>();

    private record Numbers(long count, TreeMap<String, Long> numbers) {

        Expected of(Ledger state) {
            assertThat(state.count()).isEqualTo(count);
            return new Expected(state, numbers);
        }
    }

    private void openAgain() {
        closeAll();
        states = open(
                store -> {
                    raw = store;
                    return store;
                },
                builder -> builder.durability(mode).memoryBudget(20_000));
        acme = states.findTenant("acme").getOrElse(() -> states.createTenant("acme"));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whateverIsDoneNothingNeededIsLostAndNothingElseIsKept(Durability durability) {
        long seed = new Random().nextLong();
        System.out.println("RandomGarbageTest " + backend + " " + durability + " seed " + seed);
        Random random = new Random(seed);
        mode = durability;
        openAgain();
        head = new Numbers(0, new TreeMap<>());
        for (int i = 0; i < STEPS; i++) {
            step(i, random, "seed " + seed + ", step " + i);
        }
        checkAll("seed " + seed + ", at the end");
    }

    private void step(int i, Random random, String when) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> apply(i, random);
            case 4, 5 -> {
                String name = "s" + i;
                acme.snapshot(SnapshotRequest.named(name));
                snapshots.put(name, head);
            }
            case 6 ->
                anyOf(random).forEach(name -> {
                    acme.rollback(SnapshotRef.named(name), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
                    head = snapshots.get(name);
                });
            case 7, 8 ->
                anyOf(random).forEach(name -> {
                    acme.delete(SnapshotRef.named(name));
                    snapshots.remove(name);
                });
            case 9 ->
                anyOf(random).forEach(name -> {
                    Ledger state = acme.at(SnapshotRef.named(name)).state();
                    held.add(snapshots.get(name).of(state));
                });
            case 10 -> {
                acme.collectGarbage();
                requireSound(when);
                held.forEach(expected -> expected.check(expected.state(), when + ", held"));
                if (held.size() > 3) {
                    held.remove(random.nextInt(held.size()));
                }
            }
            default -> {
                if (random.nextInt(3) == 0) {
                    checkAll(when);
                } else if (!held.isEmpty()) {
                    Expected again = held.get(random.nextInt(held.size()));
                    acme.apply(state -> again.state());
                    head = new Numbers(again.state().count(), again.numbers());
                }
            }
        }
    }

    private void apply(int i, Random random) {
        TreeMap<String, Long> numbers = new TreeMap<>(head.numbers());
        int changes = random.nextInt(10) == 0 ? 500 : 1 + random.nextInt(20);
        Map<String, Long> put = new TreeMap<>();
        for (int c = 0; c < changes; c++) {
            put.put("key " + random.nextInt(KEYS), (long) i * KEYS + c);
        }
        String removed = "key " + random.nextInt(KEYS);
        acme.apply(state -> {
            Ledger next = state.incremented();
            for (var entry : put.entrySet()) {
                next = next.with(entry.getKey(), entry.getValue());
            }
            return new Ledger(next.count(), next.note(), next.entries().remove(removed));
        });
        numbers.putAll(put);
        numbers.remove(removed);
        head = new Numbers(head.count() + 1, numbers);
    }

    private Option<String> anyOf(Random random) {
        List<String> names = List.copyOf(snapshots.keySet());
        return names.isEmpty() ? Option.none() : Option.some(names.get(random.nextInt(names.size())));
    }

    /** Looks into the store twice: by a walk of this test's own, and as users can. */
    private StoreCheck requireSound(String when) {
        StoreCheck check = StoreCheck.of(raw, "acme").requireNothingMissing(when);
        VerificationReport.Result verified = states.verify("acme").tenants().get();
        assertThat(verified.problems()).as(when).isEmpty();
        if (mode != Durability.ASYNC) { // In which more is written meanwhile.
            assertThat(verified.pages()).as(when).isEqualTo(check.reachable().size());
            assertThat(verified.unreachablePages())
                    .as(when)
                    .isEqualTo(check.garbage().size());
        }
        return check;
    }

    /** Opens again, so that nothing is held; then a collection has to remove all that is not needed. */
    private void checkAll(String when) {
        held.clear();
        openAgain();
        GarbageReport.Collected done = acme.collectGarbage();
        assertThat(done.pagesPinned()).as("pinned " + when).isZero();
        requireSound(when).requireNoGarbage(when);
        head.of(acme.state()).check(acme.state(), when + ", head");
        assertThat(acme.snapshots().flatMap(SnapshotInfo::name)).containsExactlyElementsOf(snapshots.keySet());
        snapshots.forEach((name, numbers) -> {
            Ledger state = acme.at(SnapshotRef.named(name)).state();
            numbers.of(state).check(state, when + ", " + name);
        });
    }
}
