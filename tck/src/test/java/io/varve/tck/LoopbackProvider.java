package io.varve.tck;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStoreProvider;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Opens what {@link Loopback} lends. */
public final class LoopbackProvider implements SnapshotStoreProvider {

    private static final int SLOW_COMMIT = 5;
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(20);

    @Override
    public Set<String> schemes() {
        return Set.of("loopback");
    }

    @Override
    public SnapshotStore open(String url, Map<String, String> properties) {
        String[] parts = url.substring(url.indexOf(':') + 1).split("/", 3);
        String mistake = parts[2];
        if (!properties.isEmpty() && !mistake.equals(Mistake.THE_PROVIDER_IGNORES_PROPERTIES.name())) {
            throw new StoreException(StoreException.Kind.UNSUPPORTED, "unknown properties: " + properties.keySet());
        }
        try {
            Socket line = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[0]));
            line.setTcpNoDelay(true);
            SnapshotStore store =
                    RemoteStore.open(new RemoteConnection(line.getInputStream(), line.getOutputStream()), parts[1]);
            return mistake.equals(Mistake.A_COMMIT_TAKES_SEVERAL_STEPS.name()) ? inSteps(store) : store;
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "no loopback: " + e, e);
        }
    }

    /**
     * The store, with each commit as one commit for each update. One of them is so slow that whoever is killed after some
     * commits is killed in it: how likely it is otherwise depends on how busy the machine is.
     */
    private static SnapshotStore inSteps(SnapshotStore store) {
        AtomicInteger commits = new AtomicInteger();
        return (SnapshotStore) Proxy.newProxyInstance(
                SnapshotStore.class.getClassLoader(), new Class<?>[] {SnapshotStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("commit")) {
                        return commitInSteps(store, args, commits.incrementAndGet() == SLOW_COMMIT);
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private static CommitResult commitInSteps(SnapshotStore store, Object[] args, boolean slow) {
        TenantId tenant = (TenantId) args[0];
        CommitResult result = store.commit(tenant, (long) args[1], (Collection<Page>) args[2], List.of());
        for (RefUpdate update : (List<RefUpdate>) args[3]) {
            result = store.commit(tenant, 0, List.of(), List.of(update));
            if (slow) {
                LockSupport.parkNanos(STEP_NANOS);
            }
        }
        return result;
    }
}
