package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.RetentionPolicy;
import io.varve.RetentionRule;
import io.varve.SnapshotHold;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is found without looking at every snapshot is what the policy's plan says. */
class OverdueTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final Vector<SnapshotKind> KINDS = Vector.of(SnapshotKind.values());

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void theOldestThatAPolicyRemovesAreThoseOfItsPlan() {
        System.out.println("OverdueTest seed " + seed);
        int some = 0;
        for (int round = 0; round < 3_000; round++) {
            Vector<Entry<String>> all = Vector.range(0, random.nextInt(25)).map(this::entry);
            int old = all.isEmpty() ? 0 : random.nextInt(all.size() + 1);
            Set<Long> inUse = all.map(entry -> entry.info().sequence())
                    .filter(sequence -> random.nextInt(6) == 0)
                    .toSet();
            RetentionPolicy policy = policy();
            Instant now = BEGIN.plus(Duration.ofHours(random.nextInt(30)));
            int most = 1 + random.nextInt(12);

            Seq<Entry<String>> found =
                    new Overdue<>(policy, History.of(all.take(old)), all.drop(old), inUse, now).oldest(most);

            Seq<SnapshotInfo> planned =
                    policy.plan(all.map(Entry::info), inUse, now).removed().take(most);
            assertThat(found.map(Entry::info)).as("%s, seed %s", policy, seed).isEqualTo(planned.toList());
            some += found.isEmpty() ? 0 : 1;
        }
        assertThat(some).isGreaterThan(500);
    }

    private RetentionPolicy policy() {
        RetentionPolicy policy = RetentionPolicy.keepAll();
        if (random.nextBoolean()) {
            policy = RetentionPolicy.keepAutomatic(random.nextInt(12));
        }
        if (random.nextBoolean()) {
            policy = policy.keepNamed(random.nextInt(12));
        }
        if (random.nextInt(3) == 0) {
            policy = policy.keepAutomaticFor(Duration.ofHours(random.nextInt(30)));
        }
        if (random.nextInt(3) == 0) {
            policy = policy.keepNamedFor(Duration.ofHours(random.nextInt(30)));
        }
        return random.nextInt(3) == 0 ? policy.andKeep(RetentionRule.hourly(1 + random.nextInt(5))) : policy;
    }

    private Entry<String> entry(int number) {
        SnapshotKind kind = KINDS.get(random.nextInt(KINDS.size()));
        Instant createdAt = BEGIN.plus(Duration.ofHours(number));
        SnapshotHold hold = new SnapshotHold(
                "audit",
                Option.none(),
                Option.none(),
                createdAt,
                Option.when(random.nextBoolean(), createdAt.plus(Duration.ofHours(random.nextInt(10)))));
        SnapshotInfo info = new SnapshotInfo(
                "id" + number,
                number,
                Option.when(kind == SnapshotKind.NAMED, "name " + number),
                kind,
                createdAt,
                Option.none(),
                Option.none(),
                HashSet.empty(),
                HashMap.empty(),
                number,
                List.empty(),
                random.nextInt(5) == 0 ? List.of(hold) : List.empty());
        return new Entry<>(info, StateCell.ofState("state " + number), Ancestry.NONE);
    }
}
