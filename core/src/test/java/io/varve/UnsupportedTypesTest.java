package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStore;
import io.vavr.collection.Vector;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Types that can't be kept are refused when the manager is opened, with the path to them. */
@SuppressWarnings("JavaUtilDate") // a mutable class that is to be refused
class UnsupportedTypesTest {

    public record WithArrayList(String name, ArrayList<String> lines) {}

    public record WithHashMap(HashMap<String, String> settings) {}

    public record WithDate(Date changed) {}

    public record WithArray(int[] numbers) {}

    public record WithBuilder(StringBuilder text) {}

    public record WithAtomic(AtomicLong counter) {}

    public record WithObject(Object anything) {}

    public record WithThread(Thread worker) {}

    public record WithWildcard(List<?> things) {}

    public static final class Bean {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String newName) {
            name = newName;
        }
    }

    public record WithBean(Bean bean) {}

    public interface Shape {}

    public record WithOpenInterface(Shape shape) {}

    public sealed interface Node permits Leaf, Branch {}

    public record Leaf(String text) implements Node {}

    public record Branch(Vector<Node> children, StringBuffer buffer) implements Node {}

    public record Outer(String name, Inner inner) {}

    public record Inner(PersistentMap<String, Vector<WithArrayList>> sessions) {}

    public record WithSealed(Node root) {}

    static Stream<Arguments> unsupported() {
        return Stream.of(
                Arguments.of(new WithArrayList("", new ArrayList<>()), "lines", "ArrayList"),
                Arguments.of(new WithHashMap(new HashMap<>()), "settings", "HashMap"),
                Arguments.of(new WithDate(new Date()), "changed", "Date"),
                Arguments.of(new WithArray(new int[0]), "numbers", "int[]"),
                Arguments.of(new WithBuilder(new StringBuilder()), "text", "StringBuilder"),
                Arguments.of(new WithAtomic(new AtomicLong()), "counter", "AtomicLong"),
                Arguments.of(new WithObject(1), "anything", "Object"),
                Arguments.of(new WithThread(new Thread()), "worker", "Thread"),
                Arguments.of(new WithWildcard(List.of()), "things", ""),
                Arguments.of(new WithBean(new Bean()), "bean", "Bean"),
                Arguments.of(new WithOpenInterface(new Shape() {}), "shape", "Shape"),
                Arguments.of(new WithSealed(new Leaf("")), "buffer", "StringBuffer"),
                Arguments.of(new Outer("", new Inner(PersistentMap.empty())), "inner", "ArrayList"),
                Arguments.of(new Outer("", new Inner(PersistentMap.empty())), "sessions", "ArrayList"),
                Arguments.of(new Outer("", new Inner(PersistentMap.empty())), "lines", "ArrayList"),
                Arguments.of(new Bean(), "", "Bean"));
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void aTypeThatIsNotImmutableIsRefusedWithThePathToIt(Object initial, String component, String type) {
        assertThatThrownBy(() -> open(initial))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining(component)
                .hasMessageContaining(type)
                .hasMessageContaining(initial.getClass().getSimpleName());
    }

    @SuppressWarnings("unchecked")
    private static <S> void open(S initial) {
        StateManager.builder((Class<S>) initial.getClass())
                .store(memory())
                .initialState(initial)
                .open()
                .close();
    }

    private static SnapshotStore memory() {
        return Backend.MEMORY.open(java.nio.file.Path.of(""));
    }

    @Test
    void aKeyWhoseHashCouldDifferFromRunToRunIsRefused() {
        assertThatThrownBy(() -> StateManager.builder(new TypeRef<PersistentMap<Vector<String>, String>>() {})
                        .store(memory())
                        .initialState(PersistentMap.empty())
                        .open())
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("VarveKey");
    }

    @Test
    void theStoreIsClosedIfTheTypeIsRefused() {
        AtomicBoolean closed = new AtomicBoolean();
        SnapshotStore store = new ForwardingStore(memory()) {
            @Override
            public void close() {
                closed.set(true);
                super.close();
            }
        };

        assertThatThrownBy(() -> StateManager.builder(WithDate.class)
                        .store(store)
                        .initialState(new WithDate(new Date()))
                        .open())
                .isInstanceOf(UnsupportedTypeException.class);
        assertThat(closed).isTrue();
    }

    private record Hidden(String text) {}

    @Test
    void aTypeThatIsNotPublicNeedsALookup() {
        assertThatThrownBy(() -> open(new Hidden("secret")))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("Hidden")
                .hasMessageContaining("lookup");
    }

    @Test
    void aTypeThatIsNotPublicCanBeKeptWithALookup() {
        try (StateManager<Hidden> states = StateManager.builder(Hidden.class)
                .store(memory())
                .initialState(new Hidden(""))
                .lookup(MethodHandles.lookup())
                .open()) {
            Tenant<Hidden> acme = states.createTenant("acme");
            acme.apply(state -> new Hidden("text"));
            acme.snapshot(SnapshotRequest.named("v1"));

            assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(new Hidden("text"));
        }
    }

    public enum Colour {
        RED,
        GREEN
    }

    public record Supported(
            int number,
            Long boxed,
            String text,
            Colour colour,
            Instant time,
            List<String> list,
            Map<String, Integer> map,
            java.util.Set<Colour> set,
            Vector<Node2> nodes,
            io.vavr.control.Option<String> option,
            java.util.UUID id,
            java.math.BigDecimal amount) {}

    public sealed interface Node2 {
        /** One kind. */
        record Text(String text) implements Node2 {}

        /** A recursive one. */
        record Group(List<Node2> children) implements Node2 {}
    }

    @Test
    void whatThePromiseListsCanBeKept() {
        Supported state = new Supported(
                1,
                2L,
                "text",
                Colour.GREEN,
                TestClock.START,
                List.of("a", "b"),
                Map.of("a", 1, "b", 2),
                java.util.Set.of(Colour.RED),
                Vector.of(new Node2.Text("x"), new Node2.Group(List.of(new Node2.Text("y")))),
                io.vavr.control.Option.some("o"),
                new java.util.UUID(1, 2),
                new java.math.BigDecimal("1.20"));
        SnapshotStore store = memory();
        for (boolean first : new boolean[] {true, false}) {
            try (StateManager<Supported> states = StateManager.builder(Supported.class)
                    .store(ForwardingStore.keptOpen(store))
                    .initialState(state)
                    .open()) {
                Tenant<Supported> acme = first ? states.createTenant("acme") : states.tenant("acme");
                if (first) {
                    acme.snapshot();
                }
                assertThat(acme.state()).isEqualTo(state);
                assertThat(acme.at(SnapshotRef.latest()).state()).isEqualTo(state);
            }
        }
    }

    @Test
    void aDecodedJdkCollectionCanNotBeModified() {
        SnapshotStore store = memory();
        TypeRef<List<String>> type = new TypeRef<>() {};
        try (StateManager<List<String>> states = StateManager.builder(type)
                .store(ForwardingStore.keptOpen(store))
                .initialState(List.of("a"))
                .open()) {
            states.createTenant("acme");
        }
        try (StateManager<List<String>> states =
                StateManager.builder(type).store(store).initialState(List.of()).open()) {
            List<String> state = states.tenant("acme").state();
            assertThat(state).containsExactly("a");
            assertThatThrownBy(() -> state.add("b")).isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
