package io.varve;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Objects;

/**
 * A type with its type arguments, for states whose class alone does not say it all. It is captured by an anonymous
 * subclass:
 *
 * <pre>{@code
 * TypeRef<PersistentMap<String, Integer>> counts = new TypeRef<>() {};
 * }</pre>
 *
 * <p>Immutable and thread-safe. Two references are equal when their types are.
 *
 * @param <S> the type meant
 */
public abstract class TypeRef<S> {

    private final Type type;

    /**
     * Captures the type argument of the subclass.
     *
     * @throws IllegalArgumentException if the subclass does not give one ({@code new TypeRef() {}})
     */
    protected TypeRef() {
        if (getClass().getSuperclass() != TypeRef.class
                || !(getClass().getGenericSuperclass() instanceof ParameterizedType captured)) {
            throw new IllegalArgumentException(
                    "a TypeRef is made as 'new TypeRef<TheType>() {}', directly and with the type given; found "
                            + getClass().getName());
        }
        this.type = captured.getActualTypeArguments()[0];
    }

    private TypeRef(Class<S> type) {
        this.type = Objects.requireNonNull(type, "type");
    }

    /**
     * A reference to a type that has no type arguments.
     *
     * @param type the class
     * @param <S> the type meant
     * @return the reference
     */
    public static <S> TypeRef<S> of(Class<S> type) {
        return new OfClass<>(type);
    }

    /**
     * The type.
     *
     * @return a class or a parameterized type
     */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TypeRef<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    /** The type as Java source would name it. */
    @Override
    public final String toString() {
        return type.getTypeName();
    }

    private static final class OfClass<S> extends TypeRef<S> {
        OfClass(Class<S> type) {
            super(type);
        }
    }
}
