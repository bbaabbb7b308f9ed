package io.varve.internal.codec.weight;

import io.varve.internal.codec.schema.ContainerKind.Layout;
import io.varve.internal.codec.tree.PageTypes;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.Case;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.ScalarNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/** Makes the weights of a type and of all that it leads to. Not thread-safe. */
final class WeightPlan {

    private static final Weight NOTHING = Weight.fixed(0);

    private final PageTypes pageTypes;
    private final IdentityHashMap<TypeNode, Weight> known = new IdentityHashMap<>();

    WeightPlan(PageTypes pageTypes) {
        this.pageTypes = pageTypes;
    }

    Weight of(TypeNode type) {
        Weight before = known.get(type);
        if (before != null) {
            return before;
        }
        if (type instanceof RecordNode node) {
            return record(node);
        }
        if (type instanceof SealedNode node) {
            return sealed(node);
        }
        Weight made;
        if (type instanceof ScalarNode node) {
            made = ScalarWeights.of(node.kind());
        } else if (type instanceof CustomNode node) {
            made = new CustomWeight(pageTypes, node);
        } else if (type instanceof EnumNode) {
            made = NOTHING; // The constants are there anyway.
        } else {
            made = container((ContainerNode) type);
        }
        known.put(type, made);
        return made;
    }

    private Weight record(RecordNode node) {
        RecordWeight weight = new RecordWeight(node);
        known.put(node, weight); // Before its components, which may lead back here.
        for (int i = 0; i < node.components().size(); i++) {
            Component component = node.components().get(i);
            weight.component(i, of(component.type()));
        }
        return weight;
    }

    private Weight sealed(SealedNode node) {
        SealedWeight weight = new SealedWeight();
        known.put(node, weight);
        for (Case each : node.cases()) {
            weight.add(each.raw(), of(each.type()));
        }
        return weight;
    }

    private Weight container(ContainerNode node) {
        if (node.kind().layout() == Layout.TUPLE) {
            return new TupleWeight(node.arguments().stream().map(this::of).toArray(Weight[]::new));
        }
        // No cycle leads through containers alone: between them there is always a record or a sealed type.
        Weight first = of(node.argument(0));
        return switch (node.kind().layout()) {
            case SEQUENCE, SET -> new CollectionWeight(node.kind(), first, isPaged(node.argument(0)));
            case MAP -> {
                Weight values = of(node.argument(1));
                yield new MapWeight(node.kind(), first, values, isPaged(node.argument(1)));
            }
            case OPTIONAL -> new OptionalWeight(first);
            case EITHER -> new EitherWeight(first, of(node.argument(1)));
            case PERSISTENT_MAP -> new PersistentMapWeight(first, of(node.argument(1)));
            case PERSISTENT_VECTOR -> new PersistentVectorWeight(first);
            case TUPLE -> throw new AssertionError("tuples were made above");
        };
    }

    /** Whether values of a type may hold persistent collections, which must not be weighed for nothing. */
    private static boolean isPaged(TypeNode type) {
        return isPaged(type, new HashSet<>());
    }

    private static boolean isPaged(TypeNode type, Set<TypeNode> seen) {
        if (!seen.add(type)) {
            return false;
        }
        if (type instanceof ContainerNode node) {
            return node.kind().layout() == Layout.PERSISTENT_MAP
                    || node.kind().layout() == Layout.PERSISTENT_VECTOR
                    || node.arguments().stream().anyMatch(each -> isPaged(each, seen));
        }
        if (type instanceof RecordNode node) {
            return node.components().stream().anyMatch(each -> isPaged(each.type(), seen));
        }
        return type instanceof SealedNode node && node.cases().stream().anyMatch(each -> isPaged(each.type(), seen));
    }
}
