package io.varve.generic;

import java.util.Objects;

/**
 * A constant of an enum as it was stored.
 *
 * @param typeName the binary name of the class
 * @param constant the name of the constant
 */
public record GenericEnum(String typeName, String constant) {

    /** Checks that nothing is null. */
    public GenericEnum {
        Objects.requireNonNull(typeName, "typeName");
        Objects.requireNonNull(constant, "constant");
    }

    /** The name of the constant. */
    @Override
    public String toString() {
        return constant;
    }
}
