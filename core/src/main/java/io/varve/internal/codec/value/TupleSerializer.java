package io.varve.internal.codec.value;

import io.vavr.Tuple;
import org.jspecify.annotations.Nullable;

/** A tuple as its elements; the one without elements as a 0. */
final class TupleSerializer extends ValueSerializer {

    private final ValueSerializer[] elements;

    TupleSerializer(ValueSerializer[] elements) {
        this.elements = elements;
    }

    @Override
    public void write(PageOutput out, Object value) {
        out.enter();
        int index = 0;
        try {
            for (@Nullable Object each : ((Tuple) value).toSeq()) {
                if (each == null) {
                    throw UnwritableValueException.ofNull("tuples can't hold null, use Option elements");
                }
                elements[index].write(out, each);
                index++;
            }
        } catch (UnwritableValueException e) {
            throw e.at("._" + (index + 1));
        }
        if (elements.length == 0) {
            out.writeByte(0);
        }
        out.exit();
    }

    @Override
    public Object read(PageInput in) {
        in.enter();
        Object[] read = new Object[elements.length];
        for (int i = 0; i < read.length; i++) {
            read[i] = elements[i].read(in);
        }
        if (read.length == 0) {
            RecordSerializer.readEmpty(in);
        }
        in.exit();
        return make(read);
    }

    private static Tuple make(Object[] e) {
        return switch (e.length) {
            case 0 -> Tuple.empty();
            case 1 -> Tuple.of(e[0]);
            case 2 -> Tuple.of(e[0], e[1]);
            case 3 -> Tuple.of(e[0], e[1], e[2]);
            case 4 -> Tuple.of(e[0], e[1], e[2], e[3]);
            case 5 -> Tuple.of(e[0], e[1], e[2], e[3], e[4]);
            case 6 -> Tuple.of(e[0], e[1], e[2], e[3], e[4], e[5]);
            case 7 -> Tuple.of(e[0], e[1], e[2], e[3], e[4], e[5], e[6]);
            default -> Tuple.of(e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7]);
        };
    }
}
