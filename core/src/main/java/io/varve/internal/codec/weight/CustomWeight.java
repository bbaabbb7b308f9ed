package io.varve.internal.codec.weight;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.internal.codec.tree.PageTypes;
import io.varve.internal.codec.type.TypeNode.CustomNode;

/** A value that the application writes itself: an object around twice the bytes that its serializer writes. */
final class CustomWeight extends Weight {

    private static final int OBJECT = 16;

    private final PageTypes pageTypes;
    private final CustomNode type;

    CustomWeight(PageTypes pageTypes, CustomNode type) {
        this.pageTypes = pageTypes;
        this.type = type;
    }

    @Override
    long weigh(Object value, int depth) {
        return pageTypes.withKryo(kryo -> {
            Output out = new Output(256, -1);
            try {
                type.serializer().write(kryo, out, value);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "the serializer registered as '" + type.name() + "' refused a value: " + e, e);
            }
            return OBJECT + aligned(2 * out.total());
        });
    }
}
