package io.varve.collection;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;

/** What Java serialization writes for a persistent map: its entries, so that nothing of its structure is promised. */
final class SerializedMap implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient PersistentMap<Object, Object> map = PersistentMap.empty();

    SerializedMap(PersistentMap<?, ?> map) {
        this.map = PersistentMap.narrow(map);
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(map.size());
        for (Tuple2<Object, Object> entry : map) {
            out.writeObject(entry._1);
            out.writeObject(entry._2);
        }
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int size = in.readInt();
        ArrayList<Tuple2<Object, Object>> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Object key = in.readObject();
            Object value = in.readObject();
            if (key == null || value == null) {
                throw new InvalidObjectException("a null in a map");
            }
            entries.add(Tuple.of(key, value));
        }
        map = PersistentMap.ofEntries(entries);
    }

    @Serial
    private Object readResolve() {
        return map;
    }
}
