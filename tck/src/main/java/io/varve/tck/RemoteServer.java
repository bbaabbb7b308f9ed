package io.varve.tck;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The far end of a {@link RemoteConnection}: opens stores and makes the calls, each on a thread of its own. */
final class RemoteServer {

    private final OutputStream to;
    private final Function<String, SnapshotStore> opener;
    private final Map<Long, SnapshotStore> stores = new ConcurrentHashMap<>();
    private final AtomicLong opened = new AtomicLong();

    private RemoteServer(OutputStream to, Function<String, SnapshotStore> opener) {
        this.to = to;
        this.opener = opener;
    }

    /** Answers calls until the other side is gone. */
    static void serve(InputStream from, OutputStream to, Function<String, SnapshotStore> opener) throws IOException {
        RemoteServer server = new RemoteServer(to, opener);
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "varve-tck-call");
            thread.setDaemon(true);
            return thread;
        });
        try {
            while (true) {
                WireInput request = WireInput.receive(from);
                threads.execute(() -> server.answer(request));
            }
        } catch (EOFException e) {
            // The other side has ended.
        } finally {
            threads.shutdown();
        }
    }

    private void answer(WireInput request) {
        long number = request.number();
        WireOutput answer;
        try {
            answer = new WireOutput().number(number).number(RemoteConnection.DONE);
            call(RemoteOperation.valueOf(request.someText()), request, answer);
        } catch (StoreException e) {
            answer = new WireOutput()
                    .number(number)
                    .number(RemoteConnection.STORE_EXCEPTION)
                    .text(e.kind().name())
                    .text(e.getMessage());
        } catch (RuntimeException | Error e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            answer = new WireOutput()
                    .number(number)
                    .number(RemoteConnection.OTHER_EXCEPTION)
                    .text(trace.toString());
        }
        try {
            answer.send(to);
        } catch (IOException e) {
            // Nobody is there to be answered any more; the loop that reads finds that out too.
        }
    }

    private void call(RemoteOperation operation, WireInput in, WireOutput out) {
        switch (operation) {
            case OPEN -> open(in, out);
            case COMMIT -> commit(in, out);
            case GET_PAGES ->
                out.all(
                        store(in)
                                .getPages(in.someTenant(), in.all(WireInput::somePageId))
                                .entrySet(),
                        (to, page) -> to.pageId(page.getKey()).bytes(page.getValue()));
            case SCAN_PAGES ->
                out.all(
                        store(in).scanPages(in.someTenant(), in.pageId(), in.count()),
                        (to, page) -> to.pageId(page.id()).number(page.stamp()).number(page.size()));
            case DELETE_PAGES ->
                out.number(store(in)
                        .deletePages(in.someTenant(), in.update(), in.all(WireInput::somePageId), in.number()));
            case READ_REF ->
                out.bytes(store(in).readRef(in.someTenant(), in.someText()).orElse(null));
            case SCAN_REFS ->
                out.all(
                        store(in).scanRefs(in.someTenant(), in.someText(), in.text(), in.count()),
                        (to, ref) -> to.text(ref.name()).bytes(ref.value()));
            case SCAN_TENANTS ->
                out.all(store(in).scanTenants(in.tenant(), in.count()), (to, tenant) -> to.text(tenant.value()));
            case ERASE_TENANT -> {
                boolean done =
                        store(in).eraseTenant(in.someTenant(), new Ref(in.someText(), in.someBytes()), in.count());
                out.number(done ? 1 : 0);
            }
            case CLOSE -> store(in).close();
        }
    }

    private void open(WireInput in, WireOutput out) {
        SnapshotStore store = opener.apply(in.someText());
        long number = opened.incrementAndGet();
        stores.put(number, store);
        Capabilities can = store.capabilities();
        out.number(number)
                .number(can.durable() ? 1 : 0)
                .number(can.multiProcess() ? 1 : 0)
                .number(can.maxPageBytes())
                .number(can.maxRefBytes());
    }

    private void commit(WireInput in, WireOutput out) {
        CommitResult result = store(in)
                .commit(
                        in.someTenant(),
                        in.number(),
                        in.all(page -> new Page(page.somePageId(), page.someBytes())),
                        in.all(WireInput::update));
        out.number(result.isApplied() ? 1 : 0);
        if (result instanceof CommitResult.Conflict conflict) {
            out.all(
                    conflict.actual().entrySet(),
                    (to, ref) -> to.text(ref.getKey()).bytes(ref.getValue().orElse(null)));
        }
    }

    private SnapshotStore store(WireInput in) {
        long number = in.number();
        SnapshotStore store = stores.get(number);
        if (store == null) {
            throw new IllegalStateException("no store number " + number);
        }
        return store;
    }
}
