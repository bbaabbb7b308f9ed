package io.varve.internal.codec.weight;

import io.varve.internal.codec.tree.PageTypes;
import io.varve.internal.codec.type.TypeGraph;
import io.varve.internal.codec.type.TypeSchemas;
import io.varve.spi.PageId;
import java.util.Objects;

/**
 * Weighs states: about how many bytes of heap a state would take if all of it were loaded and nothing of it were shared
 * with anything. Equal states weigh the same, whatever way they came about. Thread-safe.
 *
 * @param <S> the type of the states
 */
public final class StateWeigher<S> {

    /** To be raised whenever any weight changes, so that weights that were stored count as unknown. */
    private static final int VERSION = 1;

    private final Weight weight;
    private final int rule;

    /**
     * Makes a weigher.
     *
     * @param graph the type of the states
     * @param pageTypes lends what registered serializers need
     */
    public StateWeigher(TypeGraph graph, PageTypes pageTypes) {
        this.weight = new WeightPlan(pageTypes).of(graph.root());
        PageId schema = TypeSchemas.describe(graph.root()).id();
        this.rule = Objects.hash(schema.high(), schema.low(), VERSION);
    }

    /** Tells weights apart that were found by other rules: of another version, or of another type of state. */
    public int rule() {
        return rule;
    }

    /**
     * Weighs a state. Cost: O(n), and all of it is read.
     *
     * @throws IllegalArgumentException if it is nested too deeply, or if an accessor or serializer of it throws
     * @throws io.varve.VarveException if a part of it can't be read
     */
    public long weigh(S state) {
        return weight.of(state, 0);
    }

    /**
     * The weight of a state less that of another. Cost: what differs in persistent collections, and the whole of the
     * ordinary collections that are not the very same; parts that were removed or replaced are read.
     *
     * @throws IllegalArgumentException as {@link #weigh}
     * @throws io.varve.VarveException as {@link #weigh}
     */
    public long change(S before, S after) {
        return weight.change(before, after, 0);
    }
}
