package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.UnreadableSchemaException;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An enum constant as its number among the constants of the schema. */
final class EnumSerializer extends ValueSerializer {

    private final EnumDefinition stored;
    private final @Nullable Enum<?>[] constants;
    private final int[] numbers;

    EnumSerializer(EnumDefinition stored, EnumNode type) {
        this.stored = stored;
        this.constants = new Enum<?>[stored.constants().size()];
        this.numbers = new int[type.constants().size()];
        List<String> today = new ArrayList<>(type.constants().keySet());
        for (int i = 0; i < constants.length; i++) {
            constants[i] = type.constants().get(stored.constants().get(i));
        }
        for (int i = 0; i < numbers.length; i++) {
            Enum<?> constant = type.constants().get(today.get(i));
            if (constant != null) {
                numbers[constant.ordinal()] = i;
            }
        }
    }

    @Override
    public void write(PageOutput out, Object value) {
        out.writeCount(numbers[((Enum<?>) value).ordinal()]);
    }

    @Override
    public Object read(PageInput in) {
        int number = in.readVarInt(true);
        if (number < 0 || number >= constants.length) {
            throw new KryoException("constant " + number + " of " + stored.name() + ", which has " + constants.length);
        }
        Enum<?> constant = constants[number];
        if (constant == null) {
            throw new UnreadableSchemaException("the stored value " + stored.name() + "."
                    + stored.constants().get(number) + " is not among today's constants; put it back");
        }
        return constant;
    }
}
