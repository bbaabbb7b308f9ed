package io.varve.bench.collection;

import org.jspecify.annotations.Nullable;

/** Takes the differences between two versions: a value that is null is absent from its version. */
final class Changes {

    private int count;
    private long ids;

    void add(@Nullable Item before, @Nullable Item after) {
        count++;
        ids += (after == null ? 0 : after.id()) - (before == null ? 0 : before.id());
    }

    int count() {
        return count;
    }

    /** One number for all the differences, in whatever order they came. */
    long checksum() {
        return count * 1_000_003L + ids;
    }
}
