package io.varve.internal.codec.value;

/** The serializers that read persistent collections without today's types. */
public interface GenericCollections {

    /**
     * Reads a map as an {@link io.varve.generic.GenericMap}.
     *
     * @param key reads the keys
     * @param value reads the values
     */
    ValueSerializer map(ValueSerializer key, ValueSerializer value);

    /**
     * Reads a vector as an {@link io.varve.generic.GenericVector}.
     *
     * @param element reads the elements
     */
    ValueSerializer vector(ValueSerializer element);
}
