package io.varve.bench.collection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The subjects by the names that benchmarks, results and reports call them. */
final class Subjects {

    private static final Map<String, Supplier<MapSubject<?>>> MAPS = new LinkedHashMap<>();
    private static final Map<String, Supplier<VectorSubject<?>>> VECTORS = new LinkedHashMap<>();

    static {
        MAPS.put("varve", VarveMap::new);
        MAPS.put("vavr-hash", VavrMap::hash);
        MAPS.put("vavr-tree", VavrMap::tree);
        MAPS.put("vavr-linked", VavrMap::linked);
        MAPS.put("clojure", ClojureMap::new);
        MAPS.put("kotlinx", KotlinMap::new);
        MAPS.put("scala", ScalaMap::new);
        MAPS.put("pcollections", PCollectionsMap::new);
        MAPS.put("paguro", PaguroMap::new);
        MAPS.put("bifurcan", BifurcanMap::new);
        MAPS.put("java", JavaMap::new);
        VECTORS.put("varve", VarveVector::new);
        VECTORS.put("vavr", VavrVector::new);
        VECTORS.put("clojure", ClojureVector::new);
        VECTORS.put("kotlinx", KotlinVector::new);
        VECTORS.put("scala", ScalaVector::new);
        VECTORS.put("pcollections", PCollectionsVector::new);
        VECTORS.put("paguro", PaguroVector::new);
        VECTORS.put("bifurcan", BifurcanVector::new);
        VECTORS.put("java", JavaVector::new);
    }

    private Subjects() {}

    static Set<String> maps() {
        return MAPS.keySet();
    }

    static Set<String> vectors() {
        return VECTORS.keySet();
    }

    @SuppressWarnings("unchecked") // A subject is given nothing but what it made itself.
    static MapSubject<Object> map(String name) {
        return (MapSubject<Object>) find(MAPS, "map", name);
    }

    @SuppressWarnings("unchecked") // See above.
    static VectorSubject<Object> vector(String name) {
        return (VectorSubject<Object>) find(VECTORS, "vector", name);
    }

    private static <S> S find(Map<String, Supplier<S>> subjects, String kind, String name) {
        Supplier<S> subject = subjects.get(name);
        if (subject == null) {
            throw new IllegalArgumentException(
                    "no " + kind + " is called '" + name + "'; there are: " + String.join(", ", subjects.keySet()));
        }
        return subject.get();
    }
}
