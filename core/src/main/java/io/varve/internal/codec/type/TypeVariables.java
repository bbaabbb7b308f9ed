package io.varve.internal.codec.type;

import io.varve.UnsupportedTypeException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the type variables of a declaration stand for in one use of it. */
final class TypeVariables {

    private final Map<TypeVariable<?>, JavaType> meanings;

    TypeVariables(Map<TypeVariable<?>, JavaType> meanings) {
        this.meanings = meanings;
    }

    /** The variables of the class of a type. */
    static TypeVariables of(JavaType type) {
        TypeVariable<?>[] parameters = type.raw().getTypeParameters();
        Map<TypeVariable<?>, JavaType> meanings = new HashMap<>();
        for (int i = 0; i < parameters.length; i++) {
            meanings.put(parameters[i], type.arguments().get(i));
        }
        return new TypeVariables(meanings);
    }

    /** Replaces the variables in a type. */
    JavaType resolve(Type type, String path) {
        if (type instanceof Class<?> raw) {
            if (raw.getTypeParameters().length > 0) {
                throw new UnsupportedTypeException(path + ": " + raw.getTypeName()
                        + " is used without its type arguments, so what it holds is not known; give them (for the state"
                        + " itself through a TypeRef)");
            }
            return new JavaType(raw, List.of());
        }
        if (type instanceof ParameterizedType generic) {
            List<JavaType> arguments = new ArrayList<>();
            for (Type argument : generic.getActualTypeArguments()) {
                arguments.add(resolve(argument, path));
            }
            return new JavaType((Class<?>) generic.getRawType(), arguments);
        }
        if (type instanceof WildcardType wildcard) {
            return resolve(wildcard.getUpperBounds()[0], path);
        }
        if (type instanceof TypeVariable<?> variable) {
            JavaType meaning = meanings.get(variable);
            if (meaning != null) {
                return meaning;
            }
            throw new UnsupportedTypeException(path + ": the type variable " + variable
                    + " is not known here; give the state's type through a TypeRef with its type arguments");
        }
        if (type instanceof GenericArrayType) {
            throw new UnsupportedTypeException(path + ": " + type.getTypeName()
                    + " is an array, and arrays are mutable; use io.vavr.collection.Array or java.util.List");
        }
        throw new UnsupportedTypeException(path + ": " + type + " is a kind of type that is not known");
    }

    /** A permitted subclass of a sealed type, with the type arguments that it has as that type. */
    static JavaType subtype(JavaType parent, Class<?> permitted, String path) {
        TypeVariable<?>[] parameters = permitted.getTypeParameters();
        if (parameters.length == 0) {
            return new JavaType(permitted, List.of());
        }
        Map<TypeVariable<?>, JavaType> meanings = new HashMap<>();
        for (Type declared : parentsOf(permitted)) {
            if (declared instanceof ParameterizedType generic && generic.getRawType() == parent.raw()) {
                Type[] given = generic.getActualTypeArguments();
                for (int i = 0; i < given.length; i++) {
                    if (given[i] instanceof TypeVariable<?> variable) {
                        meanings.put(variable, parent.arguments().get(i));
                    }
                }
            }
        }
        List<JavaType> arguments = new ArrayList<>();
        TypeVariables variables = new TypeVariables(meanings);
        for (TypeVariable<?> parameter : parameters) {
            arguments.add(variables.resolve(parameter, path));
        }
        return new JavaType(permitted, arguments);
    }

    private static List<Type> parentsOf(Class<?> type) {
        List<Type> parents = new ArrayList<>(List.of(type.getGenericInterfaces()));
        Type superclass = type.getGenericSuperclass();
        if (superclass != null) {
            parents.add(superclass);
        }
        return parents;
    }
}
