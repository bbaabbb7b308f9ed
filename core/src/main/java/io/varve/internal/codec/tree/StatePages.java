package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.type.Evolutions;
import io.varve.internal.codec.type.TypeGraph;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.value.PageOutput;
import io.varve.internal.codec.value.UnwritableValueException;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.PageTarget;
import io.varve.spi.PageId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pages of whole states. */
public final class StatePages {

    private final PageTypes pageTypes;
    private final String rootName;
    private final TypeNode root;
    private final PagePlans plans;
    private final Map<PageId, byte[]> schemas = new LinkedHashMap<>();

    /**
     * Makes the pages of a type of states.
     *
     * @param graph the type
     * @param evolutions what became of its parts
     */
    public StatePages(TypeGraph graph, Evolutions evolutions) {
        this.rootName = graph.rootName();
        this.root = graph.root();
        this.pageTypes = new PageTypes(graph, evolutions);
        this.plans = pageTypes.plans(graph.root());
        plans.today();
        describe(plans);
        for (TypeNode type : graph.types()) {
            if (type instanceof ContainerNode container && container.kind() == ContainerKind.PERSISTENT_MAP) {
                describe(pageTypes.mapPages(container).plans());
                describe(pageTypes.mapPages(container).values().plans());
            } else if (type instanceof ContainerNode container && container.kind() == ContainerKind.PERSISTENT_VECTOR) {
                describe(pageTypes.vectorPages(container).plans());
                describe(pageTypes.vectorPages(container).elements().plans());
            }
        }
    }

    /** The pages of the types that make up the state. */
    public PageTypes pageTypes() {
        return pageTypes;
    }

    /** The schemas that written pages mention. */
    public Map<PageId, byte[]> schemas() {
        Map<PageId, byte[]> copy = new LinkedHashMap<>();
        schemas.forEach((id, bytes) -> copy.put(id, bytes.clone()));
        return copy;
    }

    /** Writes a state and what of it is not stored yet. */
    public PageLink write(Object state, PageTarget target) {
        return pageTypes.withKryo(kryo -> {
            PageOutput out = new PageOutput(kryo, target);
            ValueSerializer serializer = plans.today();
            try {
                kryo.writeObject(out, state, serializer);
            } catch (UnwritableValueException e) {
                throw e.from(rootName);
            } catch (KryoBufferOverflowException e) {
                throw new IllegalArgumentException(
                        rootName + " has a value that takes more than 2 GB; keep what is large in PersistentMap and"
                                + " PersistentVector",
                        e);
            }
            PageContent content = out.cut(PageKind.STATE, plans.schema().id(), 0, 0);
            return WhenStored.put(target, content, (link, form) -> {});
        });
    }

    /** Opens a state. */
    public Object read(PageId root, PageSource source) {
        PageContent content = source.read(root);
        return pageTypes.decode(
                source, content, PageKind.STATE, in -> plans.of(content, source).read(in));
    }

    /** The schema that states are written with. */
    public PageId schema() {
        return plans.schema().id();
    }

    /** Fails if states that were written with a schema can't be read. */
    public void requireReadable(PageId schema, byte[] bytes) {
        plans.requireReadable(schema, bytes);
    }

    /** Reads all of a state, and keeps nothing of it but which pages are fine. */
    public void verify(PageId stored, PageSource source, VerifiedPages verified) {
        new StateVerifier(pageTypes, source, verified).verify(stored, root, plans);
    }

    private void describe(PagePlans described) {
        schemas.put(described.schema().id(), described.schema().bytes());
    }
}
