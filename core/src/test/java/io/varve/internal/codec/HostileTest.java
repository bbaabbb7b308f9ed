package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.varve.CorruptDataException;
import io.varve.UnreadableSchemaException;
import io.varve.UnsupportedFormatException;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.page.HeldPages;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostileTest {

    private static final long MOST_BYTES = 48L << 20;

    /** How much of what is random is tried; all with {@code -Dvarve.soak=true}. */
    private static final int SHARE = Boolean.getBoolean("varve.soak") ? 1 : 8;

    record Paged(
            PersistentMap<String, String> map,
            PersistentVector<Zoo.Shape> vector,
            PersistentMap<Zoo.Key, PersistentVector<Long>> nested,
            Zoo.Everything everything) {}

    record Nested(List<Nested> inner) {}

    private final StateCodec<Paged> codec = Zoo.codec(Paged.class);
    private final MemoryPages pages = new MemoryPages();
    private final PageLink link = pages.write(codec, paged());

    @Test
    void everyTruncationAndFlipOfAStoredPageIsNoticed() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        pages.pages.forEach((id, bytes) -> {
            for (int length = 0;
                    length < bytes.length;
                    length += 1 + (bytes.length > 500 ? random.nextInt(40 * SHARE) : 0)) {
                assertUnreadable(id, Arrays.copyOf(bytes, length));
            }
            for (int i = 0; i < 60; i++) {
                byte[] flipped = bytes.clone();
                flipped[random.nextInt(i < 30 ? 12 : bytes.length)] ^= (byte) (1 << random.nextInt(8));
                assertUnreadableOrTheSame(id, flipped);
            }
            assertUnreadable(id, Arrays.copyOf(bytes, bytes.length + 1));
        });
    }

    @Test
    void consistentPagesOfMalformedContentAreRefusedInBoundedMemory() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<PageId> ids = new ArrayList<>(pages.pages.keySet());
        ids.sort(null);
        int refused = 0;
        for (int i = 0; i < 6_000 / SHARE; i++) {
            PageId victim = i % 3 == 0 ? link.id() : ids.get(random.nextInt(ids.size()));
            PageContent content = pages.read(victim);
            PageContent changed = i % 10 == 9
                    ? new PageContent(
                            content.kind(), content.schemas(), mangled(content.links(), random), content.payload())
                    : new PageContent(
                            content.kind(), content.schemas(), content.links(), mangled(content.payload(), random));
            if (outcome(new Tampered(pages, victim, changed), "seed " + seed + " round " + i)) {
                refused++;
            }
        }
        System.out.println(refused + " of " + 6_000 / SHARE + " refused");
        assertThat(refused).isGreaterThan(2_000 / SHARE);
    }

    @Test
    void pagesThatAreSwappedAreRefused() {
        List<PageId> ids = new ArrayList<>(pages.pages.keySet());
        ids.sort(null);
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            PageId victim = ids.get(random.nextInt(ids.size()));
            PageContent other = pages.read(ids.get(random.nextInt(ids.size())));
            outcome(new Tampered(pages, victim, other), "swap " + i);
        }
    }

    @Test
    void countsThatLieDoNotAllocate() {
        StateCodec<Nested> nested = StateCodec.of(CodecSettings.of(Nested.class).withLookup(MethodHandles.lookup()));
        PageLink fine = pages.write(nested, new Nested(List.of(new Nested(List.of()))));
        PageContent content = pages.read(fine.id());
        byte[] lying = new byte[400_000];
        for (int i = 0; i < lying.length; i += 3) { // In each of 500 nested lists a count of about 300,000.
            lying[i] = (byte) 0xE0;
            if (i + 2 < lying.length) {
                lying[i + 1] = (byte) 0xA7;
                lying[i + 2] = 0x12;
            }
        }
        Tampered tampered =
                new Tampered(pages, fine.id(), new PageContent(PageKind.STATE, content.schemas(), List.of(), lying));
        long before = allocated();
        assertThatThrownBy(() -> nested.read(fine.id(), tampered))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("values nested more than 500 deep");
        assertThat(allocated() - before).isLessThan(8L << 20);
    }

    @Test
    void aNewerFormatIsSaidToBeOne() throws UnreadablePageException {
        byte[] bytes = pages.pages.get(link.id()).clone();
        bytes[4] = 9;
        assertThatThrownBy(() -> PageFormat.decode(link.id(), bytes))
                .isInstanceOfSatisfying(
                        UnreadablePageException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnreadablePageException.Reason.NEWER_FORMAT))
                .hasMessage("page " + link.id()
                        + ": is in format 9, and this version of Varve reads formats up to 1; read it"
                        + " with a newer one");
        bytes[0] = 'X';
        assertThatThrownBy(() -> PageFormat.decode(link.id(), bytes))
                .hasMessage("page " + link.id() + ": begins with 0x58415256, which no page of Varve does (0x56415256)");
    }

    @Test
    void schemasThatAreChangedAreRefused() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[][] all = codec.schemas().values().toArray(byte[][]::new);
        int accepted = 0;
        for (int i = 0; i < 20_000 / SHARE; i++) {
            byte[] mangled = mangled(all[random.nextInt(all.length)], random);
            long before = allocated();
            try {
                Schema schema = Schema.parse(PageFormat.idOf(mangled), mangled);
                assertThat(schema.bytes()).isEqualTo(mangled);
                assertThat(schema.toString()).isNotEmpty();
                accepted++;
            } catch (CorruptDataException | UnsupportedFormatException e) {
                assertThat(e).hasMessageStartingWith("schema ");
            }
            assertThat(allocated() - before).isLessThan(MOST_BYTES);
        }
        System.out.println(accepted + " of " + 20_000 / SHARE + " are other schemas");
        PageId id = codec.schemas().keySet().iterator().next();
        assertThatThrownBy(() -> Schema.parse(id, new byte[] {1, 0, 5}))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("they were changed");
    }

    @Test
    void aStateWhoseSchemaIsAnotherIsReadAsThatOrRefused() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<PageId> schemas = new ArrayList<>(pages.schemas.keySet());
        schemas.sort(null);
        List<PageId> ids = new ArrayList<>(pages.pages.keySet());
        ids.sort(null);
        for (PageId page : ids) {
            PageContent content = pages.read(page);
            for (PageId schema : schemas) {
                if (random.nextInt(2 * SHARE) > 1) {
                    continue;
                }
                outcome(
                        new Tampered(
                                pages,
                                page,
                                new PageContent(content.kind(), List.of(schema), content.links(), content.payload())),
                        "schema, seed " + seed);
            }
        }
    }

    @Test
    void namesOfClassesInTheBytesMeanNothing() {
        String[] gadgets = {
            "javax.script.ScriptEngineManager",
            "com.sun.rowset.JdbcRowSetImpl",
            "java.util.PriorityQueue",
            "io.varve.internal.codec.HostileTest$Gadget"
        };
        for (String gadget : gadgets) {
            // A schema that says a component is of that class, and a page that is made of the name as Kryo would write
            // it.
            byte[] name = gadget.getBytes(StandardCharsets.UTF_8);
            byte[] schema = new byte[6 + name.length];
            schema[0] = 1;
            schema[1] = 1;
            schema[2] = 1;
            schema[3] = (byte) name.length;
            System.arraycopy(name, 0, schema, 4, name.length);
            schema[4 + name.length] = 0;
            schema[5 + name.length] = (byte) 128;
            byte[] whole = Arrays.copyOf(schema, schema.length + 1);
            whole[whole.length - 1] = 1;
            PageId id = PageFormat.idOf(whole);
            pages.schemas.put(id, whole);
            PageContent content = new PageContent(PageKind.STATE, List.of(id), List.of(), name);
            assertThatThrownBy(() -> codec.read(link.id(), new Tampered(pages, link.id(), content)))
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessageStartingWith(
                            "Paged: was stored as " + gadget + ", and is " + Paged.class.getName() + " now");
        }
        assertThat(gadgetLoaded).isFalse();
    }

    /** Says if it is ever initialized. */
    static final class Gadget {
        static {
            HostileTest.gadgetLoaded = true;
        }

        private Gadget() {}
    }

    static boolean gadgetLoaded;

    /** Reads all of the state; says whether it was refused, and fails on any other fault than those documented. */
    private boolean outcome(PageSource source, String what) {
        long before = allocated();
        try {
            touch(codec.read(link.id(), source));
            return false;
        } catch (CorruptDataException | UnreadableSchemaException | UnsupportedFormatException e) {
            return true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        } finally {
            assertThat(allocated() - before).as(what).isLessThan(MOST_BYTES);
        }
    }

    private static void touch(Paged state) {
        state.map().forEach(entry -> {});
        state.vector().forEach(element -> {});
        state.nested().forEach(entry -> entry._2.forEach(element -> {}));
        touch(state.everything().persistent());
    }

    private static void touch(Zoo.Persistent persistent) {
        persistent.shapes().forEach(entry -> {});
        persistent.texts().forEach(element -> {});
        persistent.nested().forEach(entry -> entry._2.forEach(element -> {}));
        persistent.deeper().forEach(map -> map.forEach(entry -> touch(entry._2)));
        persistent.many().forEach(vector -> vector.forEach(element -> {}));
    }

    private static void assertUnreadable(PageId id, byte[] bytes) {
        long before = allocated();
        assertThatThrownBy(() -> PageFormat.decode(id, bytes))
                .isInstanceOf(UnreadablePageException.class)
                .hasMessageStartingWith("page " + id + ": ");
        assertThat(allocated() - before).isLessThan(8L << 20);
    }

    /** Some bits of a zstd frame mean nothing; what counts is that no other content comes out. */
    private void assertUnreadableOrTheSame(PageId id, byte[] bytes) {
        try {
            PageContent content = PageFormat.decode(id, bytes);
            assertThat(PageFormat.idOf(content)).isEqualTo(id);
        } catch (UnreadablePageException e) {
            assertThat(e).hasMessageStartingWith("page " + id + ": ");
        }
    }

    static byte[] mangled(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        int at = random.nextInt(changed.length);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(changed, at);
            case 1 -> {
                changed[at] = (byte) random.nextInt();
                yield changed;
            }
            case 2 -> {
                for (int i = at; i < Math.min(changed.length, at + 5); i++) {
                    changed[i] = i == at + 4 ? 7 : (byte) 0xFF; // A huge number.
                }
                yield changed;
            }
            case 3 -> {
                byte[] longer = new byte[changed.length + 3];
                System.arraycopy(changed, 0, longer, 0, at);
                System.arraycopy(changed, at, longer, at + 3, changed.length - at);
                yield longer;
            }
            case 4 -> {
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            default -> {
                int other = random.nextInt(changed.length);
                byte kept = changed[at];
                changed[at] = changed[other];
                changed[other] = kept;
                yield changed;
            }
        };
    }

    static List<PageLink> mangled(List<PageLink> links, Random random) {
        List<PageLink> changed = new ArrayList<>(links);
        if (changed.isEmpty()) {
            changed.add(new PageLink(new PageId(1, 2), false));
        } else if (random.nextBoolean()) {
            changed.remove(random.nextInt(changed.size()));
        } else {
            java.util.Collections.swap(changed, random.nextInt(changed.size()), random.nextInt(changed.size()));
        }
        return changed;
    }

    static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Paged paged() {
        Random random = new Random(42);
        PersistentMap<String, String> map = PersistentMap.empty();
        PersistentVector<Zoo.Shape> vector = PersistentVector.empty();
        PersistentMap<Zoo.Key, PersistentVector<Long>> nested = PersistentMap.empty();
        for (int i = 0; i < 2_000; i++) {
            map = map.put("key" + i, i % 100 == 0 ? "x".repeat(3_000 + i) : "value " + i);
            vector = vector.append(i % 2 == 0 ? new Zoo.Circle((double) i) : Zoo.Mood.EDGY);
            if (i < 100) {
                PersistentVector<Long> numbers = PersistentVector.empty();
                for (int j = 0; j < i * 3; j++) {
                    numbers = numbers.append(random.nextLong());
                }
                nested = nested.put(new Zoo.Key("k" + i, Zoo.Color.BLUE, i), numbers);
            }
        }
        return new Paged(map, vector.drop(40), nested, new RandomValues(random).state(Zoo.Everything.class, 300));
    }

    /** A source in which one page is another than its id says. */
    record Tampered(MemoryPages pages, PageId victim, PageContent instead, NodeBudget budget) implements PageSource {

        Tampered(MemoryPages pages, PageId victim, PageContent instead) {
            this(pages, victim, instead, new NodeBudget(1L << 30));
        }

        @Override
        public PageContent read(PageId id) {
            return id.equals(victim) ? instead : pages.read(id);
        }

        @Override
        public Set<PageId> basesAmong(Collection<PageId> ids) {
            return pages.basesAmong(ids);
        }

        @Override
        public byte[] readSchema(PageId id) {
            return pages.readSchema(id);
        }

        @Override
        public HeldPages held() {
            return pages.held();
        }
    }
}
