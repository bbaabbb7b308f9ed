package io.varve.application.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.application.ApplicationState;
import io.varve.application.QueryResult;
import io.vavr.control.Option;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What must hold of the indexes in a state, worked out anew from their definition. */
public final class Invariants {

    private static final long OFFSET = 1L << 51;

    private Invariants() {}

    public static void check(ApplicationState state) {
        SessionTable sessions = (SessionTable) state.sessions();
        Map<String, Instant> expiries = new HashMap<>();
        for (var each : sessions.byId()) {
            note(expiries, each._1, each._2.expiresAt());
        }
        check(sessions.expiries(), expiries);
        check((ResultCache) state.queryCache());
    }

    private static void check(ResultCache cache) {
        Map<String, Long> positions = new HashMap<>();
        Map<String, Instant> expiries = new HashMap<>();
        int index = 0;
        for (QueryResult slot : cache.slots()) {
            long position = cache.dropped() + index++;
            if (cache.positions().get(slot.key()).contains(position)) {
                positions.put(slot.key(), position);
                note(expiries, slot.key(), slot.expiresAt());
            } else {
                assertThat(slot.value().isNull()).as("a husk holds no value").isTrue();
            }
        }
        assertThat(cache.positions().toJavaMap()).isEqualTo(positions);
        assertThat(cache.results()).hasSize(cache.size());
        assertThat(cache.slots().size() - cache.size()).isLessThanOrEqualTo(cache.size() + 32);
        if (!cache.slots().isEmpty()) {
            assertThat(positions).containsKey(cache.slots().head().key());
            assertThat(positions.get(cache.slots().head().key())).isEqualTo(cache.dropped());
        }
        check(cache.expiries(), expiries);
    }

    private static void check(ExpiryIndex index, Map<String, Instant> expected) {
        Map<Long, Map<String, Instant>> buckets = new HashMap<>();
        expected.forEach((id, expiry) -> buckets.computeIfAbsent(bucket(expiry), number -> new HashMap<>())
                .put(id, expiry));
        Map<Long, Map<String, Instant>> found = new HashMap<>();
        index.buckets().forEach((number, bucket) -> found.put(number, bucket.toJavaMap()));
        assertThat(found).isEqualTo(buckets);

        Map<Long, Long> words = new HashMap<>();
        for (long number : buckets.keySet()) {
            for (int level = 0; level <= 8; level++) {
                long bit = 1L << (number >>> 6 * level) % 64;
                words.merge((long) level << 52 | number >>> 6 * (level + 1), bit, (a, b) -> a | b);
            }
        }
        assertThat(index.filled().words().toJavaMap()).isEqualTo(words);
    }

    private static long bucket(Instant expiry) {
        return BigInteger.valueOf(Math.floorDiv(expiry.getEpochSecond(), 16L))
                .add(BigInteger.valueOf(OFFSET))
                .longValueExact();
    }

    private static void note(Map<String, Instant> expiries, String id, Option<Instant> expiry) {
        expiry.forEach(instant -> expiries.put(id, instant));
    }
}
