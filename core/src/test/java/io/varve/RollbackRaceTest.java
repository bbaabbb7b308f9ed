package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

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
        AtomicBoolean done = new AtomicBoolean();
        Workers writers = new Workers();
        for (int w = 0; w < 4; w++) {
            String writer = "writer " + w + " change ";
            writers.start(() -> {
                for (int i = 0; !done.get(); i++) {
                    String key = writer + i;
                    acme.apply(state -> state.with(key, 1));
                    acknowledged.add(key);
                }
            });
        }

        Set<String> kept = new HashSet<>();
        List<String> keptTwice = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            int waitFor = kept.size() + 20;
            while (acknowledged.size() < waitFor) {
                Thread.onSpinWait();
            }
            Set<String> before = new HashSet<>(acknowledged);
            RollbackResult<Ledger> result = acme.rollback(SnapshotRef.named("empty"));
            assertThat(result.state()).isEqualTo(Ledger.EMPTY);
            Ledger replaced =
                    acme.at(SnapshotRef.id(result.safety().get().id())).state();
            replaced.entries().keysIterator().forEachRemaining(key -> {
                if (!kept.add(key)) {
                    keptTwice.add(key);
                }
            });
            assertThat(kept).containsAll(before);
        }
        done.set(true);
        writers.join();

        acme.state().entries().keysIterator().forEachRemaining(key -> {
            if (!kept.add(key)) {
                keptTwice.add(key);
            }
        });
        assertThat(kept).as("what safety snapshots and the head have").isEqualTo(acknowledged);
        assertThat(keptTwice).as("what a rollback left in the head").isEmpty();
    }
}
