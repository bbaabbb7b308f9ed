package io.varve.application.internal;

import io.varve.collection.PersistentMap;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What expires when. Ids stand in buckets of 16 seconds, each a persistent map of its own, so that one id among thousands
 * of a bucket costs a path and not the bucket; the buckets are found from the earliest on. Finding what has expired looks
 * at that alone, and at what else is in the one bucket that time is passing through.
 *
 * <p>The same ids with the same expiry make an equal index, whatever the order in which they came and went.
 *
 * @param buckets the ids of each bucket that is not empty, with the moment of their expiry
 * @param filled the numbers of these buckets
 */
public record ExpiryIndex(PersistentMap<Long, PersistentMap<String, Instant>> buckets, SlotSet filled) {

    static final ExpiryIndex EMPTY = new ExpiryIndex(PersistentMap.empty(), SlotSet.EMPTY);

    /** Buckets are 2<sup>4</sup> seconds wide. */
    private static final int WIDTH_SHIFT = 4;

    /** Makes bucket numbers of all instants positive: they are less than 2<sup>51</sup> buckets away from 1970. */
    private static final long OFFSET = SlotSet.LIMIT / 2;

    /**
     * Made by a store, or here.
     *
     * @param buckets the ids by bucket
     * @param filled the buckets
     */
    public ExpiryIndex {
        Objects.requireNonNull(buckets, "buckets");
        Objects.requireNonNull(filled, "filled");
    }

    /**
     * What has expired, and the index without it.
     *
     * @param ids what has expired
     * @param rest the index of what has not
     */
    record Due(List<String> ids, ExpiryIndex rest) {}

    /** With an id moved from one moment to another; none means that it isn't here, before or after. */
    ExpiryIndex moved(String id, Option<Instant> from, Option<Instant> to) {
        if (from.equals(to)) {
            return this;
        }
        ExpiryIndex without = from.isEmpty() ? this : without(id, from.get());
        return to.isEmpty() ? without : without.with(id, to.get());
    }

    /** What expires at a moment or before. */
    Due due(Instant now) {
        long passing = bucketOf(now);
        List<String> ids = new ArrayList<>();
        ExpiryIndex rest = this;
        for (long first = filled.first(); first != SlotSet.NONE && first <= passing; first = rest.filled.first()) {
            PersistentMap<String, Instant> bucket = rest.bucket(first);
            if (first == passing) {
                List<String> some = new ArrayList<>();
                bucket.forEach((id, expiry) -> {
                    if (!expiry.isAfter(now)) {
                        some.add(id);
                    }
                });
                ids.addAll(some);
                return new Due(ids, rest.withBucket(first, bucket.removeAll(some)));
            }
            bucket.keysIterator().forEach(ids::add);
            rest = rest.withBucket(first, PersistentMap.empty());
        }
        return new Due(ids, rest);
    }

    private ExpiryIndex with(String id, Instant expiry) {
        long number = bucketOf(expiry);
        return withBucket(number, bucket(number).put(id, expiry));
    }

    private ExpiryIndex without(String id, Instant expiry) {
        long number = bucketOf(expiry);
        return withBucket(number, bucket(number).remove(id));
    }

    private PersistentMap<String, Instant> bucket(long number) {
        return buckets.getOrElse(number, PersistentMap.empty());
    }

    private ExpiryIndex withBucket(long number, PersistentMap<String, Instant> bucket) {
        return bucket.isEmpty()
                ? new ExpiryIndex(buckets.remove(number), filled.without(number))
                : new ExpiryIndex(buckets.put(number, bucket), filled.with(number));
    }

    private static long bucketOf(Instant instant) {
        return (instant.getEpochSecond() >> WIDTH_SHIFT) + OFFSET;
    }
}
