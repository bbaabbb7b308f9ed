package io.varve.application;

import io.varve.application.json.JsonValue;
import io.varve.collection.EntryChange;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two states, in short. What {@link #toString()} gives is meant for people:
 *
 * <pre>{@code sessions +2; data: added theme; removed a, b; changed limit; cache -3}</pre>
 *
 * @param sessionCountChange how many more sessions there are; negative if there are fewer
 * @param keysAdded the keys of data that only the later state has, in ascending order
 * @param keysRemoved those that only the earlier one has
 * @param keysChanged those that have another value
 * @param cacheSizeChange how many more results are cached; negative if there are fewer
 */
public record ApplicationDiff(
        int sessionCountChange,
        Seq<String> keysAdded,
        Seq<String> keysRemoved,
        Seq<String> keysChanged,
        int cacheSizeChange) {

    private static final int MAX_KEYS_SHOWN = 10;

    /**
     * Compares two states. Cost: O(d log n) for d keys of data that differ; what both share is not read.
     *
     * @param before the earlier state
     * @param after the later one
     * @return what differs
     */
    public static ApplicationDiff between(ApplicationState before, ApplicationState after) {
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (EntryChange<String, JsonValue> change : before.data().diff(after.data())) {
            if (change instanceof EntryChange.Added) {
                added.add(change.key());
            } else if (change instanceof EntryChange.Removed) {
                removed.add(change.key());
            } else {
                changed.add(change.key());
            }
        }
        return new ApplicationDiff(
                after.sessions().size() - before.sessions().size(),
                sorted(added),
                sorted(removed),
                sorted(changed),
                after.queryCache().size() - before.queryCache().size());
    }

    /** One line for people. Of many keys the first ten are named. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        addCount(parts, "sessions", sessionCountChange);
        List<String> data = new ArrayList<>();
        addKeys(data, "added", keysAdded);
        addKeys(data, "removed", keysRemoved);
        addKeys(data, "changed", keysChanged);
        if (!data.isEmpty()) {
            parts.add("data: " + String.join("; ", data));
        }
        addCount(parts, "cache", cacheSizeChange);
        return parts.isEmpty() ? "same numbers of sessions and cached results; same data" : String.join("; ", parts);
    }

    private static Seq<String> sorted(List<String> keys) {
        return Vector.ofAll(TreeSet.ofAll(keys));
    }

    private static void addCount(List<String> parts, String what, int change) {
        if (change != 0) {
            parts.add(what + " " + (change > 0 ? "+" : "") + change);
        }
    }

    private static void addKeys(List<String> parts, String what, Seq<String> keys) {
        if (!keys.isEmpty()) {
            int more = keys.length() - MAX_KEYS_SHOWN;
            parts.add(
                    what + " " + keys.take(MAX_KEYS_SHOWN).mkString(", ") + (more > 0 ? " and " + more + " more" : ""));
        }
    }
}
