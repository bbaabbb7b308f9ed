package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.value.GenericCollections;
import io.varve.internal.codec.value.GenericValues;
import io.varve.internal.codec.value.PageInput;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.spi.PageId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The pages of states of any type, read by their schemas alone. Thread-safe. */
public final class GenericPages implements GenericCollections {

    private final PageDecoder decoder;
    private final Map<PageId, ValueSerializer> bySchema = new ConcurrentHashMap<>();

    /** Makes a reader. */
    public GenericPages() {
        this.decoder = new PageDecoder(List.of());
    }

    /**
     * Reads a state; its persistent collections read their pages when they are iterated.
     *
     * @throws io.varve.VarveException if the page is missing or damaged
     */
    public Object read(PageLink root, PageSource source) {
        return value(root, PageKind.STATE, source);
    }

    @Override
    public ValueSerializer map(ValueSerializer key, ValueSerializer value) {
        return new GenericNodes(this, key, value);
    }

    @Override
    public ValueSerializer vector(ValueSerializer element) {
        return new GenericNodes(this, null, element);
    }

    /** Reads a page that holds a value. */
    Object value(PageLink link, PageKind kind, PageSource source) {
        return read(link, kind, source, plan -> plan::read);
    }

    /** Reads the node of a page. */
    List<GenericPart> node(PageLink link, PageKind kind, int height, PageSource source) {
        return read(link, kind, source, plan -> in -> {
            if (plan instanceof GenericNodes nodes && nodes.kind() == kind) {
                return nodes.readPage(in, height);
            }
            throw new KryoException("its schema is not that of a " + kind);
        });
    }

    private <T> T read(
            PageLink link, PageKind kind, PageSource source, Function<ValueSerializer, Function<PageInput, T>> reader) {
        PageContent content = source.read(link.id());
        return decoder.decode(
                source, content, kind, in -> reader.apply(plan(content, source)).apply(in));
    }

    private ValueSerializer plan(PageContent content, PageSource source) {
        PageId id = content.schemas().get(0);
        ValueSerializer known = bySchema.get(id);
        if (known != null) {
            return known;
        }
        Schema schema = Schema.parse(id, source.readSchema(id));
        ValueSerializer plan = new GenericValues(schema, this).of(schema.root());
        bySchema.put(id, plan);
        return plan;
    }
}
