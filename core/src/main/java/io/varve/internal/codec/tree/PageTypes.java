package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.Kryo;
import io.varve.CorruptDataException;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.type.Evolutions;
import io.varve.internal.codec.type.TypeGraph;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.value.PageInput;
import io.varve.internal.codec.value.PersistentSerializers;
import io.varve.internal.codec.value.Resolver;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The kinds of pages that a type of state has: one for the state, and for each of its persistent collections one for its
 * nodes and one for its large values. Thread-safe.
 */
public final class PageTypes implements PersistentSerializers {

    private final TypeGraph graph;
    private final Evolutions evolutions;
    private final PageDecoder decoder;
    private final GenericPages generic = new GenericPages();
    private final Map<ContainerNode, MapPages> maps = new ConcurrentHashMap<>();
    private final Map<ContainerNode, VectorPages> vectors = new ConcurrentHashMap<>();
    private final Map<TypeNode, PagePlans> plans = new ConcurrentHashMap<>();
    private final Map<TypeNode, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger nextNumber = new AtomicInteger();

    /**
     * Makes the page types of one codec.
     *
     * @param graph the types
     * @param evolutions what became of them
     */
    public PageTypes(TypeGraph graph, Evolutions evolutions) {
        this.graph = graph;
        this.evolutions = evolutions;
        this.decoder = new PageDecoder(graph.registered());
    }

    /** How pages whose payload begins with a value of a type are read and written. */
    public PagePlans plans(TypeNode type) {
        return plans.computeIfAbsent(type, each -> new PagePlans(this, each, graph.pathOf(each)));
    }

    @Override
    public ValueSerializer map(
            ContainerNode today,
            ValueSerializer key,
            ValueSerializer value,
            Consumer<PageInput> passEntry,
            boolean sameKeys) {
        return new MapNodes(mapPages(today), key, value, passEntry, sameKeys);
    }

    @Override
    public ValueSerializer vector(ContainerNode today, ValueSerializer element) {
        return new VectorNodes(vectorPages(today), element);
    }

    /** A number that a type keeps as long as this is there. */
    int numberOf(TypeNode type) {
        return numbers.computeIfAbsent(type, each -> nextNumber.getAndIncrement());
    }

    MapPages mapPages(ContainerNode type) {
        return maps.computeIfAbsent(type, each -> new MapPages(this, each));
    }

    VectorPages vectorPages(ContainerNode type) {
        return vectors.computeIfAbsent(type, each -> new VectorPages(this, each));
    }

    Resolver resolver(Schema stored) {
        return new Resolver(stored, this, generic, evolutions);
    }

    /** Lends a Kryo. */
    public <T> T withKryo(Function<Kryo, T> use) {
        return decoder.withKryo(use);
    }

    /**
     * Reads all of a page.
     *
     * @throws CorruptDataException if it is of another kind, or malformed
     */
    <T> T decode(PageSource source, PageContent content, PageKind kind, Function<PageInput, T> reader) {
        return decoder.decode(source, content, kind, reader);
    }
}
