package io.varve.internal.codec;

import io.varve.internal.codec.tree.StatePages;
import io.varve.internal.codec.tree.VerifiedPages;
import io.varve.internal.codec.type.Evolutions;
import io.varve.internal.codec.type.TypeGraph;
import io.varve.internal.codec.weight.StateWeigher;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.PageTarget;
import io.varve.spi.PageId;
import java.util.Map;
import java.util.Objects;

/**
 * Writes states of one type as trees of pages, and reads them lazily. Made once per type; thread-safe.
 *
 * @param <S> the type of the states
 */
public final class StateCodec<S> {

    private final TypeGraph types;
    private final StatePages pages;

    private StateCodec(TypeGraph types, StatePages pages) {
        this.types = types;
        this.pages = pages;
    }

    /**
     * Walks the type once.
     *
     * @throws io.varve.UnsupportedTypeException if something in it can't be kept, with the path to it
     * @throws IllegalArgumentException if an evolution does not fit it
     */
    public static <S> StateCodec<S> of(CodecSettings settings) {
        TypeGraph graph = settings.typeGraph();
        return new StateCodec<>(graph, new StatePages(graph, Evolutions.of(graph, settings.evolutions())));
    }

    /**
     * The schemas that pages written by this codec mention, by their content ids. To be stored before the first page.
     */
    public Map<PageId, byte[]> schemas() {
        return pages.schemas();
    }

    /** Makes what tells the weight of a state. Cost: a walk of the types. */
    public StateWeigher<S> weigher() {
        return new StateWeigher<>(types, pages.pageTypes());
    }

    /**
     * Writes what of a state is not stored in the target's source yet, children before parents.
     *
     * @return the page of the state
     * @throws NullPointerException if something in the state is null that may not be, with the path to it
     * @throws IllegalArgumentException if something else in it can't be kept, with the path to it
     */
    public PageLink write(S state, PageTarget target) {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(target, "target");
        return pages.write(state, target);
    }

    /**
     * Opens a state: decodes one page, and leaves the rest to be loaded when it is touched.
     *
     * @throws io.varve.VarveException if the page is missing, damaged or not of this type
     */
    @SuppressWarnings("unchecked") // What is read is what the type graph of S says.
    public S read(PageId root, PageSource source) {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(source, "source");
        return (S) pages.read(root, source);
    }

    /** The content id of the schema that states are written with. */
    public PageId stateSchema() {
        return pages.schema();
    }

    /**
     * Fails if states that were written with a schema can't be read as states of this type.
     *
     * @param schema the schema's content id
     * @param bytes the schema
     * @throws io.varve.UnreadableSchemaException if so, with the path to what is in the way
     */
    public void requireReadable(PageId schema, byte[] bytes) {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(bytes, "bytes");
        pages.requireReadable(schema, bytes);
    }

    /**
     * Reads all of a state: every page and every value. Keeps none of them.
     *
     * @param verified what need not be read again; what was read is added to it
     * @throws io.varve.VarveException if something can't be read
     */
    public void verify(PageId root, PageSource source, VerifiedPages verified) {
        pages.verify(root, source, verified);
    }
}
