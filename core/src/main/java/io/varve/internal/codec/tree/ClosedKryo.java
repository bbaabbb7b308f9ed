package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import java.util.Collection;

/**
 * A Kryo that knows what was registered and nothing else: no class is named in the bytes, none is found by name, and none
 * gets a serializer by default.
 */
@SuppressWarnings("rawtypes") // Kryo's signatures.
final class ClosedKryo extends Kryo {

    ClosedKryo(Collection<CustomNode> registered) {
        setRegistrationRequired(true);
        setReferences(false);
        registered.forEach(each -> register(each.type(), each.serializer()));
    }

    /** Kryo would find one by the class otherwise. */
    @Override
    public Serializer getDefaultSerializer(Class type) {
        if (type.isPrimitive() || type == String.class) {
            return super.getDefaultSerializer(type);
        }
        throw new KryoException("no serializer is registered for " + type.getName());
    }

    @Override
    public Registration writeClass(Output output, Class type) {
        throw new KryoException("classes are not written; call the serializer of the class that you expect");
    }

    @Override
    public Registration readClass(Input input) {
        throw new KryoException("classes are not read; call the serializer of the class that you expect");
    }
}
