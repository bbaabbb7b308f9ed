package io.varve.internal.codec.type;

import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Says why a class can't be kept, and what to use instead. */
final class Refusal {

    private Refusal() {}

    static String reason(Class<?> type) {
        String name = type.getTypeName();
        if (type.isArray()) {
            return name + " is an array, and arrays are mutable; use io.vavr.collection.Array or java.util.List";
        }
        if (type == Object.class) {
            return name + " says nothing about what is kept; use a sealed interface of records";
        }
        if (Map.class.isAssignableFrom(type)) {
            return name + (type.isInterface() ? " is an interface that promises more than Varve keeps" : " is mutable")
                    + "; use java.util.Map, or a Vavr or Varve map";
        }
        if (Set.class.isAssignableFrom(type)) {
            return name + (type.isInterface() ? " is an interface that promises more than Varve keeps" : " is mutable")
                    + "; use java.util.Set, or a Vavr set";
        }
        if (List.class.isAssignableFrom(type)) {
            return name + " is mutable; use java.util.List, or a Vavr or Varve collection";
        }
        if (Collection.class.isAssignableFrom(type) || type == Iterable.class) {
            return name + (type.isInterface() ? " does not say what equality means" : " is mutable")
                    + "; use java.util.List or Set, or a Vavr or Varve collection";
        }
        if (Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type)) {
            return name + " is mutable; use java.time";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return name + (type.isInterface() ? " may be mutable" : " is not kept") + "; use String";
        }
        if (name.startsWith("java.util.concurrent.atomic.") || name.startsWith("java.util.concurrent.locks.")) {
            return name + " is mutable; keep the plain value";
        }
        if (Future.class.isAssignableFrom(type) || Supplier.class.isAssignableFrom(type)) {
            return name + " is a computation, not a value; keep its result";
        }
        if (name.startsWith("io.vavr.")) {
            return name
                    + " is not among Vavr's types that Varve keeps (List, Vector, Array, Queue, the hash, linked and"
                    + " tree sets and maps, Option, Either, tuples)";
        }
        if (type.isInterface() || isAbstract(type)) {
            return name + " is not sealed, so its cases are not known; seal it, or register a serializer for it";
        }
        return name
                + " is not a record, an enum, a sealed type, or one that Varve knows; make it a record, or register a"
                + " serializer for it";
    }

    private static boolean isAbstract(Class<?> type) {
        return java.lang.reflect.Modifier.isAbstract(type.getModifiers());
    }
}
