package io.varve;

import io.vavr.control.Option;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys on the heap, made when a tenant is first asked for; tests rotate, replace and destroy them. */
final class TestKeys implements KeyProvider {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The keys of each tenant, the current one last. A tenant whose keys were destroyed stays without. */
    private final Map<String, List<EncryptionKey>> keys = new ConcurrentHashMap<>();

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    static byte[] random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** The number of calls. */
    int asked() {
        return asked.get();
    }

    void rotate(String tenant) {
        List<EncryptionKey> next = new ArrayList<>(keys.get(tenant));
        next.add(fresh(tenant));
        keys.put(tenant, List.copyOf(next));
    }

    void destroyAllButTheCurrent(String tenant) {
        List<EncryptionKey> all = keys.get(tenant);
        keys.put(tenant, List.of(all.get(all.size() - 1)));
    }

    void destroy(String tenant) {
        keys.put(tenant, List.of());
    }

    /** Puts another key in the place of the current one, under its id. */
    void confuse(String tenant) {
        keys.put(tenant, List.of(EncryptionKey.of(current(tenant).id(), random())));
    }

    void allow(String tenant) {
        keys.put(tenant, List.of(fresh(tenant)));
    }

    EncryptionKey current(String tenant) {
        return currentKey(tenant).get();
    }

    private EncryptionKey fresh(String tenant) {
        return EncryptionKey.of(tenant + "/" + made.incrementAndGet(), random());
    }

    @Override
    public Option<EncryptionKey> currentKey(String tenant) {
        asked.incrementAndGet();
        List<EncryptionKey> all = keys.computeIfAbsent(tenant, id -> List.of(fresh(id)));
        return all.isEmpty() ? Option.none() : Option.some(all.get(all.size() - 1));
    }

    @Override
    public Option<EncryptionKey> key(String tenant, String id) {
        asked.incrementAndGet();
        return Option.ofOptional(keys.getOrDefault(tenant, List.of()).stream()
                .filter(key -> key.id().equals(id))
                .findFirst());
    }
}
