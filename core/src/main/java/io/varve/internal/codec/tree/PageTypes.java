package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.util.Pool;
import io.varve.CorruptDataException;
import io.varve.VarveException;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.type.TypeGraph;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.value.PageInput;
import io.varve.internal.codec.value.PersistentSerializers;
import io.varve.internal.codec.value.Resolver;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.Chunks;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageSource;
import io.varve.spi.PageId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The kinds of pages that a type of state has: one for the state, and for each of its persistent collections one for its
 * nodes and one for its large values. Thread-safe.
 */
public final class PageTypes implements PersistentSerializers {

    private final TypeGraph graph;
    private final Pool<Kryo> kryos;
    private final Map<ContainerNode, MapPages> maps = new ConcurrentHashMap<>();
    private final Map<ContainerNode, VectorPages> vectors = new ConcurrentHashMap<>();
    private final Map<TypeNode, PagePlans> plans = new ConcurrentHashMap<>();

    /**
     * Makes the page types of one codec.
     *
     * @param graph the types
     */
    public PageTypes(TypeGraph graph) {
        this.graph = graph;
        this.kryos = new Pool<>(true, true) {
            @Override
            protected Kryo create() {
                return new ClosedKryo(graph.registered());
            }
        };
    }

    /** How pages whose payload begins with a value of a type are read and written. */
    public PagePlans plans(TypeNode type) {
        return plans.computeIfAbsent(type, each -> new PagePlans(this, each, graph.pathOf(each)));
    }

    @Override
    public ValueSerializer map(ContainerNode today, ValueSerializer key, ValueSerializer value, boolean sameKeys) {
        return new MapNodes(mapPages(today), key, value, sameKeys);
    }

    @Override
    public ValueSerializer vector(ContainerNode today, ValueSerializer element) {
        return new VectorNodes(vectorPages(today), element);
    }

    MapPages mapPages(ContainerNode type) {
        return maps.computeIfAbsent(type, each -> new MapPages(this, each));
    }

    VectorPages vectorPages(ContainerNode type) {
        return vectors.computeIfAbsent(type, each -> new VectorPages(this, each));
    }

    Resolver resolver(Schema stored) {
        return new Resolver(stored, this);
    }

    /** Lends a Kryo. */
    public <T> T withKryo(Function<Kryo, T> use) {
        Kryo kryo = kryos.obtain();
        try {
            return use.apply(kryo);
        } finally {
            kryos.free(kryo);
        }
    }

    /**
     * Reads all of a page.
     *
     * @throws CorruptDataException if it is of another kind, or malformed
     */
    <T> T decode(PageSource source, PageContent content, PageKind kind, Function<PageInput, T> reader) {
        if (content.kind() != kind) {
            throw new CorruptDataException(
                    "page " + idOf(content) + ": is a " + content.kind() + " where a " + kind + " was expected");
        }
        if (content.schemas().size() != 1) {
            throw new CorruptDataException(
                    "page " + idOf(content) + ": names " + content.schemas().size() + " schemas, not 1");
        }
        return withKryo(kryo -> {
            try {
                PageInput in = new PageInput(kryo, source, content);
                T read = reader.apply(in);
                in.requireEnd();
                return read;
            } catch (VarveException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new CorruptDataException(
                        "page " + idOf(content) + ": is a malformed " + kind + ": " + e.getMessage(), e);
            }
        });
    }

    private static PageId idOf(PageContent content) {
        List<PageContent> pages = Chunks.split(content);
        return PageFormat.idOf(pages.get(pages.size() - 1));
    }
}
