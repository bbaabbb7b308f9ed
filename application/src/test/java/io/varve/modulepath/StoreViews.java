package io.varve.modulepath;

import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores that pass calls on and do one thing beside it. */
public final class StoreViews {

    private StoreViews() {}

    /** What went to and came from a store, in pages. */
    public static final class Traffic {
        private final AtomicInteger read = new AtomicInteger();
        private final AtomicInteger written = new AtomicInteger();

        public void reset() {
            read.set(0);
            written.set(0);
        }

        public int read() {
            return read.get();
        }

        public int written() {
            return written.get();
        }
    }

    /** A store whose data outlives its closing, which is why it may call itself durable. */
    public static SnapshotStore keptOpen(SnapshotStore store) {
        return view((proxy, method, arguments) -> switch (method.getName()) {
            case "close" -> null;
            case "capabilities" -> {
                Capabilities below = store.capabilities();
                yield new Capabilities(true, below.multiProcess(), below.maxPageBytes(), below.maxRefBytes());
            }
            default -> call(store, method, arguments);
        });
    }

    /** A store whose pages are counted. */
    public static SnapshotStore counting(SnapshotStore store, Traffic traffic) {
        return view((proxy, method, arguments) -> {
            if (method.getName().equals("getPages")) {
                traffic.read.addAndGet(((Collection<?>) arguments[1]).size());
            } else if (method.getName().equals("commit")) {
                traffic.written.addAndGet(((Collection<?>) arguments[2]).size());
            }
            return call(store, method, arguments);
        });
    }

    private static SnapshotStore view(InvocationHandler handler) {
        return (SnapshotStore) Proxy.newProxyInstance(
                SnapshotStore.class.getClassLoader(), new Class<?>[] {SnapshotStore.class}, handler);
    }

    private static Object call(SnapshotStore store, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
