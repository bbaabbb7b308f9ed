package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import org.jspecify.annotations.Nullable;

/**
 * A value that the application writes itself, as the number of its bytes and the bytes. The number keeps the serializer
 * within its value, and lets readers without it pass.
 */
final class CustomSerializer extends ValueSerializer {

    private final CustomNode type;

    CustomSerializer(CustomNode type) {
        this.type = type;
    }

    @Override
    public void write(PageOutput out, Object value) {
        int mark = out.position();
        try {
            type.serializer().write(out.kryo(), out, value);
        } catch (RuntimeException e) {
            throw UnwritableValueException.of(
                    "was refused by the serializer registered as '" + type.name() + "': " + e);
        }
        byte[] bytes = out.bytesSince(mark);
        out.setPosition(mark);
        out.writeCount(bytes.length + 1);
        out.writeBytes(bytes);
    }

    @Override
    public Object read(PageInput in) {
        int end = readEnd(in);
        int limit = in.limit();
        in.setLimit(end);
        Object value = readWithin(in);
        if (in.position() != end) {
            throw new KryoException("the serializer registered as '" + type.name() + "' left " + (end - in.position())
                    + " bytes of its value unread");
        }
        in.setLimit(limit);
        return value;
    }

    /** Passes a value without its serializer. */
    static void skip(PageInput in) {
        in.setPosition(readEnd(in));
    }

    /** Reads the bytes of a value without its serializer. */
    static byte[] readBytes(PageInput in) {
        return in.readBytes(readEnd(in) - in.position());
    }

    private Object readWithin(PageInput in) {
        @Nullable Object value;
        try {
            value = type.serializer().read(in.kryo(), in, objectClass(type.type()));
        } catch (RuntimeException e) {
            throw new KryoException("the serializer registered as '" + type.name() + "' can't read: " + e, e);
        }
        if (!type.type().isInstance(value)) {
            throw new KryoException("the serializer registered as '" + type.name() + "' read a "
                    + (value == null ? "null" : value.getClass().getName()));
        }
        return value;
    }

    /** One more than the number of bytes is written, as 0 bytes would be a value without bytes. */
    private static int readEnd(PageInput in) {
        int length = in.readVarInt(true) - 1;
        if (length < 0 || length > in.remaining()) {
            throw new KryoException("a registered type's value of " + length + " bytes in " + in.remaining());
        }
        return in.position() + length;
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> objectClass(Class<?> type) {
        return (Class<Object>) type;
    }
}
