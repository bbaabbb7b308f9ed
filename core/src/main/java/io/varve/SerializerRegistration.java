package io.varve;

import com.esotericsoftware.kryo.kryo5.Serializer;
import java.util.Objects;

/**
 * A class that the state may contain although it is not a record or an enum, with what writes and reads it.
 *
 * @param name the name under which values are stored
 * @param type the class
 * @param serializer writes and reads it
 * @param <T> the class
 */
public record SerializerRegistration<T>(String name, Class<T> type, Serializer<T> serializer) {

    /** Checks that nothing is null and the name is not blank. */
    public SerializerRegistration {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(serializer, "serializer");
        if (name.isBlank()) {
            throw new IllegalArgumentException("the stored name of " + type.getName() + " must not be blank");
        }
    }
}
