package io.varve.internal.codec.type;

import io.varve.UnsupportedTypeException;
import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.schema.ContainerKind.Layout;
import io.varve.internal.codec.schema.ScalarKind;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.type.TypeNode.Case;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.ScalarNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import io.varve.internal.trie.KeyHasher;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks a type once, through all that its values can hold. What can't be kept is an {@link UnsupportedTypeException} with
 * the path to it, such as {@code Shop.sessions[value].tags}.
 */
public final class TypeGraph {

    private static final int MAX_NESTING = 64;

    private final Map<Class<?>, CustomNode> custom = new LinkedHashMap<>();
    private final Map<ScalarKind, ScalarNode> scalars = new EnumMap<>(ScalarKind.class);
    private final Map<JavaType, TypeNode> known = new LinkedHashMap<>();
    private final IdentityHashMap<TypeNode, String> paths = new IdentityHashMap<>();
    private final RecordAccess access;
    private final String rootName;
    private final TypeNode root;
    private final List<TypeNode> stateTypes;
    private int defined;

    private TypeGraph(Type root, MethodHandles.@Nullable Lookup lookup, List<CustomNode> registered) {
        this.access = new RecordAccess(lookup);
        Map<String, Class<?>> names = new HashMap<>();
        for (CustomNode each : registered) {
            Class<?> other = names.putIfAbsent(each.name(), each.type());
            if (other != null || custom.put(each.type(), each) != null) {
                throw new IllegalArgumentException("a serializer is registered twice: '" + each.name() + "' for "
                        + each.type().getName() + (other == null ? "" : " and " + other.getName()));
            }
        }
        JavaType type = new TypeVariables(Map.of()).resolve(root, root.getTypeName());
        this.rootName = type.raw().getSimpleName();
        this.root = node(type, new Path(rootName, 0));
        this.stateTypes = List.copyOf(known.values());
    }

    /**
     * Walks a type.
     *
     * @param root the type
     * @param lookup reaches what is not public; null if all is
     * @param registered what the application writes itself
     * @throws UnsupportedTypeException if something in it can't be kept
     */
    public static TypeGraph of(Type root, MethodHandles.@Nullable Lookup lookup, List<CustomNode> registered) {
        return new TypeGraph(root, lookup, registered);
    }

    /** The type that the walk began at. */
    public TypeNode root() {
        return root;
    }

    /** The simple name of that type, with which paths begin. */
    public String rootName() {
        return rootName;
    }

    /** What the application writes itself. */
    public Collection<CustomNode> registered() {
        return Collections.unmodifiableCollection(custom.values());
    }

    /** Where a type was met first, for messages. */
    public String pathOf(TypeNode type) {
        return paths.getOrDefault(type, rootName);
    }

    /** All types that the root leads to. */
    public Collection<TypeNode> types() {
        return stateTypes;
    }

    /**
     * Walks a further type, that values of older versions are read as before they are converted.
     *
     * @param path how messages call it
     * @throws UnsupportedTypeException if something in it can't be kept
     */
    TypeNode include(Type type, String path) {
        return node(new TypeVariables(Map.of()).resolve(type, path), new Path(path, 0));
    }

    /** All types that were met, those included. */
    Collection<TypeNode> allTypes() {
        return Collections.unmodifiableCollection(known.values());
    }

    /** Where the walk is. */
    private record Path(String text, int nesting) {
        Path at(String step) {
            return new Path(text + step, nesting + 1);
        }

        UnsupportedTypeException refuse(String reason) {
            return new UnsupportedTypeException(text + ": " + reason);
        }
    }

    private TypeNode node(JavaType type, Path path) {
        TypeNode before = known.get(type);
        if (before != null) {
            return before;
        }
        if (path.nesting() > MAX_NESTING && type.toString().length() > 4_000) {
            throw path.refuse("the type graph has no end: it leads to ever larger types, here "
                    + type.raw().getTypeName());
        }
        TypeNode node = newNode(type, path);
        known.put(type, node);
        paths.putIfAbsent(node, path.text());
        return node;
    }

    private TypeNode newNode(JavaType type, Path path) {
        Class<?> raw = type.raw();
        CustomNode registered = custom.get(raw);
        if (registered != null) {
            return registered;
        }
        ScalarKind scalar = KnownTypes.SCALARS.get(raw);
        if (scalar != null) {
            return scalars.computeIfAbsent(scalar, ScalarNode::new);
        }
        ContainerKind container = KnownTypes.CONTAINERS.get(raw);
        if (container != null) {
            return container(container, type, path);
        }
        if (raw.isRecord()) {
            return recordNode(type, path);
        }
        if (raw.isEnum()) {
            return enumNode(raw, path);
        }
        if (raw.isSealed()) {
            return sealedNode(type, path);
        }
        throw path.refuse(Refusal.reason(raw));
    }

    private ContainerNode container(ContainerKind kind, JavaType type, Path path) {
        List<TypeNode> arguments = new ArrayList<>();
        for (int i = 0; i < kind.arity(); i++) {
            arguments.add(node(type.arguments().get(i), path.at(step(kind, i))));
        }
        if (kind == ContainerKind.VAVR_TREE_SET || kind == ContainerKind.VAVR_TREE_MAP) {
            Class<?> sorted = type.arguments().get(0).raw();
            if (!sorted.isPrimitive() && !Comparable.class.isAssignableFrom(sorted)) {
                throw path.at(step(kind, 0))
                        .refuse(sorted.getTypeName() + " is not Comparable, and only the natural order of a sorted"
                                + " collection can be kept; use a hash or linked one");
            }
        }
        if (kind == ContainerKind.PERSISTENT_MAP) {
            requireHashable(type.arguments().get(0).raw(), path.at(step(kind, 0)));
        }
        return new ContainerNode(kind, arguments);
    }

    private static void requireHashable(Class<?> key, Path path) {
        try {
            KeyHasher.requireHashable(key);
        } catch (UnsupportedTypeException e) {
            throw path.refuse(String.valueOf(e.getMessage()));
        }
    }

    private static String step(ContainerKind kind, int argument) {
        if (kind.layout() == Layout.TUPLE) {
            return "._" + (argument + 1);
        }
        return switch (kind.layout()) {
            case MAP, PERSISTENT_MAP -> argument == 0 ? "[key]" : "[value]";
            case EITHER -> argument == 0 ? "[left]" : "[right]";
            case OPTIONAL -> "[value]";
            default -> "[element]";
        };
    }

    private RecordNode recordNode(JavaType type, Path path) {
        Class<?> raw = type.raw();
        count(path);
        try {
            RecordNode node = new RecordNode(raw, access.constructor(raw));
            known.put(type, node); // Before its components, which may lead back here.
            TypeVariables variables = TypeVariables.of(type);
            List<Component> components = new ArrayList<>();
            for (RecordComponent component : raw.getRecordComponents()) {
                Path at = path.at("." + component.getName());
                MethodHandle accessor = access.accessor(raw, component);
                JavaType componentType = variables.resolve(component.getGenericType(), at.text());
                components.add(new Component(
                        component.getName(), node(componentType, at), RecordAccess.isNullable(component), accessor));
            }
            node.components(components);
            return node;
        } catch (IllegalAccessException e) {
            throw path.refuse(access.explain(raw));
        }
    }

    private EnumNode enumNode(Class<?> type, Path path) {
        count(path);
        Map<String, Enum<?>> constants = new TreeMap<>();
        for (Object constant : type.getEnumConstants()) {
            Enum<?> each = (Enum<?>) constant;
            constants.put(each.name(), each);
        }
        return new EnumNode(type, constants);
    }

    private SealedNode sealedNode(JavaType type, Path path) {
        count(path);
        SealedNode node = new SealedNode(type.raw());
        known.put(type, node);
        Map<Class<?>, Case> cases = new LinkedHashMap<>();
        addCases(type, path, cases);
        node.cases(
                cases.values().stream().sorted(Comparator.comparing(Case::name)).toList());
        return node;
    }

    private void addCases(JavaType type, Path path, Map<Class<?>, Case> cases) {
        for (Class<?> permitted : type.raw().getPermittedSubclasses()) {
            Path at = new Path(path.text() + "(" + permitted.getSimpleName() + ")", path.nesting());
            JavaType subtype = TypeVariables.subtype(type, permitted, at.text());
            if (permitted.isSealed() && !permitted.isEnum() && !custom.containsKey(permitted)) {
                addCases(subtype, path, cases);
            } else if (!cases.containsKey(permitted)) {
                TypeNode node = node(subtype, at);
                String name = node instanceof CustomNode registered ? registered.name() : permitted.getName();
                cases.put(permitted, new Case(name, permitted, node));
            }
        }
    }

    private void count(Path path) {
        if (++defined > Schema.MAX_DEFINITIONS) {
            throw path.refuse("the state leads to more than " + Schema.MAX_DEFINITIONS
                    + " types; does a generic record contain itself with ever larger type arguments?");
        }
    }
}
