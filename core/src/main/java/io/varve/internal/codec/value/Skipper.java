package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.internal.codec.schema.Definition;
import io.varve.internal.codec.schema.Definition.Component;
import io.varve.internal.codec.schema.Definition.CustomDefinition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.Definition.SealedDefinition;
import io.varve.internal.codec.schema.ScalarKind;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.schema.SchemaType;
import io.varve.internal.codec.schema.SchemaType.Container;
import io.varve.internal.codec.schema.SchemaType.Defined;
import io.varve.internal.codec.schema.SchemaType.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Passes over values of which nothing but the schema is known; {@link GenericValues} keeps what this drops. */
final class Skipper {

    private static final Skip TEXT = new Skip();

    static {
        TEXT.by = PageInput::skipText;
    }

    private final Schema schema;
    private final Map<Defined, Skip> defined = new HashMap<>();

    Skipper(Schema schema) {
        this.schema = schema;
    }

    /** Reads a value and returns something that is not null in its place. */
    ValueSerializer skip(SchemaType type) {
        if (type instanceof Scalar scalar) {
            return scalar.kind() == ScalarKind.STRING ? TEXT : Scalars.of(scalar.kind());
        }
        if (type instanceof Container container) {
            return container(container);
        }
        Defined use = (Defined) type;
        Skip before = defined.get(use);
        if (before != null) {
            return before;
        }
        Skip skip = new Skip();
        defined.put(use, skip);
        skip.by = definition(schema.definition(use));
        return skip;
    }

    /** Goes past an entry of a leaf. */
    Consumer<PageInput> entry(SchemaType key, SchemaType value) {
        ValueSerializer skipKey = skip(key);
        ValueSerializer skipValue = skip(value);
        return in -> {
            skipKey.read(in);
            skipHeld(in, skipValue);
        };
    }

    private Consumer<PageInput> definition(Definition definition) {
        if (definition instanceof RecordDefinition described) {
            List<Component> components = described.components();
            List<ValueSerializer> skips =
                    components.stream().map(component -> skip(component.type())).toList();
            return in -> {
                for (int i = 0; i < skips.size(); i++) {
                    if (!components.get(i).nullable() || in.readFlag()) {
                        skips.get(i).read(in);
                    }
                }
                if (skips.isEmpty()) {
                    RecordSerializer.readEmpty(in);
                }
            };
        }
        if (definition instanceof SealedDefinition described) {
            List<ValueSerializer> skips =
                    described.cases().stream().map(this::skip).toList();
            return in -> {
                int number = in.readVarInt(true);
                if (number < 0 || number >= skips.size()) {
                    throw new KryoException("case " + number + " of " + described.name());
                }
                skips.get(number).read(in);
            };
        }
        if (definition instanceof CustomDefinition) {
            return CustomSerializer::skip;
        }
        return in -> in.readVarInt(true);
    }

    private Skip container(Container container) {
        List<ValueSerializer> parts =
                container.arguments().stream().map(this::skip).toList();
        Skip skip = new Skip();
        skip.by = switch (container.kind().layout()) {
            case SEQUENCE, SET, MAP -> in -> times(in, in.readCount(), parts);
            case OPTIONAL -> in -> times(in, in.readFlag() ? 1 : 0, parts);
            case EITHER -> in -> parts.get(in.readFlag() ? 1 : 0).read(in);
            case TUPLE ->
                in -> {
                    parts.forEach(part -> part.read(in));
                    if (parts.isEmpty()) {
                        RecordSerializer.readEmpty(in);
                    }
                };
            case PERSISTENT_MAP -> in -> mapSlot(in, parts.get(0), parts.get(1));
            case PERSISTENT_VECTOR -> in -> vector(in, parts.get(0));
        };
        return skip;
    }

    private static void times(PageInput in, int count, List<ValueSerializer> parts) {
        for (int i = 0; i < count; i++) {
            for (ValueSerializer part : parts) {
                part.read(in);
            }
        }
    }

    private static void mapSlot(PageInput in, ValueSerializer key, ValueSerializer value) {
        switch (SlotTag.read(in)) {
            case LINK -> skipLink(in);
            case LEAF -> {
                int count = in.readCount();
                for (int i = 0; i < count; i++) {
                    key.read(in);
                    skipHeld(in, value);
                }
            }
            case BRANCH -> {
                in.enter();
                in.readByte();
                int children = Integer.bitCount(in.readInt());
                for (int i = 0; i < children; i++) {
                    mapSlot(in, key, value);
                }
                in.exit();
            }
        }
    }

    private static void vector(PageInput in, ValueSerializer element) {
        in.readVarLong(true);
        if (in.readVarLong(true) == 0) {
            return;
        }
        if (in.readFlag()) {
            vectorSlot(in, element);
        }
        vectorSlot(in, element);
    }

    private static void vectorSlot(PageInput in, ValueSerializer element) {
        SlotTag tag = SlotTag.read(in);
        if (tag == SlotTag.LINK) {
            skipLink(in);
            return;
        }
        if (tag == SlotTag.BRANCH) {
            in.readByte();
        }
        in.enter();
        int first = in.readByteUnsigned();
        int width = in.readByteUnsigned();
        for (int i = first; i < width; i++) {
            if (tag == SlotTag.BRANCH) {
                vectorSlot(in, element);
            } else {
                skipHeld(in, element);
            }
        }
        in.exit();
    }

    private static void skipHeld(PageInput in, ValueSerializer value) {
        if (in.readFlag()) {
            value.read(in);
        } else {
            in.readLink();
        }
    }

    private static void skipLink(PageInput in) {
        in.readVarInt(true);
        in.readLink();
    }

    private static final class Skip extends ReadingSerializer {

        private Consumer<PageInput> by = in -> {};

        @Override
        public Object read(PageInput in) {
            in.enter();
            by.accept(in);
            in.exit();
            return this;
        }
    }
}
