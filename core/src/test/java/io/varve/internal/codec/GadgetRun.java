package io.varve.internal.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.VarveException;
import io.varve.collection.PersistentMap;
import io.varve.generic.GenericText;
import io.varve.internal.codec.HostileTest.Tampered;
import io.varve.internal.codec.schema.Definition;
import io.varve.internal.codec.schema.Definition.Component;
import io.varve.internal.codec.schema.Definition.CustomDefinition;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.Definition.SealedDefinition;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.schema.SchemaType.Defined;
import io.varve.internal.codec.tree.GenericPages;
import io.varve.internal.codec.tree.VerifiedPages;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.spi.PageId;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts the names of classes wherever stored bytes have a name, or could have one, and reads the bytes in every way. */
final class GadgetRun {

    record State(
            PersistentMap<Key, Item> items, List<Shape> shapes, Color color, Opaque opaque, Optional<String> text) {}

    record Key(String id) {}

    record Item(String text, Color color, Opaque opaque) {}

    enum Color {
        RED,
        GREEN
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    static final class Opaque {
        final String text;

        Opaque(String text) {
            this.text = text;
        }
    }

    /** A serializer as it should not be: it lets the bytes say what is made of them. */
    static final class Careless extends Serializer<Opaque> {
        @Override
        public void write(Kryo kryo, Output output, Opaque value) {
            output.writeString(value.text);
        }

        @Override
        public Opaque read(Kryo kryo, Input input, Class<? extends Opaque> type) {
            int start = input.position();
            try {
                return (Opaque) kryo.readClassAndObject(input);
            } catch (RuntimeException e) {
                if (!String.valueOf(e.getMessage()).contains("classes are not read")) {
                    throw e;
                }
                input.setPosition(start);
                return new Opaque(input.readString());
            }
        }
    }

    /** Is never to be touched. */
    static final class Trap {
        static {
            System.setProperty("io.varve.trap", "sprung");
        }

        private Trap() {
            System.setProperty("io.varve.trap", "sprung");
        }
    }

    private final StateCodec<State> codec = StateCodec.of(new CodecSettings(
            State.class,
            MethodHandles.lookup(),
            List.of(new CustomType<>("opaque", 1, Opaque.class, new Careless())),
            List.of(),
            1));
    private final MemoryPages pages = new MemoryPages();
    private final PageLink root;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private GadgetRun() {
        PersistentMap<Key, Item> items = PersistentMap.empty();
        for (int i = 0; i < 80; i++) {
            items = items.put(
                    new Key("k" + i), new Item("x".repeat(i == 7 ? 3_000 : 5), Color.GREEN, new Opaque("o" + i)));
        }
        root = pages.write(
                codec,
                new State(items, List.of(new Circle(1), new Square(2)), Color.RED, new Opaque("o"), Optional.of("t")));
    }

    /**
     * Reads what was forged with each of the names.
     *
     * @return how often which exception was thrown; "read" where none was
     */
    static Map<String, Integer> run(List<String> names) {
        GadgetRun run = new GadgetRun();
        run.read(run.pages);
        if (!run.outcomes.equals(Map.of("read", 3))) {
            throw new AssertionError("what was not forged is read; found " + run.outcomes);
        }
        for (String name : names) {
            run.forgeSchemas(name);
            run.forgePayloads(name);
        }
        return run.outcomes;
    }

    private void forgeSchemas(String name) {
        Set<PageId> seen = new HashSet<>();
        for (PageId page : new TreeSet<>(pages.pages.keySet())) {
            PageContent content = pages.read(page);
            for (PageId id : content.schemas()) {
                if (!seen.add(id)) {
                    continue; // Of the pages of one schema, one is enough.
                }
                for (Schema forged : forged(Schema.parse(id, pages.readSchema(id)), name)) {
                    pages.schemas.put(forged.id(), forged.bytes());
                    read(new Tampered(
                            pages,
                            page,
                            new PageContent(content.kind(), List.of(forged.id()), content.links(), content.payload())));
                }
            }
        }
    }

    /** The schema with each of its definitions, and each name in them, replaced by the name. */
    private static List<Schema> forged(Schema schema, String name) {
        List<Definition> definitions = new ArrayList<>();
        try {
            while (true) {
                definitions.add(schema.definition(new Defined(definitions.size())));
            }
        } catch (IndexOutOfBoundsException e) {
            // That was the last.
        }
        List<Schema> forged = new ArrayList<>();
        for (int i = 0; i < definitions.size(); i++) {
            for (Definition other : forged(definitions.get(i), name)) {
                List<Definition> changed = new ArrayList<>(definitions);
                changed.set(i, other);
                forged.add(new Schema(changed, schema.root()));
            }
        }
        return forged;
    }

    private static List<Definition> forged(Definition definition, String name) {
        List<Definition> forged = new ArrayList<>();
        forged.add(new CustomDefinition(name, 1));
        forged.add(new EnumDefinition(name, List.of(name)));
        forged.add(new RecordDefinition(name, List.of()));
        if (definition instanceof RecordDefinition described) {
            forged.add(new RecordDefinition(name, described.components()));
            for (int i = 0; i < described.components().size(); i++) {
                List<Component> components = new ArrayList<>(described.components());
                Component component = components.get(i);
                components.set(i, new Component(name, component.type(), component.nullable()));
                forged.add(new RecordDefinition(described.name(), components));
            }
        } else if (definition instanceof EnumDefinition described) {
            forged.add(new EnumDefinition(name, described.constants()));
            forged.add(new EnumDefinition(described.name(), List.of(name, name + "2")));
        } else if (definition instanceof SealedDefinition described) {
            forged.add(new SealedDefinition(name, described.cases()));
        }
        return forged;
    }

    private void forgePayloads(String name) {
        byte[] asKryoWritesAClass;
        try (Output out = new Output(64, -1)) {
            out.writeVarInt(1, true); // NAME + 2: the class is not registered, and its name follows,
            out.writeVarInt(0, true); // being the first.
            out.writeString(name);
            asKryoWritesAClass = out.toBytes();
        }
        PageContent content = pages.read(root.id());
        for (int at = 0; at < content.payload().length; at += 1 + at / 4) {
            byte[] payload = content.payload();
            byte[] longer = new byte[payload.length + asKryoWritesAClass.length];
            System.arraycopy(payload, 0, longer, 0, at);
            System.arraycopy(asKryoWritesAClass, 0, longer, at, asKryoWritesAClass.length);
            System.arraycopy(payload, at, longer, at + asKryoWritesAClass.length, payload.length - at);
            read(new Tampered(
                    pages, root.id(), new PageContent(content.kind(), content.schemas(), content.links(), longer)));
        }
        // A value of the careless serializer that is a class and an object, whole.
        PageLink opaque = pages.write(
                codec,
                new State(
                        PersistentMap.empty(),
                        List.of(),
                        Color.RED,
                        new Opaque("\u0001\u0000" + name),
                        Optional.empty()));
        count(() -> codec.read(opaque.id(), pages));
    }

    private void read(PageSource source) {
        count(() -> codec.read(root.id(), source).items().forEach(entry -> {}));
        count(() -> codec.verify(root.id(), source, new VerifiedPages(1 << 20)));
        count(() -> GenericText.of(new GenericPages().read(root, source), 10_000));
    }

    private void count(Runnable reading) {
        String outcome = "read";
        try {
            reading.run();
        } catch (VarveException e) {
            outcome = e.getClass().getSimpleName();
        }
        outcomes.merge(outcome, 1, Integer::sum);
    }
}
