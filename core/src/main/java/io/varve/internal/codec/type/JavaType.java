package io.varve.internal.codec.type;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A type whose arguments are all known.
 *
 * @param raw the class
 * @param arguments the type arguments, as many as the class has parameters
 */
public record JavaType(Class<?> raw, List<JavaType> arguments) {

    public JavaType {
        arguments = List.copyOf(arguments);
    }

    /** The type as Java source would name it. */
    @Override
    public String toString() {
        return arguments.isEmpty()
                ? raw.getTypeName()
                : arguments.stream()
                        .map(JavaType::toString)
                        .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
    }
}
