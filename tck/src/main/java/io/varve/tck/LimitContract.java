package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.id;
import static io.varve.tck.Samples.page;
import static io.varve.tck.Samples.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.varve.spi.Capabilities;
import io.varve.spi.Page;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes: everything up to what the store declares, nothing beyond. */
abstract class LimitContract extends ContractGroup {

    /** What is kept in the store at most, even if it declares more. */
    private static final int LARGEST_KEPT = 4 << 20;

    /** What is offered to a store that should refuse it at most. */
    private static final int LARGEST_REFUSED = 128 << 20;

    LimitContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void a_page_of_the_declared_size_is_kept() {
        byte[] large = randomBytes(Math.min(fixture().capabilities().maxPageBytes(), LARGEST_KEPT), 1);
        put(ACME, 1, new Page(id(1), large));
        assertThat(store().getPages(ACME, List.of(id(1))).get(id(1))).isEqualTo(large);
        assertThat(store().scanPages(ACME, null, 9)).containsExactly(new PageStat(id(1), 1, large.length));
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 2)).isEqualTo(1);
    }

    @Test
    void several_pages_of_a_mebibyte_fit_into_one_commit() {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pages.add(new Page(id(i), randomBytes(Capabilities.MIN_PAGE_BYTES, i)));
        }
        put(ACME, 1, pages);
        var found = store().getPages(ACME, Samples.ids(pages));
        pages.forEach(page -> assertThat(found.get(page.id())).isEqualTo(page.bytes()));
    }

    @Test
    void a_page_over_the_declared_size_is_too_large_and_changes_no_ref() {
        int limit = fixture().capabilities().maxPageBytes();
        assumeTrue(
                limit < LARGEST_REFUSED,
                "skipped: the store's Capabilities.maxPageBytes is " + limit + ", more than a test can exceed");
        Page tooLarge = new Page(id(1), new byte[limit + 1]);

        assertTooLarge(List.of(page(2), tooLarge), List.of(RefUpdate.create("head", bytes("x"))));
        assertTooLarge(List.of(tooLarge), List.of());

        assertThat(store().readRef(ACME, "head")).isEmpty();
        assertThat(store().getPages(ACME, List.of(id(1)))).isEmpty();
    }

    @Test
    void a_ref_of_the_declared_size_is_kept() {
        byte[] large = randomBytes(Math.min(fixture().capabilities().maxRefBytes(), LARGEST_KEPT), 1);
        byte[] other = large.clone();
        other[other.length - 1]++;

        update(ACME, RefUpdate.create("head", large));
        assertThat(store().readRef(ACME, "head")).contains(large);
        assertThat(store().scanRefs(ACME, "", null, 9)).containsExactly(new Ref("head", large));
        assertThat(store().commit(ACME, 1, List.of(), List.of(RefUpdate.check("head", other)))
                        .isApplied())
                .as("whether a check passes that differs in the last byte")
                .isFalse();
        update(ACME, RefUpdate.replace("head", large, other));
        update(ACME, RefUpdate.delete("head", other));
    }

    @Test
    void sixty_four_refs_of_64_kibibytes_fit_into_one_commit_and_one_scan() {
        List<RefUpdate> updates = new ArrayList<>();
        for (int i = 0; i < SnapshotStore.MAX_REF_UPDATES; i++) {
            updates.add(RefUpdate.create(
                    "x".repeat(Ref.MAX_NAME_LENGTH - 2) + (i + 10), randomBytes(Capabilities.MIN_REF_BYTES, i)));
        }
        update(ACME, updates);
        assertThat(store().scanRefs(ACME, "", null, 1_000))
                .isEqualTo(updates.stream()
                        .map(update -> new Ref(
                                update.name(),
                                randomBytes(
                                        Capabilities.MIN_REF_BYTES,
                                        Integer.parseInt(update.name().substring(Ref.MAX_NAME_LENGTH - 2)) - 10)))
                        .toList());
    }

    @Test
    void a_ref_over_the_declared_size_is_too_large_and_changes_no_ref() {
        int limit = fixture().capabilities().maxRefBytes();
        assumeTrue(
                limit < LARGEST_REFUSED,
                "skipped: the store's Capabilities.maxRefBytes is " + limit + ", more than a test can exceed");
        update(ACME, RefUpdate.create("head", bytes("x")));

        assertTooLarge(
                List.of(),
                List.of(
                        RefUpdate.replace("head", bytes("x"), bytes("y")),
                        RefUpdate.create("large", new byte[limit + 1])));

        assertThat(store().scanRefs(ACME, "", null, 9)).containsExactly(new Ref("head", bytes("x")));
    }

    private void assertTooLarge(List<Page> pages, List<RefUpdate> updates) {
        StoreException thrown =
                catchThrowableOfType(StoreException.class, () -> store().commit(ACME, 1, pages, updates));
        assertThat(thrown).as("what a commit over the declared limits throws").isNotNull();
        assertThat(thrown.kind()).isEqualTo(StoreException.Kind.TOO_LARGE);
    }
}
