package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.StateManagerBuilder;
import io.varve.Tenant;
import io.varve.TypeRef;
import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStores;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A tenant's states may be of any type that can be kept, not only records that are public. */
class StatesOfAllTypesTest {

    sealed interface Phase permits Planned, Running {}

    record Planned(String by) implements Phase {}

    record Running(int percent) implements Phase {}

    record Money(String currency, long cents) {}

    record Purse(Money money) {}

    private static <S> List<String> changes(
            StateManagerBuilder<S> builder, S before, S after, UnaryOperator<StateManagerBuilder<S>> settings) {
        try (StateManager<S> states = settings.apply(
                        builder.store(SnapshotStores.open("memory:")).initialState(before))
                .open()) {
            Tenant<S> acme = states.createTenant("acme");
            acme.snapshot(SnapshotRequest.named("v1"));
            acme.apply(state -> after);
            StateDiff<S> diff = acme.diff(SnapshotRef.named("v1"), SnapshotRef.head());
            assertThat(diff.summary().isEmpty()).isEqualTo(diff.isEmpty());
            return diff.iterator().map(Object::toString).toJavaList();
        }
    }

    @Test
    void aString() {
        assertThat(changes(StateManager.builder(String.class), "a", "b", builder -> builder))
                .containsExactly("(state): \"a\" -> \"b\"");
    }

    @Test
    void aVavrMap() {
        assertThat(changes(
                        StateManager.builder(new TypeRef<Map<String, Integer>>() {}),
                        HashMap.of("a", 1),
                        HashMap.of("a", 2, "b", 1),
                        builder -> builder))
                .containsExactly("[\"a\"]: 1 -> 2", "[\"b\"]: added 1");
    }

    @Test
    void aPersistentMap() {
        assertThat(changes(
                        StateManager.builder(new TypeRef<PersistentMap<String, Integer>>() {}),
                        PersistentMap.of("a", 1),
                        PersistentMap.of("a", 2),
                        builder -> builder))
                .containsExactly("[\"a\"]: 1 -> 2");
    }

    @Test
    void aSealedInterfaceWhoseCasesAreNotPublic() {
        assertThat(changes(
                        StateManager.builder(Phase.class),
                        new Planned("ann"),
                        new Running(1),
                        builder -> builder.lookup(MethodHandles.lookup())))
                .containsExactly("(state): Planned[by=ann] -> Running[percent=1]");
        assertThat(changes(
                        StateManager.builder(Phase.class),
                        new Running(1),
                        new Running(2),
                        builder -> builder.lookup(MethodHandles.lookup())))
                .containsExactly("percent: 1 -> 2");
    }

    @Test
    void whatTheApplicationSerializesItselfIsNotLookedInto() {
        assertThat(changes(
                        StateManager.builder(Purse.class),
                        new Purse(new Money("EUR", 1)),
                        new Purse(new Money("EUR", 2)),
                        builder -> builder.lookup(MethodHandles.lookup())
                                .serializer("money", Money.class, new MoneySerializer())))
                .containsExactly("money: Money[currency=EUR, cents=1] -> Money[currency=EUR, cents=2]");
    }

    private static final class MoneySerializer extends Serializer<Money> {
        @Override
        public void write(Kryo kryo, Output output, Money money) {
            output.writeString(money.currency());
            output.writeVarLong(money.cents(), false);
        }

        @Override
        public Money read(Kryo kryo, Input input, Class<? extends Money> type) {
            return new Money(input.readString(), input.readVarLong(false));
        }
    }
}
