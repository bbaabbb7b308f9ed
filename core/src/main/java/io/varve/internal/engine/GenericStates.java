package io.varve.internal.engine;

import io.varve.KeyProvider;
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRef;
import io.varve.TenantNotFoundException;
import io.varve.internal.codec.tree.GenericPages;
import io.varve.internal.encryption.StoreAccess;
import io.varve.internal.page.HeldPages;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageLink;
import io.varve.internal.store.GuardedStore;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.jspecify.annotations.Nullable;

/** Reads the states of a store without types and without owning a tenant; see {@link io.varve.generic.GenericReader}. */
public final class GenericStates {

    private final SnapshotStore store;

    /**
     * Reads a store, which is closed with this.
     *
     * @param encryption gives the keys; null where nothing is encrypted
     */
    public GenericStates(SnapshotStore store, @Nullable KeyProvider encryption) {
        this.store = StoreAccess.of(new GuardedStore(store), RefNames.ENCRYPTION, encryption)
                .store();
    }

    /** The ids of the tenants, ascending. */
    public Seq<String> tenants() {
        return StoredTenant.ids(store)
                .filter(id -> new StoredTenant(store, id).mark().isPresent())
                .map(TenantId::value);
    }

    /** The snapshots of a tenant, from the oldest on. */
    public Seq<SnapshotInfo> snapshots(String tenant) {
        return history(tenant(tenant)).infos();
    }

    /** The head of a tenant as it is stored. */
    public Object head(String tenant) {
        StoredTenant found = tenant(tenant);
        return read(found, StoredTenant.rootOf(found.head()));
    }

    /** The state of a snapshot. */
    public Object state(String tenant, SnapshotRef ref) {
        StoredTenant found = tenant(tenant);
        History<Object> history = history(found);
        PageLink root = history.find(ref)
                .getOrElseThrow(() -> new SnapshotNotFoundException(
                        "no snapshot " + ref + " for tenant '" + tenant + "'; " + history.describe()))
                .cell()
                .root();
        if (root == null) {
            throw new AssertionError("what was read from a descriptor has a root");
        }
        return read(found, root);
    }

    /** Closes the store. */
    public void close() {
        Faults.translating("close the store", () -> {
            store.close();
            return store;
        });
    }

    private StoredTenant tenant(String id) {
        StoredTenant tenant = new StoredTenant(store, new TenantId(id));
        if (tenant.mark().isEmpty()) {
            throw new TenantNotFoundException("no tenant '" + id + "'; list them with tenants()");
        }
        return tenant;
    }

    private Object read(StoredTenant tenant, PageLink root) {
        TenantPages pages = new TenantPages(store, tenant.id(), new NodeBudget(0));
        pages.describeDamageWith(page -> "what does not need it stays readable");
        return new GenericPages().read(root, pages);
    }

    private static History<Object> history(StoredTenant tenant) {
        HeldPages unused = new HeldPages(); // No collector asks for what a reader of foreign stores holds.
        Vector<Entry<Object>> entries = tenant.snapshots().map(ref -> {
            SnapshotRecord snapshot = SnapshotRecord.decode(ref.name(), ref.value());
            return new Entry<>(
                    snapshot.info(), StateCell.ofRoot(snapshot.root(), snapshot.weight(), unused), snapshot.ancestry());
        });
        return History.of(entries);
    }
}
