package io.varve.internal.codec.value;

import io.varve.internal.codec.type.TypeNode.ContainerNode;
import java.util.function.Consumer;

/** Where the {@link Resolver} gets the serializers of the collections that are trees of pages. */
public interface PersistentSerializers {

    /**
     * The serializer of a persistent map.
     *
     * @param today its type
     * @param key reads the stored keys, and writes today's if both are the same
     * @param value likewise the values
     * @param passEntry goes past a stored entry of a leaf
     * @param sameKeys whether the keys are stored as today's type has them
     */
    ValueSerializer map(
            ContainerNode today,
            ValueSerializer key,
            ValueSerializer value,
            Consumer<PageInput> passEntry,
            boolean sameKeys);

    /**
     * The serializer of a persistent vector.
     *
     * @param today its type
     * @param element reads the stored elements, and writes today's if both are the same
     */
    ValueSerializer vector(ContainerNode today, ValueSerializer element);
}
