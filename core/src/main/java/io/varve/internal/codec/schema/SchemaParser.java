package io.varve.internal.codec.schema;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import io.varve.CorruptDataException;
import io.varve.UnsupportedFormatException;
import io.varve.internal.codec.schema.Definition.Component;
import io.varve.internal.codec.schema.Definition.CustomDefinition;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.Definition.SealedDefinition;
import io.varve.internal.codec.schema.SchemaType.Container;
import io.varve.internal.codec.schema.SchemaType.Defined;
import io.varve.internal.codec.schema.SchemaType.Scalar;
import io.varve.internal.page.PageFormat;
import io.varve.spi.PageId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of a schema, and trusts none of them: counts, indexes, names and nesting are all checked. */
final class SchemaParser {

    /** No type graph comes near; a larger one is not read at all. */
    private static final int MAX_BYTES = 4 << 20;

    private static final int MAX_NESTING = 64;

    private final PageId id;
    private final byte[] bytes;
    private final Input in;
    private int definitionCount;

    SchemaParser(PageId id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes;
        this.in = new Input(bytes);
    }

    Schema parse() {
        if (bytes.length > MAX_BYTES) {
            throw corrupt("has " + bytes.length + " bytes; at most " + MAX_BYTES + " are possible", null);
        }
        if (!PageFormat.idOf(bytes).equals(id)) {
            throw corrupt("its bytes have the id " + PageFormat.idOf(bytes) + ": they were changed", null);
        }
        try {
            return schema();
        } catch (KryoException e) {
            throw corrupt("ends early, or is malformed: " + e.getMessage(), e);
        }
    }

    private Schema schema() {
        int version = in.readByteUnsigned();
        if (version > SchemaBytes.VERSION) {
            throw new UnsupportedFormatException("schema " + id + " is in format " + version
                    + ", and this version of Varve reads formats up to " + SchemaBytes.VERSION
                    + "; read it with a newer one");
        }
        if (version == 0) {
            throw corrupt("claims format 0, which never existed", null);
        }
        definitionCount = count("definitions", 3);
        if (definitionCount > Schema.MAX_DEFINITIONS) {
            throw corrupt("defines " + definitionCount + " types; at most " + Schema.MAX_DEFINITIONS + " can be", null);
        }
        List<Definition> definitions = new ArrayList<>();
        for (int i = 0; i < definitionCount; i++) {
            definitions.add(definition());
        }
        SchemaType root = type(0);
        if (in.position() != bytes.length) {
            throw corrupt("goes on for " + (bytes.length - in.position()) + " bytes after its end", null);
        }
        definitions.forEach(definition -> requireCasesUnsealed(definitions, definition));
        Schema schema = new Schema(definitions, root);
        if (!schema.id().equals(id) || !schema.of(root).id().equals(id)) {
            throw corrupt("is not in its canonical form", null);
        }
        return schema;
    }

    private Definition definition() {
        int what = in.readByteUnsigned();
        String name = text("a type");
        return switch (what) {
            case SchemaBytes.RECORD -> new RecordDefinition(name, components(name));
            case SchemaBytes.ENUM -> new EnumDefinition(name, constants(name));
            case SchemaBytes.SEALED -> new SealedDefinition(name, cases(name));
            case SchemaBytes.CUSTOM -> new CustomDefinition(name, nonNegative(in.readVarInt(true), "version"));
            default -> throw corrupt("defines " + name + " as something unknown (" + what + ")", null);
        };
    }

    private List<Component> components(String record) {
        int count = count("components of " + record, 4);
        List<Component> components = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String name = text("a component of " + record);
            requireNew(names, name, record);
            SchemaType type = type(0);
            int nullable = in.readByteUnsigned();
            if (nullable > 1) {
                throw corrupt("marks " + record + "." + name + " with the flag " + nullable, null);
            }
            components.add(new Component(name, type, nullable == 1));
        }
        return components;
    }

    private List<String> constants(String type) {
        int count = count("constants of " + type, 2);
        List<String> constants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String name = text("a constant of " + type);
            requireNew(names, name, type);
            constants.add(name);
        }
        return constants;
    }

    private List<Defined> cases(String type) {
        int count = count("cases of " + type, 2);
        List<Defined> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!(type(0) instanceof Defined defined)) {
                throw corrupt("has a case of " + type + " that it does not define", null);
            }
            cases.add(defined);
        }
        return cases;
    }

    private void requireCasesUnsealed(List<Definition> definitions, Definition definition) {
        if (definition instanceof SealedDefinition described) {
            Set<Defined> known = new HashSet<>();
            for (Defined each : described.cases()) {
                if (!known.add(each) || definitions.get(each.index()) instanceof SealedDefinition) {
                    throw corrupt("has a case of " + described.name() + " twice, or one that is sealed itself", null);
                }
            }
        }
    }

    private SchemaType type(int nesting) {
        if (nesting > MAX_NESTING) {
            throw corrupt("nests types more than " + MAX_NESTING + " deep", null);
        }
        int code = in.readVarInt(true);
        if (code >= SchemaBytes.FIRST_DEFINED) {
            int index = code - SchemaBytes.FIRST_DEFINED;
            if (index >= definitionCount) {
                throw corrupt("mentions definition " + index + " of " + definitionCount, null);
            }
            return new Defined(index);
        }
        if (code >= SchemaBytes.FIRST_CONTAINER) {
            ContainerKind kind = ContainerKind.ofCode(code);
            if (kind == null) {
                throw corrupt("mentions the unknown type " + code, null);
            }
            List<SchemaType> arguments = new ArrayList<>();
            for (int i = 0; i < kind.arity(); i++) {
                arguments.add(type(nesting + 1));
            }
            return new Container(kind, arguments);
        }
        ScalarKind kind = ScalarKind.ofCode(code);
        if (kind == null) {
            throw corrupt("mentions the unknown type " + code, null);
        }
        return new Scalar(kind);
    }

    private int count(String what, int bytesEach) {
        int count = in.readVarInt(true);
        int remaining = bytes.length - in.position();
        if (count < 0 || (long) count * bytesEach > remaining) {
            throw corrupt(
                    "claims " + Integer.toUnsignedString(count) + " " + what + " in " + remaining + " bytes", null);
        }
        return count;
    }

    private String text(String what) {
        int length = count("bytes of the name of " + what, 1);
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Arrays.copyOfRange(bytes, in.position(), in.position() + length)))
                    .toString();
            in.setPosition(in.position() + length);
            return name;
        } catch (CharacterCodingException e) {
            throw corrupt("has a name for " + what + " that is not UTF-8", e);
        }
    }

    private int nonNegative(int value, String what) {
        if (value < 0) {
            throw corrupt("has a negative " + what, null);
        }
        return value;
    }

    private void requireNew(Set<String> names, String name, String owner) {
        if (!names.add(name)) {
            throw corrupt("has " + owner + "." + name + " twice", null);
        }
    }

    private CorruptDataException corrupt(String found, @Nullable Throwable cause) {
        return new CorruptDataException("schema " + id + ": " + found, cause);
    }
}
