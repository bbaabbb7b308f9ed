package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for which sync. */
@Timeout(30)
class GroupSyncTest {

    private final AtomicInteger syncs = new AtomicInteger();

    @Test
    void commits_that_end_during_a_sync_share_the_next_one() throws Exception {
        CountDownLatch firstBegan = new CountDownLatch(1);
        Semaphore mayEnd = new Semaphore(0);
        GroupSync disk = new GroupSync(() -> {
            syncs.incrementAndGet();
            firstBegan.countDown();
            mayEnd.acquireUninterruptibly();
        });
        List<Thread> commits = new ArrayList<>();
        commits.add(committing(disk));
        firstBegan.await();
        for (int i = 0; i < 10; i++) {
            commits.add(committing(disk));
        }
        for (Thread commit : commits.subList(1, commits.size())) {
            while (commit.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        mayEnd.release(2);
        for (Thread commit : commits) {
            commit.join();
        }
        assertThat(syncs).hasValue(2);
    }

    private static Thread committing(GroupSync disk) {
        Thread thread = new Thread(() -> {
            try {
                disk.commitBegins();
                disk.commitEnded();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void a_read_syncs_only_while_a_commit_is_under_way() throws SQLException {
        GroupSync disk = new GroupSync(syncs::incrementAndGet);
        disk.afterRead();
        assertThat(syncs).hasValue(0);
        disk.commitBegins();
        disk.afterRead();
        assertThat(syncs).hasValue(1);
        disk.commitEnded();
        disk.afterRead();
        assertThat(syncs).hasValue(2);
    }

    @Test
    void after_a_commit_whose_outcome_is_unknown_the_next_read_syncs_once() throws SQLException {
        GroupSync disk = new GroupSync(syncs::incrementAndGet);
        disk.commitBegins();
        disk.commitFailed();
        disk.afterRead();
        disk.afterRead();
        assertThat(syncs).hasValue(1);
    }

    @Test
    void a_read_after_a_failed_sync_fails_until_a_sync_succeeds() throws SQLException {
        GroupSync disk = new GroupSync(() -> {
            if (syncs.incrementAndGet() <= 2) {
                throw new SQLException("disk on fire");
            }
        });
        disk.commitBegins();
        assertThatThrownBy(disk::commitEnded).isInstanceOf(SQLException.class);
        assertThatThrownBy(disk::afterRead).isInstanceOf(SQLException.class);
        disk.afterRead();
        disk.afterRead();
        assertThat(syncs).hasValue(3);
    }
}
