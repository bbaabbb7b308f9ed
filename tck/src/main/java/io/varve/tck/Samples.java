package io.varve.tck;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Data for tests: the same number always makes the same thing. */
final class Samples {

    /** Tenant ids that a careless key encoding, collation or file system takes for one another or for prefixes. */
    static final List<TenantId> AWKWARD_TENANTS = Stream.of(
                    "a",
                    "a:",
                    "a:b",
                    "a.",
                    "a.b",
                    "a-",
                    "a_",
                    "a_b",
                    "axb",
                    "a@",
                    "a+",
                    "a=",
                    "a~",
                    "a~~",
                    "a--",
                    "a:1=1",
                    "A",
                    "A:b",
                    "aa",
                    "ab",
                    "b",
                    "0",
                    "00",
                    "con",
                    "a" + ":".repeat(TenantId.MAX_LENGTH - 1),
                    "A".repeat(TenantId.MAX_LENGTH),
                    "a".repeat(TenantId.MAX_LENGTH),
                    "a".repeat(TenantId.MAX_LENGTH - 1) + "b")
            .map(TenantId::new)
            .toList();

    /** Names of refs that a careless prefix search, escape or collation gets wrong. */
    static final List<String> AWKWARD_NAMES = List.of(
            "!",
            "%",
            "%%",
            "'",
            "\"",
            "*",
            "/",
            "?",
            "A",
            "Z",
            "[",
            "\\",
            "\\%",
            "_",
            "a",
            "a!",
            "a%",
            "a%b",
            "a/",
            "a/b",
            "a/b/c",
            "a0",
            "aB",
            "a[b]",
            "a_b",
            "aa",
            "axb",
            "ab",
            "a~",
            "a'--",
            "a');DROP/**/TABLE/**/varve_refs;--",
            "a'/**/OR/**/'1'='1",
            "a${b}",
            "$1",
            ":a",
            "?1",
            "a~!",
            "a~~",
            "b",
            "s/9",
            "s/10",
            "z",
            "{",
            "|",
            "}",
            "~",
            "~!",
            "~~",
            "~~~",
            "n".repeat(200),
            "n".repeat(199) + "~",
            "n".repeat(199));

    private Samples() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] randomBytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** An id; those of different numbers are spread over the whole range, as hashes are. */
    static PageId id(long number) {
        Random random = new Random(number);
        return new PageId(random.nextLong(), number);
    }

    /** A page of 0 to 299 bytes. */
    static Page page(long number) {
        return new Page(id(number), randomBytes((int) Math.floorMod(number * 31, 300L), number));
    }

    /** The pages with the numbers from {@code first} on. */
    static List<Page> pages(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(Samples::page).toList();
    }

    /** An update with either value absent. NullAway does not see that the record's components may be null. */
    @SuppressWarnings("NullAway")
    static RefUpdate update(String name, byte @Nullable [] expected, byte @Nullable [] next) {
        return new RefUpdate(name, expected, next);
    }

    static List<PageId> ids(List<Page> pages) {
        return pages.stream().map(Page::id).toList();
    }
}
