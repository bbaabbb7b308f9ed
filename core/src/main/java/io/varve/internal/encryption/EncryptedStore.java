package io.varve.internal.encryption;

import io.varve.internal.encryption.RefScheme.Secrecy;
import io.varve.internal.encryption.TenantKeys.Known;
import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that keeps everything in another one, encrypted. Whoever uses it sees pages by their own ids and refs by their own
 * names, and has to verify pages as ever. It differs from other stores in this:
 *
 * <ul>
 *   <li>scans go in the order of what is stored, which for pages, and for refs named by a hash, is another one than that of ids
 *       and names. To go on after the last item that was returned works as ever;
 *   <li>a page that does not decrypt is returned as bytes that are {@linkplain Sealed#isSealed sealed}, so that it hurts nobody but
 *       those who need it;
 *   <li>what needs a key that is not at hand throws {@link io.varve.EncryptionException}.
 * </ul>
 */
public final class EncryptedStore implements SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(EncryptedStore.class);

    private final SnapshotStore store;
    private final TenantKeys keys;
    private final RefScheme scheme;

    /** Encrypts what goes into a store, which is closed with this. */
    public EncryptedStore(SnapshotStore store, TenantKeys keys) {
        this.store = store;
        this.keys = keys;
        this.scheme = keys.scheme();
    }

    /** Does something with a cipher. */
    @FunctionalInterface
    private interface Opening<T> {
        T with(TenantCipher cipher) throws BrokenSealException;
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        if (pages.isEmpty() && updates.stream().allMatch(update -> secrecy(update.name()) == Secrecy.NONE)) {
            return store.commit(tenant, stamp, pages, updates);
        }
        Known known = keys.findOrCreate(tenant);
        TenantCipher cipher = known.cipher();
        Map<String, String> namesByStored = new LinkedHashMap<>();
        List<RefUpdate> sealed = new ArrayList<>(updates.size() + 1);
        for (RefUpdate update : updates) {
            String stored = storedName(cipher, update.name());
            namesByStored.put(stored, update.name());
            sealed.add(sealed(cipher, stored, update));
        }
        if (known.isBeingCreated() && !updates.isEmpty()) {
            // Somebody else who creates it, too, may have cleared this data key away.
            sealed.add(RefUpdate.check(scheme.key(), known.record()));
        }
        List<Page> plain = List.copyOf(pages);
        List<Page> stored = plain.stream().map(cipher::seal).toList();
        CommitResult result = store.commit(tenant, stamp, stored, sealed);
        if (result instanceof CommitResult.Conflict conflict) {
            return opened(tenant, known, opener -> openedConflict(opener, conflict, namesByStored));
        }
        if (known.isBeingCreated() && namesByStored.containsKey(scheme.mark())) {
            keys.created(tenant, known);
        }
        return result instanceof CommitResult.Applied applied
                ? CommitResult.applied(contentsOf(applied.added(), stored, plain))
                : result;
    }

    /** By what ids the pages are known above that are stored under others. */
    private static Set<PageId> contentsOf(Set<PageId> added, List<Page> stored, List<Page> plain) {
        Set<PageId> contents = new HashSet<>();
        for (int i = 0; i < stored.size(); i++) {
            if (added.contains(stored.get(i).id())) {
                contents.add(plain.get(i).id());
            }
        }
        return contents;
    }

    private CommitResult openedConflict(
            TenantCipher cipher, CommitResult.Conflict conflict, Map<String, String> namesByStored)
            throws BrokenSealException {
        Map<String, Optional<byte[]>> actual = new HashMap<>();
        for (Map.Entry<String, String> name : namesByStored.entrySet()) {
            String stored = name.getKey();
            Optional<byte[]> value = conflict.actual().getOrDefault(stored, Optional.empty());
            actual.put(
                    name.getValue(),
                    value.isEmpty() ? value : Optional.of(openValue(cipher, new Ref(stored, value.get()))));
        }
        return CommitResult.conflict(actual);
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        Optional<Known> known = keys.find(tenant);
        if (known.isEmpty() || ids.isEmpty()) {
            return Map.of();
        }
        TenantCipher cipher = known.get().cipher();
        List<PageId> wanted = List.copyOf(ids);
        List<PageId> stored = cipher.storedIds(wanted);
        Map<PageId, byte[]> found = store.getPages(tenant, stored);
        Map<PageId, byte[]> opened = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            byte[] bytes = found.get(stored.get(i));
            if (bytes != null && !opened.containsKey(wanted.get(i))) {
                opened.put(wanted.get(i), openPage(tenant, cipher, stored.get(i), bytes));
            }
        }
        return opened;
    }

    private static byte[] openPage(TenantId tenant, TenantCipher cipher, PageId stored, byte[] bytes) {
        try {
            return cipher.open(stored, bytes);
        } catch (BrokenSealException e) {
            LOG.debug("the page stored as {} for tenant '{}' {}", stored, tenant, e.getMessage());
            return Sealed.UNOPENABLE;
        }
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        Optional<Known> known = keys.find(tenant);
        if (known.isEmpty()) {
            return List.of();
        }
        TenantCipher cipher = known.get().cipher();
        PageId storedAfter =
                after == null ? null : cipher.storedIds(List.of(after)).get(0);
        List<PageStat> found = store.scanPages(tenant, storedAfter, limit);
        List<PageId> ids = cipher.contentIds(found.stream().map(PageStat::id).toList());
        List<PageStat> opened = new ArrayList<>(found.size());
        for (int i = 0; i < ids.size(); i++) {
            PageStat page = found.get(i);
            opened.add(new PageStat(ids.get(i), page.stamp(), page.size()));
        }
        return opened;
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        Optional<Known> known = keys.find(tenant);
        if (known.isEmpty()) {
            return 0;
        }
        TenantCipher cipher = known.get().cipher();
        RefUpdate sealed = sealed(cipher, storedName(cipher, guard.name()), guard);
        return store.deletePages(tenant, sealed, cipher.storedIds(ids), stampBelow);
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        if (secrecy(name) == Secrecy.NONE) {
            return store.readRef(tenant, name);
        }
        Optional<Known> known = keys.find(tenant);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        return opened(tenant, known.get(), cipher -> {
            String stored = storedName(cipher, name);
            Optional<byte[]> value = store.readRef(tenant, stored);
            return value.isEmpty() ? value : Optional.of(openValue(cipher, new Ref(stored, value.get())));
        });
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        if (secrecy(prefix) == Secrecy.NONE) {
            List<Ref> found = scanned(tenant, prefix, after, limit);
            if (found.stream().allMatch(ref -> secrecy(ref.name()) == Secrecy.NONE)) {
                return found; // Without a key, as those have to be who have none.
            }
        }
        Optional<Known> known = keys.find(tenant);
        if (known.isEmpty()) {
            return visible(store.scanRefs(tenant, prefix, after, limit)).stream()
                    .filter(ref -> secrecy(ref.name()) == Secrecy.NONE)
                    .toList();
        }
        return opened(tenant, known.get(), cipher -> {
            String storedAfter = after == null ? null : storedName(cipher, after);
            List<Ref> opened = new ArrayList<>();
            for (Ref ref : scanned(tenant, prefix, storedAfter, limit)) {
                byte[] value = openValue(cipher, ref);
                String name =
                        secrecy(ref.name()) == Secrecy.VALUE_AND_NAME ? cipher.contentName(ref.name()) : ref.name();
                opened.add(new Ref(name, value));
            }
            return opened;
        });
    }

    /** As many as asked for, beside the key ref, by one call so that it is one cut. */
    private List<Ref> scanned(TenantId tenant, String prefix, @Nullable String after, int limit) {
        int oneMore = limit == Integer.MAX_VALUE ? limit : limit + 1;
        List<Ref> found = visible(store.scanRefs(tenant, prefix, after, oneMore));
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    private List<Ref> visible(List<Ref> refs) {
        return refs.stream().filter(ref -> !ref.name().equals(scheme.key())).toList();
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        return store.scanTenants(after, limit);
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        keys.forget(tenant);
        return store.eraseTenant(tenant, lastRef, limit);
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void close() {
        keys.forgetAll();
        store.close();
    }

    /** Opens what was read, with another key if the tenant was removed and created again meanwhile. */
    private <T> T opened(TenantId tenant, Known known, Opening<T> opening) {
        BrokenSealException broken;
        try {
            return opening.with(known.cipher());
        } catch (BrokenSealException e) {
            broken = e;
        }
        Optional<Known> other = keys.findOther(tenant, known);
        if (other.isPresent()) {
            try {
                return opening.with(other.get().cipher());
            } catch (BrokenSealException e) {
                broken = e;
            }
        }
        throw new StoreException(Kind.CORRUPT, "tenant '" + tenant + "': " + broken.getMessage(), broken);
    }

    private Secrecy secrecy(String name) {
        return scheme.secrecy().apply(name);
    }

    private String storedName(TenantCipher cipher, String name) {
        return secrecy(name) == Secrecy.VALUE_AND_NAME ? cipher.storedName(name) : name;
    }

    private RefUpdate sealed(TenantCipher cipher, String stored, RefUpdate update) {
        if (secrecy(stored) == Secrecy.NONE) {
            return update;
        }
        byte[] expected = update.expected();
        byte[] next = update.next();
        if (expected == null) {
            return next == null
                    ? RefUpdate.check(stored, null)
                    : RefUpdate.create(stored, cipher.sealRef(stored, next));
        }
        byte[] sealedExpected = cipher.sealRef(stored, expected);
        return next == null
                ? RefUpdate.delete(stored, sealedExpected)
                : RefUpdate.replace(stored, sealedExpected, cipher.sealRef(stored, next));
    }

    private byte[] openValue(TenantCipher cipher, Ref stored) throws BrokenSealException {
        if (secrecy(stored.name()) == Secrecy.NONE) {
            return stored.value();
        }
        try {
            return cipher.openRef(stored.name(), stored.value());
        } catch (BrokenSealException e) {
            throw new BrokenSealException("ref " + stored.name() + " " + e.getMessage());
        }
    }
}
