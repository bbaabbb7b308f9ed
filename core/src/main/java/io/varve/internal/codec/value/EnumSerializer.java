package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.UnreadableSchemaException;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.type.Evolutions.Rules;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum constant as its number among the constants of the schema. */
final class EnumSerializer extends ValueSerializer {

    private final EnumDefinition stored;
    private final EnumNode type;
    private final String path;
    private final @Nullable Enum<?>[] constants;
    private final Map<Object, Integer> numbers = new HashMap<>();

    EnumSerializer(EnumDefinition stored, EnumNode type, Rules rules, String path) {
        this.stored = stored;
        this.type = type;
        this.path = path;
        this.constants = new Enum<?>[stored.constants().size()];
        for (int i = 0; i < constants.length; i++) {
            Enum<?> constant = type.constants().get(stored.constants().get(i));
            constants[i] = constant;
            if (constant != null) {
                numbers.put(constant, i);
            } else {
                constants[i] = rules.constantFor(stored.constants().get(i));
            }
        }
    }

    @Override
    public void write(PageOutput out, Object value) {
        Integer number = numbers.get(value);
        if (number == null) {
            throw UnwritableValueException.of("is " + value + ", which is no constant of " + stored.name());
        }
        out.writeCount(number);
    }

    @Override
    public Object read(PageInput in) {
        int number = in.readVarInt(true);
        if (number < 0 || number >= constants.length) {
            throw new KryoException("constant " + number + " of " + stored.name() + ", which has " + constants.length);
        }
        Enum<?> constant = constants[number];
        if (constant == null) {
            String name = stored.constants().get(number);
            throw new UnreadableSchemaException(path + ": the stored value " + stored.name() + "." + name
                    + " is not among today's constants, which are "
                    + String.join(", ", type.constants().keySet())
                    + "; put it back, or say with Evolution.ofEnum("
                    + type.type().getSimpleName() + ".class).renamed(\"" + name + "\", …) what it is now");
        }
        return constant;
    }
}
