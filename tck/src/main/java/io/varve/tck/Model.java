package io.varve.tck;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one tenant should hold: the contract said once more, in the plainest way, for one thread. */
final class Model {

    private final TreeMap<String, byte[]> refs = new TreeMap<>();
    private final TreeMap<PageId, Long> stamps = new TreeMap<>();

    boolean isEmpty() {
        return refs.isEmpty() && stamps.isEmpty();
    }

    boolean accepts(List<RefUpdate> updates) {
        return updates.stream().allMatch(update -> Arrays.equals(update.expected(), refs.get(update.name())));
    }

    void apply(List<RefUpdate> updates) {
        for (RefUpdate update : updates) {
            if (update.next() == null) {
                refs.remove(update.name());
            } else {
                refs.put(update.name(), update.next());
            }
        }
    }

    void put(long stamp, Collection<Page> pages) {
        pages.forEach(page -> stamps.merge(page.id(), stamp, Math::max));
    }

    int delete(Collection<PageId> ids, long stampBelow) {
        int removed = 0;
        for (PageId id : new HashSet<>(ids)) {
            Long stamp = stamps.get(id);
            if (stamp != null && stamp < stampBelow) {
                stamps.remove(id);
                removed++;
            }
        }
        return removed;
    }

    void erase() {
        refs.clear();
        stamps.clear();
    }

    byte @Nullable [] ref(String name) {
        return refs.get(name);
    }

    List<Ref> refs(String prefix, @Nullable String after, int limit) {
        Map<String, byte[]> rest = after == null ? refs : refs.tailMap(after, false);
        return rest.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .limit(limit)
                .map(entry -> new Ref(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The pages as a scan lists them; every page in a model test has the size that is given here. */
    List<PageStat> pages(@Nullable PageId after, int limit, int size) {
        Map<PageId, Long> rest = after == null ? stamps : stamps.tailMap(after, false);
        return rest.entrySet().stream()
                .limit(limit)
                .map(entry -> new PageStat(entry.getKey(), entry.getValue(), size))
                .toList();
    }

    Collection<PageId> pageIds() {
        return stamps.keySet();
    }
}
