package io.varve.bench.job.subject;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Versions that live only for as long as they are held, newest last; the oldest is let go of when there are too many. */
final class HeldVersions<V> {

    private final int kept;
    private final Consumer<V> release;
    private final Deque<V> versions = new ArrayDeque<>();

    HeldVersions(int kept, Consumer<V> release) {
        this.kept = kept;
        this.release = release;
    }

    void hold(V version) {
        versions.addLast(version);
        if (versions.size() > kept) {
            release.accept(versions.removeFirst());
        }
    }

    V back(int snapshots) {
        List<V> all = new ArrayList<>(versions);
        return all.get(all.size() - 1 - snapshots);
    }

    void releaseOldest(int count) {
        for (int i = 0; i < count; i++) {
            release.accept(versions.removeFirst());
        }
    }

    void releaseAll() {
        releaseOldest(versions.size());
    }
}
