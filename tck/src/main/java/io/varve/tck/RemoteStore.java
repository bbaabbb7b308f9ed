package io.varve.tck;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that another process has opened, called from here. Calls of several threads are under way there at once. */
final class RemoteStore implements SnapshotStore {

    private final RemoteConnection connection;
    private final long number;
    private final Capabilities capabilities;

    private RemoteStore(RemoteConnection connection, WireInput opened) {
        this.connection = connection;
        this.number = opened.number();
        this.capabilities =
                new Capabilities(opened.number() != 0, opened.number() != 0, opened.count(), opened.count());
    }

    /** Lets the other process open a store. */
    static RemoteStore open(RemoteConnection connection, String url) {
        return new RemoteStore(connection, connection.call(RemoteOperation.OPEN, out -> out.text(url)));
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        WireInput answer = connection.call(
                RemoteOperation.COMMIT,
                out -> out.number(number)
                        .text(tenant.value())
                        .number(stamp)
                        .all(pages, (to, page) -> to.pageId(page.id()).bytes(page.bytes()))
                        .all(updates, WireOutput::update));
        if (answer.number() != 0) {
            return CommitResult.applied();
        }
        Map<String, Optional<byte[]>> actual = new HashMap<>();
        for (int left = answer.count(); left > 0; left--) {
            actual.put(answer.someText(), Optional.ofNullable(answer.bytes()));
        }
        return CommitResult.conflict(actual);
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        WireInput answer = connection.call(
                RemoteOperation.GET_PAGES,
                out -> out.number(number).text(tenant.value()).all(ids, WireOutput::pageId));
        Map<PageId, byte[]> found = new HashMap<>();
        for (int left = answer.count(); left > 0; left--) {
            found.put(answer.somePageId(), answer.someBytes());
        }
        return found;
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        return connection
                .call(
                        RemoteOperation.SCAN_PAGES,
                        out -> out.number(number)
                                .text(tenant.value())
                                .pageId(after)
                                .number(limit))
                .all(in -> new PageStat(in.somePageId(), in.number(), in.count()));
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return connection
                .call(
                        RemoteOperation.DELETE_PAGES,
                        out -> out.number(number)
                                .text(tenant.value())
                                .update(guard)
                                .all(ids, WireOutput::pageId)
                                .number(stampBelow))
                .count();
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return Optional.ofNullable(connection
                .call(
                        RemoteOperation.READ_REF,
                        out -> out.number(number).text(tenant.value()).text(name))
                .bytes());
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        return connection
                .call(
                        RemoteOperation.SCAN_REFS,
                        out -> out.number(number)
                                .text(tenant.value())
                                .text(prefix)
                                .text(after)
                                .number(limit))
                .all(in -> new Ref(in.someText(), in.someBytes()));
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        return connection
                .call(
                        RemoteOperation.SCAN_TENANTS,
                        out -> out.number(number)
                                .text(after == null ? null : after.value())
                                .number(limit))
                .all(WireInput::someTenant);
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return connection
                        .call(
                                RemoteOperation.ERASE_TENANT,
                                out -> out.number(number)
                                        .text(tenant.value())
                                        .text(lastRef.name())
                                        .bytes(lastRef.value())
                                        .number(limit))
                        .number()
                != 0;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Closes the store in the other process. If that is gone, the store went with it. */
    @Override
    public void close() {
        if (connection.isAlive()) {
            var unused = connection.call(RemoteOperation.CLOSE, out -> out.number(number));
        }
    }
}
