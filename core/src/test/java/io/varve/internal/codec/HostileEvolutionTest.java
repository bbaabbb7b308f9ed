package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.CorruptDataException;
import io.varve.Evolution;
import io.varve.VarveException;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.generic.GenericMap;
import io.varve.generic.GenericRecord;
import io.varve.generic.GenericText;
import io.varve.internal.codec.HostileTest.Tampered;
import io.varve.internal.codec.schema.Definition.Component;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.ScalarKind;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.schema.SchemaType;
import io.varve.internal.codec.tree.GenericPages;
import io.varve.internal.codec.tree.VerifiedPages;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.spi.PageId;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stored bytes that mean harm, met by evolutions, by the check of all pages and by generic reading. */
class HostileEvolutionTest {

    private static final long MOST_BYTES = 48L << 20;
    private static final String NAME = HostileEvolutionTest.class.getName() + "$";

    record Old(
            PersistentMap<OldKey, OldItem> items,
            PersistentMap<String, OldItem> gone,
            PersistentVector<String> notes,
            List<OldShape> shapes,
            OldKind kind,
            String number) {}

    record OldKey(String text) {}

    record OldItem(String text, Option<OldItem> next) {}

    enum OldKind {
        A,
        B
    }

    sealed interface OldShape permits OldCircle, OldSquare {}

    record OldCircle(int radius) implements OldShape {}

    record OldSquare(int side) implements OldShape {}

    record Now(
            PersistentMap<Key, Item> items,
            PersistentVector<Note> notes,
            List<Shape> shapes,
            Kind kind,
            int number,
            String all) {}

    record Key(String text, int length) {}

    record Item(String text, Option<Item> next, String computed) {}

    record Note(String text) {}

    enum Kind {
        A,
        C
    }

    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    private final StateCodec<Old> old =
            StateCodec.of(CodecSettings.of(Old.class).withLookup(MethodHandles.lookup()));
    private final StateCodec<Now> now = StateCodec.of(CodecSettings.of(Now.class)
            .withLookup(MethodHandles.lookup())
            .withEvolutions(List.of(
                    Evolution.ofRecord(Now.class)
                            .formerly(NAME + "Old")
                            .convert("number", String.class, Integer::parseInt)
                            .computed("all", was -> GenericText.of(was, 3)),
                    Evolution.ofRecord(Key.class)
                            .formerly(NAME + "OldKey")
                            .computed(
                                    "length",
                                    was -> was.get("text", String.class).length()),
                    Evolution.ofRecord(Item.class).formerly(NAME + "OldItem").computed("computed", String::valueOf),
                    Evolution.ofRecord(Note.class).from(String.class, Note::new),
                    Evolution.ofEnum(Kind.class).formerly(NAME + "OldKind").renamed("B", Kind.C),
                    Evolution.ofSealed(Shape.class)
                            .formerly(NAME + "OldShape")
                            .fromRecord(NAME + "OldSquare", was -> new Circle(was.get("side", Integer.class))),
                    Evolution.ofRecord(Circle.class).formerly(NAME + "OldCircle"))));
    private final MemoryPages pages = new MemoryPages();
    private final PageLink link = pages.write(old, state());

    private static Old state() {
        PersistentMap<OldKey, OldItem> items = PersistentMap.empty();
        PersistentMap<String, OldItem> gone = PersistentMap.empty();
        PersistentVector<String> notes = PersistentVector.empty();
        for (int i = 0; i < 300; i++) {
            OldItem item =
                    new OldItem("x".repeat(i % 50 == 0 ? 3_000 : 5), Option.some(new OldItem("y", Option.none())));
            items = items.put(new OldKey("k" + i), item);
            gone = gone.put("k" + i, item);
            notes = notes.append("note " + i);
        }
        return new Old(items, gone, notes.drop(40), List.of(new OldCircle(1), new OldSquare(2)), OldKind.B, "12");
    }

    @Test
    void pagesThatAreNotMangledAreRead() {
        assertThat(touch(now.read(link.id(), pages))).isPositive();
        now.verify(link.id(), pages, new VerifiedPages(1 << 20));
        assertThat(touchGeneric(pages)).isPositive();
    }

    @Test
    void mangledPagesAreRefusedInBoundedMemory() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<PageId> ids = new ArrayList<>(pages.pages.keySet());
        ids.sort(null);
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            PageId victim = i % 3 == 0 ? link.id() : ids.get(random.nextInt(ids.size()));
            PageContent content = pages.read(victim);
            PageContent changed = i % 10 == 9
                    ? new PageContent(
                            content.kind(),
                            content.schemas(),
                            HostileTest.mangled(content.links(), random),
                            content.payload())
                    : new PageContent(
                            content.kind(),
                            content.schemas(),
                            content.links(),
                            HostileTest.mangled(content.payload(), random));
            PageSource source = new Tampered(pages, victim, changed);
            String what = "seed " + seed + " round " + i;
            refused += outcome(() -> touch(now.read(link.id(), source)), what);
            outcome(() -> now.verify(link.id(), source, new VerifiedPages(1 << 20)), what);
            outcome(() -> touchGeneric(source), what);
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void nodesThatAreNestedWithoutEndAreRefused() {
        Output out = new Output(1 << 20, -1);
        for (int i = 0; i < 100_000; i++) {
            out.writeByte(2); // A branch,
            out.writeByte(0); // of level 0,
            out.writeInt(1); // with one child.
        }
        PageContent root = pages.read(link.id());
        PageContent nested = new PageContent(PageKind.STATE, root.schemas(), List.of(), out.toBytes());
        // As the map that is built again, as the map that is passed over behind an empty one, and as it is.
        byte[] behindAnother = new byte[out.position() + 2];
        behindAnother[0] = 1;
        System.arraycopy(out.toBytes(), 0, behindAnother, 2, out.position());
        PageContent second = new PageContent(PageKind.STATE, root.schemas(), List.of(), behindAnother);
        for (PageContent each : List.of(nested, second)) {
            PageSource source = new Tampered(pages, link.id(), each);
            assertThatThrownBy(() -> now.read(link.id(), source)).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> old.read(link.id(), source)).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> new GenericPages().read(link, source)).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void aChainOfPagesThatOnlyMentionEachOtherIsRefused() {
        PageId page = pages.pages.keySet().stream()
                .filter(id -> pages.read(id).kind() == PageKind.MAP_NODE)
                .min(PageId::compareTo)
                .orElseThrow();
        PageContent content = pages.read(page);
        PageContent chain = new PageContent(
                PageKind.MAP_NODE, content.schemas(), List.of(new PageLink(page, true)), new byte[] {0, 5});
        PageSource source = new Tampered(pages, page, chain);
        assertThatThrownBy(() -> touch(now.read(link.id(), source))).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> old.verify(link.id(), source, new VerifiedPages(1 << 20)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("a page that holds nothing but a mention of another");
        assertThatThrownBy(() -> touchGeneric(source)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void namesOfClassesAreNeverLookedUp() {
        for (String gadget : List.of(NAME + "Gadget", "javax.script.ScriptEngineManager", NAME + "Old")) {
            Schema schema = new Schema(
                    List.of(new RecordDefinition(
                            gadget, List.of(new Component("x", new SchemaType.Scalar(ScalarKind.INT), false)))),
                    new SchemaType.Defined(0));
            pages.schemas.put(schema.id(), schema.bytes());
            PageContent content = new PageContent(PageKind.STATE, List.of(schema.id()), List.of(), new byte[] {2});
            PageSource source = new Tampered(pages, link.id(), content);
            assertThatThrownBy(() -> now.read(link.id(), source)).isInstanceOf(VarveException.class);
            GenericRecord generic = (GenericRecord) new GenericPages().read(link, source);
            assertThat(generic.typeName()).isEqualTo(gadget);
            assertThat(generic.get("x")).isEqualTo(1);
        }
        assertThat(gadgetLoaded).isFalse();
    }

    /** Says if it is ever initialized. */
    static final class Gadget {
        static {
            HostileEvolutionTest.gadgetLoaded = true;
        }

        private Gadget() {}
    }

    static boolean gadgetLoaded;

    /** 1 if it was refused, 0 if not; anything but a fault that is documented fails. */
    private static int outcome(Runnable action, String what) {
        long before = HostileTest.allocated();
        try {
            action.run();
            return 0;
        } catch (VarveException e) {
            return 1;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        } finally {
            assertThat(HostileTest.allocated() - before).as(what).isLessThan(MOST_BYTES);
        }
    }

    private static int touch(Now state) {
        return state.items()
                        .iterator()
                        .map(entry -> entry._2.text().length())
                        .sum()
                        .intValue()
                + state.notes()
                        .iterator()
                        .map(note -> note.text().length())
                        .sum()
                        .intValue();
    }

    private int touchGeneric(PageSource source) {
        GenericRecord state = (GenericRecord) new GenericPages().read(link, source);
        assertThat(state.get("gone", GenericMap.class).size()).isNotNegative();
        return GenericText.of(state, 1_000).length();
    }
}
