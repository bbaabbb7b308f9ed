package io.varve.internal.codec;

import com.esotericsoftware.kryo.kryo5.Serializer;
import java.util.Objects;

/**
 * A type that the application writes and reads itself.
 *
 * @param name what stands for the type in stored schemas; never to be changed
 * @param version of what the serializer writes; data of another version is refused
 * @param type the static type that is written by the serializer wherever it occurs
 * @param serializer writes and reads it; used by many threads at once. It must write equal bytes for equal values, and
 *     may not write classes ({@code writeClassAndObject})
 * @param <T> the type
 */
public record CustomType<T>(String name, int version, Class<T> type, Serializer<T> serializer) {

    public CustomType {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("a registered type's name has 1 to 200 characters, not '" + name + "'");
        }
        if (version < 0) {
            throw new IllegalArgumentException("a registered type's version is not negative, as " + version + " is");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(serializer, "serializer");
    }
}
