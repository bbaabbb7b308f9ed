package io.varve.internal.vector;

import io.varve.collection.PersistentVector;
import java.io.Serial;
import java.io.Serializable;

/** What Java serialization writes of a vector, since Vavr's sequences are serializable: its elements. */
record SerialForm(Object[] elements) implements Serializable {

    @Serial
    private Object readResolve() {
        return PersistentVector.of(elements);
    }
}
