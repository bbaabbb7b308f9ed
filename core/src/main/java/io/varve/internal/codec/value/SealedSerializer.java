package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.UnreadableSchemaException;
import io.varve.internal.codec.type.TypeNode.Case;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a sealed type as the number of its case among those of the schema, then the case. */
final class SealedSerializer extends ValueSerializer {

    private final List<String> storedCases;
    private final String name;
    private final String today;
    private final String path;
    private final List<Case> cases;
    private final Map<Class<?>, Integer> numbers = new HashMap<>();
    private final @Nullable ValueSerializer[] serializers;

    /** Makes a serializer whose cases are still to be {@linkplain #caseAt set}, as they may lead back here. */
    SealedSerializer(String name, List<String> storedCases, SealedNode type, String path) {
        this.path = path;
        this.today = type.type().getSimpleName();
        this.name = name;
        this.storedCases = storedCases;
        this.cases = type.cases();
        this.serializers = new ValueSerializer[storedCases.size()];
        for (int i = 0; i < cases.size(); i++) {
            numbers.put(cases.get(i).raw(), i);
        }
    }

    /** Sets what reads a stored case; one that is not set is refused when it is met. */
    void caseAt(int number, ValueSerializer serializer) {
        serializers[number] = serializer;
    }

    @Override
    public void write(PageOutput out, Object value) {
        Integer number = numbers.get(value.getClass());
        int at = number != null ? number : numberOfOther(value);
        ValueSerializer serializer = serializers[at];
        if (serializer == null) {
            throw new AssertionError("only today's serializers write");
        }
        out.writeCount(at);
        serializer.write(out, value);
    }

    @Override
    public Object read(PageInput in) {
        int number = in.readVarInt(true);
        if (number < 0 || number >= serializers.length) {
            throw new KryoException("case " + number + " of " + name + ", which has " + serializers.length);
        }
        ValueSerializer serializer = serializers[number];
        if (serializer == null) {
            throw new UnreadableSchemaException(path + ": a stored value is the case " + storedCases.get(number)
                    + " of "
                    + name + ", which today's type does not permit; put it back, or say with Evolution.ofSealed("
                    + today + ".class).fromRecord(\"" + storedCases.get(number) + "\", …) what it is now");
        }
        return serializer.read(in);
    }

    /** Constants of enums with bodies, and implementations of registered types, have classes of their own. */
    private int numberOfOther(Object value) {
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).raw().isInstance(value)) {
                return i;
            }
        }
        throw UnwritableValueException.of("is a " + value.getClass().getName() + ", which is no case of " + name);
    }
}
