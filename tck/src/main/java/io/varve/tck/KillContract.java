package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A process that is killed in the middle of its commits: all that returned are there, none is there by half. The operating
 * system lives on, so this proves nothing about what a loss of power does.
 */
abstract class KillContract extends ContractGroup {

    private static final int ROUNDS = 3;
    private static final int WORKERS = 3;
    private static final int PAGES = 3;

    KillContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void assumeDurableWithUrl() {
        fixture().assumeDurable();
        var unused = fixture().requireUrl();
    }

    @Test
    void of_a_process_that_was_killed_all_commits_that_returned_are_there_and_none_by_half() throws Exception {
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TenantId tenant = new TenantId("round-" + round);
            // A process has opened its classes after some commits, and is faster then.
            int commitsBeforeTheEnd = 10 + new Random(round).nextInt(60);
            AtomicIntegerArray returned = commitUntilKilled(tenant, commitsBeforeTheEnd);
            for (int worker = 0; worker < WORKERS; worker++) {
                acknowledged += returned.get(worker);
            }
            assertWhole(tenant, returned);
            for (StoreCall call : StoreCall.values()) {
                assertThat(call.on(store()))
                        .as("fault of %s after a process was killed", call)
                        .isEmpty();
            }
        }
        RunReport.print(
                getClass(),
                ROUNDS + " processes were killed; of " + acknowledged + " commits that returned, all are there");
    }

    /** Returns how many commits of each worker have returned. */
    private AtomicIntegerArray commitUntilKilled(TenantId tenant, int commitsBeforeTheEnd) {
        if (!fixture().isMultiProcess()) {
            fixture().closeCurrent();
        }
        OtherProcess process = OtherProcess.shared();
        SnapshotStore there = process.open(fixture().requireUrl());
        AtomicIntegerArray returned = new AtomicIntegerArray(WORKERS);
        CountDownLatch enough = new CountDownLatch(commitsBeforeTheEnd);
        List<Race.Task> tasks = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            int number = worker;
            tasks.add(() -> {
                try {
                    while (true) {
                        commit(there, tenant, number, returned.get(number));
                        returned.incrementAndGet(number);
                        enough.countDown();
                    }
                } catch (RemoteConnection.GoneException e) {
                    // As it should be.
                }
            });
        }
        tasks.add(() -> {
            enough.await();
            process.kill();
        });
        Race.of(tasks.toArray(Race.Task[]::new));
        return returned;
    }

    private static void commit(SnapshotStore there, TenantId tenant, int worker, int number) {
        RefUpdate marker = RefUpdate.create(worker + "/" + number, bytes(number));
        byte[] before = number == 0 ? null : bytes(number);
        RefUpdate left = Samples.update("left/" + worker, before, bytes(number + 1));
        RefUpdate right = Samples.update("right/" + worker, before, bytes(number + 1));
        assertThat(there.commit(tenant, number, pagesOf(worker, number), List.of(left, marker, right))
                        .isApplied())
                .as("whether commit %d of worker %d was applied", number, worker)
                .isTrue();
    }

    private void assertWhole(TenantId tenant, AtomicIntegerArray returned) {
        // One cut, since an engine in a process of its own may still be at work for the one that was killed.
        Map<String, byte[]> refs = store().scanRefs(tenant, "", null, 100_000).stream()
                .collect(Collectors.toMap(Ref::name, Ref::value, (one, other) -> one));
        for (int worker = 0; worker < WORKERS; worker++) {
            String own = worker + "/";
            int found = (int)
                    refs.keySet().stream().filter(name -> name.startsWith(own)).count();
            assertThat(found)
                    .as("commits of worker %d that are there; the last one may have gone unanswered", worker)
                    .isBetween(returned.get(worker), returned.get(worker) + 1);
            for (String side : List.of("left/", "right/")) {
                byte[] counter = refs.get(side + worker);
                assertThat(counter == null ? 0 : Samples.number(counter))
                        .as("value of %s, which every commit sets", side + worker)
                        .isEqualTo(found);
            }
            for (int number = 0; number < found; number++) {
                assertPages(tenant, pagesOf(worker, number));
            }
        }
    }

    private void assertPages(TenantId tenant, List<Page> pages) {
        var found = store().getPages(tenant, Samples.ids(pages));
        for (Page page : pages) {
            assertThat(found.get(page.id()))
                    .as("a page of a commit whose refs are there")
                    .isEqualTo(page.bytes());
        }
    }

    private static List<Page> pagesOf(int worker, int number) {
        return pages((worker * 100_000 + number) * PAGES, PAGES);
    }
}
