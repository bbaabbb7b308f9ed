package io.varve.internal.diff;

import io.varve.diff.StatePath;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells the elements of two sequences apart by an id instead of by position. */
final class Identities {

    private Identities() {}

    /**
     * The places of both: first what is gone, then what there is in the later sequence in its order, each element that was
     * in both before as well with what became of it, and with where it moved to if the others did not just make room.
     *
     * @param id gives an element's id
     * @return null if an element has no id, or two of one sequence have the same
     */
    static @Nullable Iterator<Place> places(Iterable<?> before, Iterable<?> after, Function<Object, ?> id) {
        Map<Object, Placed> earlier = byId(before, id);
        Map<Object, Placed> later = byId(after, id);
        if (earlier == null || later == null) {
            return null;
        }
        List<Place> places = new ArrayList<>();
        earlier.forEach((key, placed) -> {
            if (!later.containsKey(key)) {
                places.add(new Place(new StatePath.Identity(key), placed.element(), null));
            }
        });
        boolean[] stay = staying(later.keySet().stream()
                .map(earlier::get)
                .filter(Objects::nonNull)
                .mapToInt(Placed::index)
                .toArray());
        int common = 0;
        for (Map.Entry<Object, Placed> entry : later.entrySet()) {
            StatePath.Step step = new StatePath.Identity(entry.getKey());
            Placed now = entry.getValue();
            Placed then = earlier.get(entry.getKey());
            if (then == null) {
                places.add(new Place(step, null, now.element()));
                continue;
            }
            if (!stay[common++]) {
                places.add(new Place(step, then.element(), now.element(), new Place.Move(then.index(), now.index())));
            }
            places.add(new Place(step, then.element(), now.element()));
        }
        return places.iterator();
    }

    private record Placed(int index, Object element) {}

    private static @Nullable Map<Object, Placed> byId(Iterable<?> elements, Function<Object, ?> id) {
        Map<Object, Placed> found = new LinkedHashMap<>();
        int index = 0;
        for (Object element : elements) {
            Object key = id.apply(element);
            if (key == null || found.put(key, new Placed(index++, element)) != null) {
                return null;
            }
        }
        return found;
    }

    /**
     * Which of some numbers, all different, belong to a longest ascending subsequence: these stay while the others move, and
     * no fewer could. By patience sorting, O(n log n).
     */
    private static boolean[] staying(int[] numbers) {
        int[] lastOf = new int[numbers.length]; // Where the best subsequence of each length ends, by the least number.
        int[] previous = new int[numbers.length];
        int longest = 0;
        for (int i = 0; i < numbers.length; i++) {
            int number = numbers[i];
            int low = 0;
            int high = longest;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (numbers[lastOf[middle]] < number) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : lastOf[low - 1];
            lastOf[low] = i;
            longest = Math.max(longest, low + 1);
        }
        boolean[] stay = new boolean[numbers.length];
        for (int at = longest == 0 ? -1 : lastOf[longest - 1]; at >= 0; at = previous[at]) {
            stay[at] = true;
        }
        return stay;
    }
}
