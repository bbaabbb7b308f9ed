package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.TypeRef;
import io.varve.UnsupportedTypeException;
import io.varve.collection.PersistentMap;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefusalTest {

    record Tagged(ArrayList<String> tags) {}

    record Shop(PersistentMap<String, Tagged> sessions) {}

    record WithArray(int[] numbers) {}

    record WithGenericArray<T>(List<T[]> arrays) {}

    record WithDate(Option<Date> when) {}

    record WithAtomic(AtomicInteger count) {}

    record WithBuilder(StringBuilder text) {}

    record WithObject(Object anything) {}

    @SuppressWarnings("rawtypes")
    record WithRaw(List things) {}

    record WithWildcard(List<?> things) {}

    record WithInterface(Runnable task) {}

    static final class Ordinary {}

    record WithOrdinary(Ordinary it) {}

    record WithStream(io.vavr.collection.Stream<Integer> numbers) {}

    record WithUnsorted(io.vavr.collection.TreeMap<Tagless, String> map) {}

    record Tagless() {}

    record Growing<T>(T it, Option<Growing<Option<T>>> next) {}

    record Box<T>(T content) {}

    sealed interface Open permits Loose {}

    static non-sealed class Loose implements Open {}

    record WithOpen(Open open) {}

    record Names(List<String> list, Map<String, String> map, String plain) {}

    record Chain(Option<Chain> next) {}

    record Sorted(io.vavr.collection.TreeSet<String> sorted) {}

    public record Fine(int number) {}

    @Test
    void aMutableCollectionIsRefusedWithThePathToIt() {
        assertThatThrownBy(() -> codec(Shop.class))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage(
                        "Shop.sessions[value].tags: java.util.ArrayList is mutable; use java.util.List, or a Vavr or"
                                + " Varve collection");
    }

    @Test
    void otherMutableTypesAreRefusedEachWithItsReason() {
        assertRefused(
                WithArray.class,
                "WithArray.numbers: int[] is an array, and arrays are mutable; use"
                        + " io.vavr.collection.Array or java.util.List");
        assertRefused(WithDate.class, "WithDate.when[value]: java.util.Date is mutable; use java.time");
        assertRefused(
                WithAtomic.class,
                "WithAtomic.count: java.util.concurrent.atomic.AtomicInteger is mutable; keep the" + " plain value");
        assertRefused(WithBuilder.class, "WithBuilder.text: java.lang.StringBuilder is not kept; use String");
    }

    @Test
    void whatCanNotBeKnownIsRefused() {
        assertRefused(
                WithObject.class,
                "WithObject.anything: java.lang.Object says nothing about what is kept; use a sealed"
                        + " interface of records");
        assertRefused(
                WithRaw.class,
                "WithRaw.things: java.util.List is used without its type arguments, so what it holds is"
                        + " not known; give them (for the state itself through a TypeRef)");
        assertRefused(
                WithWildcard.class,
                "WithWildcard.things[element]: java.lang.Object says nothing about what is kept; use"
                        + " a sealed interface of records");
        assertRefused(
                WithInterface.class,
                "WithInterface.task: java.lang.Runnable is not sealed, so its cases are not known;"
                        + " seal it, or register a serializer for it");
        String ordinary = Ordinary.class.getTypeName();
        assertRefused(
                WithOrdinary.class,
                "WithOrdinary.it: " + ordinary + " is not a record, an enum, a sealed type, or one"
                        + " that Varve knows; make it a record, or register a serializer for it");
        String loose = Loose.class.getTypeName();
        assertRefused(
                WithOpen.class,
                "WithOpen.open(Loose): " + loose + " is not a record, an enum, a sealed type, or one"
                        + " that Varve knows; make it a record, or register a serializer for it");
        assertThatThrownBy(() -> codec(WithStream.class))
                .hasMessageStartingWith("WithStream.numbers: io.vavr.collection.Stream is not among");
        assertThatThrownBy(() -> codec(WithUnsorted.class)).hasMessageContaining("Tagless is not Comparable");
        assertThatThrownBy(() -> codec(Box.class)).hasMessageContaining("TypeRef");
        assertThatThrownBy(() -> StateCodec.of(settings(new TypeRef<WithGenericArray<String>>() {}.type())))
                .hasMessageContaining("WithGenericArray.arrays: T[] is an array");
    }

    @Test
    void aTypeThatGrowsForEverIsRefused() {
        assertThatThrownBy(() -> StateCodec.of(settings(new TypeRef<Growing<String>>() {}.type())))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("larger type");
    }

    @Test
    void genericStatesAreGivenThroughATypeRef() {
        StateCodec<Box<String>> codec = StateCodec.of(settings(new TypeRef<Box<String>>() {}.type()));
        assertThat(new MemoryPages().roundTrip(codec, new Box<>("x"))).isEqualTo(new Box<>("x"));
    }

    @Test
    void aRecordThatCanNotBeReachedIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> StateCodec.of(CodecSettings.of(Names.class)))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage("Names: record " + Names.class.getTypeName()
                        + " is not accessible to Varve; make it public in an"
                        + " exported package, or give the builder MethodHandles.lookup() of a class in package"
                        + " io.varve.internal.codec, or open that package to io.varve.core");
        assertThatThrownBy(() -> StateCodec.of(CodecSettings.of(Names.class).withLookup(MethodHandles.publicLookup())))
                .hasMessageContaining("not even through the given lookup of java.lang.Object");
    }

    @Test
    void aTypeRegisteredTwiceIsRefused() {
        CustomType<Zoo.Money> money = new CustomType<>("money", 1, Zoo.Money.class, new Zoo.MoneySerializer());
        assertThatThrownBy(
                        () -> StateCodec.of(new CodecSettings(Fine.class, null, List.of(money, money), List.of(), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("registered twice: 'money'");
    }

    @Test
    void nullsAreRefusedWithThePathToThem() {
        StateCodec<Names> codec = codec(Names.class);
        assertNull(
                codec,
                new Names(List.of(), Map.of(), null),
                "Names.plain is null; mark the component @Nullable, or use Option");
        assertNull(
                codec,
                new Names(Arrays.asList("a", null), Map.of(), ""),
                "Names.list[1] is null; collections can't hold null, use Option elements");
        assertNull(
                codec,
                new Names(List.of(), Collections.singletonMap("k", null), ""),
                "Names.map[\"k\"] is null; collections can't hold null, use Option elements");
    }

    @Test
    void anOrderThatCanNotBeKeptIsRefused() {
        Sorted sorted = new Sorted(io.vavr.collection.TreeSet.of(Comparator.reverseOrder(), "a", "b"));
        assertThatThrownBy(() -> new MemoryPages().write(codec(Sorted.class), sorted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sorted.sorted is sorted by an order of its own, and only the natural order can be kept");
    }

    @Test
    void aChainThatIsTooDeepIsRefusedBeforeTheStackOverflows() throws InterruptedException {
        StateCodec<Chain> codec = codec(Chain.class);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread small = new Thread(
                null,
                () -> {
                    Chain fine = chain(200);
                    Chain deep = chain(100_000);
                    assertThat(new MemoryPages().write(codec, fine)).isNotNull();
                    try {
                        new MemoryPages().write(codec, deep);
                    } catch (RuntimeException | Error e) {
                        thrown.add(e);
                    }
                },
                "small stack",
                512 * 1024);
        small.start();
        small.join();
        assertThat(thrown).hasSize(1);
        assertThat(thrown.get(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is nested more than 500 deep");
    }

    private static Chain chain(int length) {
        Chain chain = new Chain(Option.none());
        for (int i = 1; i < length; i++) {
            chain = new Chain(Option.some(chain));
        }
        return chain;
    }

    private static <S> void assertNull(StateCodec<S> codec, S state, String message) {
        assertThatThrownBy(() -> new MemoryPages().write(codec, state))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(message);
    }

    private static void assertRefused(Class<?> type, String message) {
        assertThatThrownBy(() -> codec(type))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage(message);
    }

    private static CodecSettings settings(java.lang.reflect.Type type) {
        return CodecSettings.of(type).withLookup(MethodHandles.lookup());
    }

    private static <S> StateCodec<S> codec(Class<S> type) {
        return StateCodec.of(settings(type));
    }
}
