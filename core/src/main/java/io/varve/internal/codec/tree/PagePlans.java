package io.varve.internal.codec.tree;

import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeSchemas;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageSource;
import io.varve.spi.PageId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The serializers of one type, by the schema with which a page was written. */
public final class PagePlans {

    private final PageTypes pageTypes;
    private final TypeNode type;
    private final String path;
    private final Schema schema;
    private final Map<PageId, ValueSerializer> bySchema = new ConcurrentHashMap<>();

    PagePlans(PageTypes pageTypes, TypeNode type, String path) {
        this.pageTypes = pageTypes;
        this.type = type;
        this.path = path;
        this.schema = TypeSchemas.describe(type);
    }

    /** The schema of the type as it is today, with which pages are written. */
    public Schema schema() {
        return schema;
    }

    /** Writes the type as it is today. */
    public ValueSerializer today() {
        ValueSerializer known = bySchema.get(schema.id());
        return known != null ? known : resolve(schema);
    }

    /**
     * Reads what a page was written with.
     *
     * @throws io.varve.UnreadableSchemaException if it can't be read as today's type
     */
    ValueSerializer of(PageContent content, PageSource source) {
        PageId id = content.schemas().get(0);
        ValueSerializer known = bySchema.get(id);
        if (known != null) {
            return known;
        }
        return id.equals(schema.id()) ? today() : resolve(Schema.parse(id, source.readSchema(id)));
    }

    /**
     * Fails if what was written with a schema can't be read as today's type.
     *
     * @throws io.varve.UnreadableSchemaException if so, or if it is no schema
     */
    void requireReadable(PageId id, byte[] stored) {
        if (!bySchema.containsKey(id)) {
            resolve(Schema.parse(id, stored));
        }
    }

    private ValueSerializer resolve(Schema stored) {
        ValueSerializer resolved = pageTypes.resolver(stored).resolve(stored.root(), type, path);
        bySchema.put(stored.id(), resolved);
        return resolved;
    }
}
