package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.id;
import static io.varve.tck.Samples.number;
import static io.varve.tck.Samples.page;
import static io.varve.tck.Samples.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writers against writers: whatever the interleaving, the outcome is that of some order of whole commits. */
@SuppressWarnings("NullAway.Init")
abstract class RaceContract extends ContractGroup {

    private static final byte[] ZERO = bytes(0);
    private static final byte[] ONE = bytes(1);

    private SnapshotStore mine;
    private SnapshotStore other;

    RaceContract(StoreFixture fixture) {
        super(fixture);
    }

    /** The instance that the second of two opponents uses: the same one, or another one on the same data. */
    abstract SnapshotStore openOther();

    @BeforeEach
    final void openBoth() {
        mine = store();
        other = openOther();
    }

    @Test
    void of_all_who_create_the_same_ref_one_succeeds() {
        for (int round = 0; round < times(300, 30); round++) {
            String name = "o/" + round;
            AtomicInteger winners = new AtomicInteger();
            Race.of(4, thread -> () -> {
                if (commits(instance(thread), ACME, RefUpdate.create(name, bytes(thread)))) {
                    winners.incrementAndGet();
                }
            });
            assertThat(winners).as("threads that created '%s'", name).hasValue(1);
        }
    }

    @Test
    void of_all_who_make_a_tenant_by_creating_the_same_ref_one_succeeds() {
        for (int round = 0; round < times(300, 30); round++) {
            TenantId tenant = new TenantId("tenant-" + round);
            AtomicInteger winners = new AtomicInteger();
            Race.of(4, thread -> () -> {
                if (commits(instance(thread), tenant, RefUpdate.create("g", bytes(thread)))) {
                    winners.incrementAndGet();
                }
            });
            assertThat(winners)
                    .as("threads that created 'g' of the new %s", tenant)
                    .hasValue(1);
        }
    }

    @Test
    void no_increment_is_lost() {
        int threads = 8;
        int increments = times(500, 25);
        update(ACME, RefUpdate.create("counter", ZERO));
        Race.of(threads, thread -> () -> {
            for (int i = 0; i < increments; i++) {
                increment(instance(thread), "counter");
            }
        });
        assertThat(number(mine.readRef(ACME, "counter").orElseThrow())).isEqualTo((long) threads * increments);
    }

    @Test
    void updates_of_overlapping_refs_named_in_different_orders_neither_deadlock_nor_tear() {
        int threads = 6;
        int transfers = times(300, 25);
        int accounts = 8;
        for (int i = 0; i < accounts; i++) {
            update(ACME, RefUpdate.create("account/" + i, bytes(1_000)));
        }
        Race.of(threads, thread -> () -> {
            Random random = new Random(thread);
            for (int i = 0; i < transfers; i++) {
                transfer(instance(thread), random, accounts);
            }
        });
        long sum = mine.scanRefs(ACME, "account/", null, 100).stream()
                .mapToLong(ref -> number(ref.value()))
                .sum();
        assertThat(sum).as("sum of all accounts").isEqualTo(1_000L * accounts);
    }

    @Test
    void of_two_who_each_check_what_the_other_changes_exactly_one_succeeds() {
        for (int round = 0; round < times(1_000, 60); round++) {
            String a = "a/" + round;
            String b = "b/" + round;
            update(ACME, RefUpdate.create(a, ZERO), RefUpdate.create(b, ZERO));
            assertOneOf(
                    ACME,
                    List.of(RefUpdate.check(b, ZERO), RefUpdate.replace(a, ZERO, ONE)),
                    List.of(RefUpdate.check(a, ZERO), RefUpdate.replace(b, ZERO, ONE)));
        }
    }

    @Test
    void of_two_who_each_check_the_absence_of_what_the_other_creates_exactly_one_succeeds() {
        for (int round = 0; round < times(1_000, 60); round++) {
            String a = "a/" + round;
            String b = "b/" + round;
            assertOneOf(
                    ACME,
                    List.of(RefUpdate.check(b, null), RefUpdate.create(a, ONE)),
                    List.of(RefUpdate.create(b, ONE), RefUpdate.check(a, null)));
        }
    }

    @Test
    void of_two_who_each_check_the_absence_of_what_the_other_creates_in_a_new_tenant_exactly_one_succeeds() {
        for (int round = 0; round < times(500, 40); round++) {
            assertOneOf(
                    new TenantId("tenant-" + round),
                    List.of(RefUpdate.check("b", null), RefUpdate.create("a", ONE)),
                    List.of(RefUpdate.check("a", null), RefUpdate.create("b", ONE)));
        }
    }

    @Test
    void of_two_who_each_check_the_presence_of_what_the_other_removes_exactly_one_succeeds() {
        for (int round = 0; round < times(1_000, 60); round++) {
            String a = "a/" + round;
            String b = "b/" + round;
            update(ACME, RefUpdate.create(a, ZERO), RefUpdate.create(b, ZERO));
            assertOneOf(
                    ACME,
                    List.of(RefUpdate.delete(a, ZERO), RefUpdate.check(b, ZERO)),
                    List.of(RefUpdate.delete(b, ZERO), RefUpdate.check(a, ZERO)));
        }
    }

    @Test
    void once_a_ref_was_changed_no_commit_that_checks_its_old_value_is_applied() {
        int epochs = times(200, 20);
        update(ACME, RefUpdate.create("g", ZERO), RefUpdate.create("counter", ZERO));
        AtomicLongArray counterAtBump = new AtomicLongArray(epochs + 1);
        Queue<long[]> applied = new ConcurrentLinkedQueue<>();
        Race.of(
                List.of(() -> {
                    for (int epoch = 0; epoch < epochs; epoch++) {
                        assertThat(commits(mine, ACME, RefUpdate.replace("g", bytes(epoch), bytes(epoch + 1))))
                                .isTrue();
                        counterAtBump.set(
                                epoch, number(mine.readRef(ACME, "counter").orElseThrow()));
                    }
                    counterAtBump.set(epochs, Long.MAX_VALUE);
                }),
                List.of(() -> incrementUnderEpoch(other, applied), () -> incrementUnderEpoch(mine, applied)));
        for (long[] epochAndCounter : applied) {
            assertThat(epochAndCounter[1])
                    .as(
                            "counter written by a commit that checked epoch %d, and so precedes its end",
                            epochAndCounter[0])
                    .isLessThanOrEqualTo(counterAtBump.get((int) epochAndCounter[0]));
        }
    }

    @Test
    void a_page_put_again_while_it_is_removed_is_there_afterwards_under_its_new_stamp() {
        Page page = page(1);
        for (int stamp = 1; stamp <= times(1_000, 60); stamp++) {
            int newStamp = stamp;
            put(ACME, stamp - 1, page);
            Race.of(
                    () -> assertThat(mine.commit(ACME, newStamp, List.of(page), List.of())
                                    .isApplied())
                            .isTrue(),
                    () -> assertThat(other.deletePages(ACME, UNGUARDED, List.of(page.id()), newStamp))
                            .isBetween(0, 1));
            assertThat(mine.scanPages(ACME, null, 9))
                    .containsExactly(new PageStat(page.id(), stamp, page.bytes().length));
            assertThat(other.getPages(ACME, List.of(page.id())).get(page.id())).isEqualTo(page.bytes());
        }
    }

    @Test
    void pages_of_a_tenant_that_is_created_again_are_safe_from_who_guards_by_its_former_mark() {
        Page page = page(1);
        for (int round = 0; round < times(500, 40); round++) {
            Ref former = new Ref("g", bytes(2L * round));
            byte[] mark = bytes(2L * round + 1);
            assertThat(mine.commit(ACME, 1, List.of(page), List.of(RefUpdate.create("g", former.value())))
                            .isApplied())
                    .isTrue();
            Race.of(
                    () -> {
                        eraseAll(mine, former);
                        assertThat(mine.commit(ACME, 1, List.of(page), List.of(RefUpdate.create("g", mark)))
                                        .isApplied())
                                .isTrue();
                    },
                    () -> assertThat(other.deletePages(
                                    ACME, RefUpdate.check("g", former.value()), List.of(page.id()), 9))
                            .isBetween(0, 1));
            assertThat(other.getPages(ACME, List.of(page.id()))).containsOnlyKeys(page.id());
            eraseAll(mine, new Ref("g", mark));
        }
    }

    @Test
    void many_pages_put_and_removed_in_different_orders_neither_deadlock_nor_vanish() {
        List<Page> pages = pages(0, 40);
        for (int round = 1; round <= times(100, 10); round++) {
            int stamp = round;
            put(ACME, stamp - 1, pages);
            Race.of(
                    () -> put(mine, stamp, shuffled(pages, stamp)),
                    () -> put(other, stamp, shuffled(pages, -stamp)),
                    () -> assertThat(mine.deletePages(ACME, UNGUARDED, shuffled(Samples.ids(pages), stamp), stamp))
                            .isLessThanOrEqualTo(40),
                    () -> assertThat(other.deletePages(ACME, UNGUARDED, shuffled(Samples.ids(pages), -stamp), stamp))
                            .isLessThanOrEqualTo(40));
            assertThat(mine.scanPages(ACME, null, 100))
                    .hasSize(40)
                    .allMatch(stat -> stat.stamp() == stamp, "has stamp " + stamp);
            assertThat(other.getPages(ACME, Samples.ids(pages))).hasSize(40);
        }
    }

    @Test
    void the_largest_of_stamps_put_at_the_same_time_stays() {
        for (int round = 0; round < times(300, 20); round++) {
            PageId id = id(round);
            int first = round;
            Race.of(4, thread -> () -> put(instance(thread), 10 + (first + thread) % 4, List.of(new Page(id, ONE))));
            assertThat(mine.scanPages(ACME, null, 1_000))
                    .filteredOn(stat -> stat.id().equals(id))
                    .containsExactly(new PageStat(id, 13, ONE.length));
        }
    }

    @Test
    void of_several_who_remove_the_same_pages_each_page_counts_for_one() {
        List<Page> pages = pages(0, 30);
        for (int round = 0; round < times(100, 10); round++) {
            put(ACME, 1, pages);
            AtomicInteger removed = new AtomicInteger();
            Race.of(
                    3,
                    thread -> () -> removed.addAndGet(
                            instance(thread).deletePages(ACME, UNGUARDED, shuffled(Samples.ids(pages), thread), 2)));
            assertThat(removed).as("sum of what three threads removed").hasValue(30);
        }
    }

    private static void eraseAll(SnapshotStore store, Ref mark) {
        boolean done = false;
        while (!done) {
            done = store.eraseTenant(ACME, mark, 100);
        }
    }

    private SnapshotStore instance(int thread) {
        return thread % 2 == 0 ? mine : other;
    }

    private static boolean commits(SnapshotStore store, TenantId tenant, RefUpdate... updates) {
        return store.commit(tenant, 0, List.of(), List.of(updates)).isApplied();
    }

    private static void put(SnapshotStore store, long stamp, List<Page> pages) {
        assertThat(store.commit(ACME, stamp, pages, List.of()).isApplied()).isTrue();
    }

    private static <T> List<T> shuffled(List<T> items, int seed) {
        List<T> copy = new ArrayList<>(items);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    private void assertOneOf(TenantId tenant, List<RefUpdate> mineWants, List<RefUpdate> otherWants) {
        AtomicInteger winners = new AtomicInteger();
        Race.of(
                () -> winners.addAndGet(commits(mine, tenant, mineWants.toArray(RefUpdate[]::new)) ? 1 : 0),
                () -> winners.addAndGet(commits(other, tenant, otherWants.toArray(RefUpdate[]::new)) ? 1 : 0));
        assertThat(winners)
                .as("commits applied of %s and %s", mineWants, otherWants)
                .hasValue(1);
    }

    private static void increment(SnapshotStore store, String name) {
        byte[] value = store.readRef(ACME, name).orElseThrow();
        while (!commits(store, ACME, RefUpdate.replace(name, value, bytes(number(value) + 1)))) {
            value = store.readRef(ACME, name).orElseThrow();
        }
    }

    private static void transfer(SnapshotStore store, Random random, int accounts) {
        String from = "account/" + random.nextInt(accounts);
        String to = "account/" + random.nextInt(accounts);
        while (!from.equals(to)) {
            byte[] fromValue = store.readRef(ACME, from).orElseThrow();
            byte[] toValue = store.readRef(ACME, to).orElseThrow();
            if (commits(
                    store,
                    ACME,
                    RefUpdate.replace(from, fromValue, bytes(number(fromValue) - 1)),
                    RefUpdate.replace(to, toValue, bytes(number(toValue) + 1)))) {
                return;
            }
        }
    }

    private static void incrementUnderEpoch(SnapshotStore store, Queue<long[]> applied) {
        byte[] epoch = store.readRef(ACME, "g").orElseThrow();
        byte[] counter = store.readRef(ACME, "counter").orElseThrow();
        long next = number(counter) + 1;
        if (commits(store, ACME, RefUpdate.check("g", epoch), RefUpdate.replace("counter", counter, bytes(next)))) {
            applied.add(new long[] {number(epoch), next});
        }
    }
}
