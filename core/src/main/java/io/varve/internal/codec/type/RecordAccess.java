package io.varve.internal.codec.type;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reaches the canonical constructor and the accessors of records. */
public final class RecordAccess {

    private final MethodHandles.@Nullable Lookup lookup;

    /**
     * Makes the access.
     *
     * @param lookup reaches what is not public; null if all is
     */
    public RecordAccess(MethodHandles.@Nullable Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * The canonical constructor as {@code (Object[])Object}.
     *
     * @throws IllegalAccessException if the record can't be reached
     */
    public MethodHandle constructor(Class<?> type) throws IllegalAccessException {
        RecordComponent[] components = type.getRecordComponents();
        MethodType signature = MethodType.methodType(
                void.class,
                Arrays.stream(components).map(RecordComponent::getType).toList());
        try {
            return reach(type)
                    .findConstructor(type, signature)
                    .asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has its canonical constructor: " + type, e);
        }
    }

    /**
     * An accessor as {@code (Object)Object}.
     *
     * @throws IllegalAccessException if the record can't be reached
     */
    public MethodHandle accessor(Class<?> type, RecordComponent component) throws IllegalAccessException {
        try {
            return reach(type)
                    .findVirtual(type, component.getName(), MethodType.methodType(component.getType()))
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has its accessors: " + type, e);
        }
    }

    /** What to say of a class that can't be reached. */
    String explain(Class<?> type) {
        String what = "record " + type.getTypeName() + " is not accessible to Varve";
        if (lookup == null) {
            return what
                    + "; make it public in an exported package, or give the builder MethodHandles.lookup() of a class in"
                    + " package " + type.getPackageName() + ", or open that package to io.varve.core";
        }
        return what + ", not even through the given lookup of "
                + lookup.lookupClass().getName()
                + "; give MethodHandles.lookup() of a class in package " + type.getPackageName()
                + ", or open that package to the module of the lookup";
    }

    /** Whether any annotation named {@code Nullable}, of whatever package, marks the component or its type. */
    static boolean isNullable(RecordComponent component) {
        return Stream.of(
                        component.getAnnotations(),
                        component.getAnnotatedType().getAnnotations(),
                        component.getAccessor().getAnnotations())
                .flatMap(Arrays::stream)
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    private MethodHandles.Lookup reach(Class<?> type) throws IllegalAccessException {
        if (isOpened(type)) {
            RecordAccess.class.getModule().addReads(type.getModule());
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        }
        if (lookup == null) {
            return MethodHandles.publicLookup();
        }
        try {
            return MethodHandles.privateLookupIn(type, lookup);
        } catch (IllegalAccessException e) {
            // A module that does not open the package; what is exported can be reached all the same.
            return lookup;
        }
    }

    /** A module says itself that core may see into a package. The class path has no way to, so nothing there counts as open. */
    private static boolean isOpened(Class<?> type) {
        Module module = type.getModule();
        return module.isNamed() && module.isOpen(type.getPackageName(), RecordAccess.class.getModule());
    }
}
