package io.varve.internal.codec;

import io.varve.Evolution;
import io.varve.internal.codec.type.TypeGraph;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import io.varve.internal.page.PageFormat;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StateCodec} is made from.
 *
 * @param root the type of the states, with its type arguments
 * @param lookup reaches what is not public; null if all is
 * @param customTypes what the application writes and reads itself
 * @param evolutions what became of the types
 * @param compressionLevel the level of zstd, for whoever calls {@link PageFormat#encode}
 */
public record CodecSettings(
        Type root,
        MethodHandles.@Nullable Lookup lookup,
        List<CustomType<?>> customTypes,
        List<Evolution> evolutions,
        int compressionLevel) {

    public CodecSettings {
        Objects.requireNonNull(root, "root");
        customTypes = List.copyOf(customTypes);
        evolutions = List.copyOf(evolutions);
    }

    /** Walks the type of the states. */
    TypeGraph typeGraph() {
        List<CustomNode> registered = customTypes.stream()
                .map(each -> new CustomNode(each.name(), each.version(), each.type(), each.serializer()))
                .toList();
        return TypeGraph.of(root, lookup, registered);
    }

    /** Settings for a type that is public throughout and needs no serializers. */
    public static CodecSettings of(Type root) {
        return new CodecSettings(root, null, List.of(), List.of(), PageFormat.DEFAULT_LEVEL);
    }

    /** These settings with a lookup. */
    public CodecSettings withLookup(MethodHandles.Lookup reach) {
        return new CodecSettings(root, reach, customTypes, evolutions, compressionLevel);
    }

    /** These settings with what became of the types. */
    public CodecSettings withEvolutions(List<Evolution> changed) {
        return new CodecSettings(root, lookup, customTypes, changed, compressionLevel);
    }
}
