package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks at all pages of a tenant in a store while nobody writes: what is there, and what can be reached from the refs. */
public final class StoreCheck {

    private final SnapshotStore store;
    private final TenantId tenant;
    private final Set<PageId> stored = new HashSet<>();
    private final Set<PageId> reachable = new HashSet<>();

    /** What is reachable is stored as what differs from these. */
    private final Set<PageId> bases = new HashSet<>();

    private StoreCheck(SnapshotStore store, TenantId tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    public static StoreCheck of(SnapshotStore store, String tenantId) {
        StoreCheck check = new StoreCheck(store, new TenantId(tenantId));
        check.list();
        check.walk();
        return check;
    }

    /** The pages that are there and that no ref leads to. */
    public Set<PageId> garbage() {
        Set<PageId> garbage = new TreeSet<>(stored);
        garbage.removeAll(reachable);
        garbage.removeAll(bases);
        return garbage;
    }

    /** The pages that are there. */
    public Set<PageId> stored() {
        return stored;
    }

    /** The pages that a ref leads to. */
    public Set<PageId> reachable() {
        return reachable;
    }

    public StoreCheck requireNothingMissing(String when) {
        Set<PageId> missing = new TreeSet<>(reachable);
        missing.addAll(bases);
        missing.removeAll(stored);
        assertThat(missing).as("pages that are needed and missing, " + when).isEmpty();
        return this;
    }

    public StoreCheck requireNoGarbage(String when) {
        assertThat(garbage()).as("pages that nobody needs, " + when).isEmpty();
        return this;
    }

    /** Requires that nothing is left but what processes have told that they hold. */
    public StoreCheck requireNoMoreThanLeases(String when) {
        Set<PageId> garbage = garbage();
        ArrayDeque<PageId> unread = new ArrayDeque<>();
        meet(RefRoots.leased(store.scanRefs(tenant, "", null, Integer.MAX_VALUE)), unread);
        walk(unread);
        garbage.removeAll(reachable);
        garbage.removeAll(bases);
        assertThat(garbage).as("pages that nobody needs or holds, " + when).isEmpty();
        return this;
    }

    private void list() {
        PageId after = null;
        List<PageStat> found;
        do {
            found = store.scanPages(tenant, after, 500);
            for (PageStat page : found) {
                stored.add(page.id());
                after = page.id();
            }
        } while (found.size() == 500);
    }

    private void walk() {
        ArrayDeque<PageId> unread = new ArrayDeque<>();
        meet(RefRoots.of(store.scanRefs(tenant, "", null, Integer.MAX_VALUE)), unread);
        walk(unread);
    }

    private void walk(ArrayDeque<PageId> unread) {
        while (!unread.isEmpty()) {
            PageId id = unread.pop();
            byte[] bytes = store.getPages(tenant, List.of(id)).get(id);
            if (bytes != null) {
                try {
                    // Whether a link claims further links is not believed here.
                    meet(PageFormat.decode(id, bytes, this::base).links(), unread);
                } catch (UnreadablePageException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private byte[] base(PageId id) {
        bases.add(id);
        return store.getPages(tenant, List.of(id)).get(id);
    }

    private void meet(Collection<PageLink> links, ArrayDeque<PageId> unread) {
        for (PageLink link : links) {
            if (reachable.add(link.id())) {
                unread.push(link.id());
            }
        }
    }
}
