package io.varve.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of random operations on a few tenants of a store, each answer and the whole state after it compared with
 * those of a {@link Model}. The seed decides everything.
 */
final class ModelRun {

    private static final int PAGE_SIZE = 40;
    private static final int TRACE = 12;
    private static final List<String> NAMES = List.of("g", "h/1", "h/2", "s/1", "s/10", "s/2", "s/~", "~", "S/1", "s");
    private static final List<String> PREFIXES = List.of("", "s", "s/", "s/1", "h/", "~", "zz");
    private static final byte[][] VALUES = {{}, {0}, {0, 0}, {1}, {-1}, {1, 2, 3}};

    private final long seed;
    private final Random random;
    private final TreeMap<TenantId, Model> models = new TreeMap<>();
    private final List<TenantId> tenants;
    private final Deque<String> trace = new ArrayDeque<>();
    private SnapshotStore store;

    ModelRun(long seed, SnapshotStore store, List<TenantId> tenants) {
        this.seed = seed;
        this.random = new Random(seed);
        this.store = store;
        this.tenants = List.copyOf(tenants);
        tenants.forEach(tenant -> models.put(tenant, new Model()));
    }

    /** Goes on with another instance on the same data. */
    void continueOn(SnapshotStore reopened) {
        trace("reopen");
        store = reopened;
        checked(this::compareAll);
    }

    void step() {
        TenantId tenant = pick(tenants);
        Model model = model(tenant);
        checked(() -> {
            int dice = random.nextInt(100);
            if (dice < 55) {
                commit(tenant, model);
            } else if (dice < 70) {
                delete(tenant, model);
            } else if (dice < 78) {
                scanRefs(tenant, model);
            } else if (dice < 86) {
                scanPages(tenant, model);
            } else if (dice < 94) {
                getPages(tenant, model);
            } else if (dice < 98) {
                scanTenants();
            } else {
                erase(tenant, model);
            }
            compare(tenant, model);
        });
    }

    void finish() {
        checked(this::compareAll);
    }

    private void commit(TenantId tenant, Model model) {
        long stamp = random.nextInt(6);
        List<Page> pages = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            pages.add(new Page(randomId(), Samples.randomBytes(PAGE_SIZE, random.nextLong())));
        }
        List<RefUpdate> updates = randomUpdates(model);
        boolean expected = model.accepts(updates);
        trace("commit " + tenant + " stamp " + stamp + " " + pages + " " + describe(updates) + " -> " + expected);

        CommitResult result = store.commit(tenant, stamp, pages, updates);

        assertThat(result.isApplied()).as("whether the commit was applied").isEqualTo(expected);
        if (result instanceof CommitResult.Conflict conflict) {
            conflict.actual()
                    .forEach((name, actual) -> assertThat(actual.orElse(null))
                            .as("actual value of '%s'", name)
                            .isEqualTo(model.ref(name)));
            // Whether the pages of a refused commit were put is the store's choice; from here on they are.
            assertThat(store.commit(tenant, stamp, pages, List.of()).isApplied())
                    .isTrue();
        } else {
            assertThat(((CommitResult.Applied) result).added())
                    .as("pages that are said to be new")
                    .noneMatch(model.pageIds()::contains);
            model.apply(updates);
        }
        model.put(stamp, pages);
    }

    private void delete(TenantId tenant, Model model) {
        List<PageId> ids = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            ids.add(randomId());
        }
        long bound = random.nextInt(7);
        String guarding = pick(NAMES);
        boolean holds = random.nextInt(4) > 0;
        byte[] actual = model.ref(guarding);
        RefUpdate guard = RefUpdate.check(guarding, holds ? actual : other(actual));
        trace("deletePages " + tenant + " " + ids + " below " + bound + " if " + guard + ", which holds: " + holds);
        assertThat(store.deletePages(tenant, guard, ids, bound))
                .as("pages removed")
                .isEqualTo(holds ? model.delete(ids, bound) : 0);
    }

    private static byte[] other(byte @Nullable [] value) {
        return value == null ? new byte[0] : Arrays.copyOf(value, value.length + 1);
    }

    private void scanRefs(TenantId tenant, Model model) {
        String prefix = pick(PREFIXES);
        String after = random.nextInt(3) == 0 ? null : pick(NAMES) + (random.nextBoolean() ? "" : "!");
        int limit = 1 + random.nextInt(6);
        trace("scanRefs " + tenant + " '" + prefix + "' after " + after + " limit " + limit);
        assertThat(store.scanRefs(tenant, prefix, after, limit)).isEqualTo(model.refs(prefix, after, limit));
    }

    private void scanPages(TenantId tenant, Model model) {
        PageId after = random.nextInt(3) == 0 ? null : randomId();
        int limit = 1 + random.nextInt(6);
        trace("scanPages " + tenant + " after " + after + " limit " + limit);
        assertThat(store.scanPages(tenant, after, limit)).isEqualTo(model.pages(after, limit, PAGE_SIZE));
    }

    private void getPages(TenantId tenant, Model model) {
        List<PageId> ids = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            ids.add(randomId());
        }
        trace("getPages " + tenant + " " + ids);
        Map<PageId, byte[]> found = store.getPages(tenant, ids);
        for (PageId id : ids) {
            assertThat(found.containsKey(id))
                    .as("whether page %s is there", id)
                    .isEqualTo(model.pageIds().contains(id));
        }
        found.values().forEach(bytes -> assertThat(bytes).hasSize(PAGE_SIZE));
    }

    private void scanTenants() {
        trace("scanTenants");
        List<TenantId> expected = models.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        List<TenantId> found = Walk.tenants(store, 1 + random.nextInt(5));
        assertThat(found.stream().filter(models::containsKey)).isEqualTo(expected);
    }

    private void erase(TenantId tenant, Model model) {
        String name = pick(NAMES);
        byte[] actual = model.ref(name);
        Ref mark = new Ref(name, actual == null || random.nextInt(4) == 0 ? new byte[] {1} : actual);
        boolean isThere = Arrays.equals(actual, mark.value());
        int limit = 1 + random.nextInt(20);
        trace("erase " + tenant + " mark " + mark + " limit " + limit);
        boolean done = false;
        for (int call = 0; !done; call++) {
            assertThat(call).as("calls of eraseTenant").isLessThan(1_000);
            done = store.eraseTenant(tenant, mark, limit);
        }
        if (isThere) {
            model.erase();
        }
    }

    private List<RefUpdate> randomUpdates(Model model) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        boolean careful = random.nextInt(3) > 0;
        List<RefUpdate> updates = new ArrayList<>();
        for (String name : names.subList(0, random.nextInt(5))) {
            byte[] expected = careful || random.nextInt(4) > 0 ? copy(model.ref(name)) : randomValue();
            byte[] next = random.nextInt(4) == 0 ? copy(expected) : randomValue();
            updates.add(Samples.update(name, expected, next));
        }
        return updates;
    }

    private void compareAll() {
        models.forEach(this::compare);
        scanTenants();
    }

    private void compare(TenantId tenant, Model model) {
        List<Ref> refs = store.scanRefs(tenant, "", null, 100);
        assertThat(refs).as("refs of %s", tenant).isEqualTo(model.refs("", null, 100));
        assertThat(store.scanPages(tenant, null, 100))
                .as("pages of %s", tenant)
                .isEqualTo(model.pages(null, 100, PAGE_SIZE));
        String name = pick(NAMES);
        Optional<byte[]> value = store.readRef(tenant, name);
        assertThat(value.orElse(null)).as("ref '%s' of %s", name, tenant).isEqualTo(model.ref(name));
    }

    private void checked(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " (run it again with -D" + SnapshotStoreContract.SEED_PROPERTY + "=" + seed
                            + "), last steps:\n  " + String.join("\n  ", trace) + "\n" + e.getMessage(),
                    e);
        }
    }

    private void trace(String operation) {
        if (trace.size() == TRACE) {
            trace.removeFirst();
        }
        trace.addLast(operation);
    }

    private Model model(TenantId tenant) {
        Model model = models.get(tenant);
        if (model == null) {
            throw new IllegalStateException("no model of " + tenant);
        }
        return model;
    }

    private PageId randomId() {
        return new PageId(random.nextInt(4) - 2, random.nextInt(4) - 2);
    }

    private byte @Nullable [] randomValue() {
        int index = random.nextInt(VALUES.length + 1);
        return index == VALUES.length ? null : VALUES[index].clone();
    }

    private static byte @Nullable [] copy(byte @Nullable [] value) {
        return value == null ? null : value.clone();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String describe(List<RefUpdate> updates) {
        List<String> texts = new ArrayList<>();
        updates.forEach(update -> texts.add(
                update.name() + ": " + Arrays.toString(update.expected()) + " -> " + Arrays.toString(update.next())));
        return texts.toString();
    }
}
