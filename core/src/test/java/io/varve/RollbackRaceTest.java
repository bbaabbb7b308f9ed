package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RollbackRaceTest extends BackendTest {

    private static final int WRITERS = 4;
    private static final int CHANGES = 100;

    @Test
    void readersSeeTheOldStateOrTheNewOneAndNothingElse() throws Exception {
        Tenant<Ledger> acme = open().createTenant("acme");
        Ledger one = acme.apply(state -> state.noted("one").with("a", 1));
        acme.snapshot(SnapshotRequest.named("v1"));
        Ledger two = acme.apply(state -> state.noted("two").with("a", 2).with("b", 2));
        acme.snapshot(SnapshotRequest.named("v2"));
        AtomicBoolean done = new AtomicBoolean();
        Workers readers = new Workers();
        for (int i = 0; i < 3; i++) {
            readers.start(() -> {
                while (!done.get()) {
                    assertThat(acme.state()).isIn(one, two);
                }
            });
        }

        for (int i = 0; i < 60; i++) {
            acme.rollback(SnapshotRef.named(i % 2 == 0 ? "v1" : "v2"));
        }
        done.set(true);
        readers.join();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void noChangeAcknowledgedBeforeARollbackIsMissingFromItsSafetySnapshot(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.snapshot(SnapshotRequest.named("empty"));
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Workers writers = new Workers();
        for (int w = 0; w < WRITERS; w++) {
            String writer = "writer " + w + " change ";
            writers.start(() -> {
                for (int i = 0; i < CHANGES; i++) {
                    String key = writer + i;
                    acme.apply(state -> state.with(key, 1));
                    acknowledged.add(key);
                }
            });
        }

        Set<String> kept = new HashSet<>();
        List<String> keptTwice = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            int atLeast = i * WRITERS * CHANGES / 10;
            await().until(() -> acknowledged.size() >= atLeast || writers.failed());
            Set<String> before = new HashSet<>(acknowledged);
            RollbackResult<Ledger> result = acme.rollback(SnapshotRef.named("empty"));
            assertThat(result.state()).isEqualTo(Ledger.EMPTY);
            for (SnapshotInfo safety : result.safety()) {
                collect(acme.at(SnapshotRef.id(safety.id())).state(), kept, keptTwice);
            }
            before.removeAll(kept);
            assertThat(before)
                    .as("acknowledged before the rollback and in no safety snapshot")
                    .isEmpty();
        }
        writers.join();

        collect(acme.state(), kept, keptTwice);
        assertThat(kept).as("what safety snapshots and the head have").isEqualTo(acknowledged);
        assertThat(keptTwice).as("what a rollback left in the head").isEmpty();
    }

    private static void collect(Ledger state, Set<String> kept, List<String> keptTwice) {
        for (String key : state.entries().keySet()) {
            if (!kept.add(key)) {
                keptTwice.add(key);
            }
        }
    }
}
