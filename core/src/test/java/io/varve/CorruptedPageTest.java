package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.page.PageFormat;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots v1 and v2 of some thousand entries, of which they share all but one; and a head that shares none. */
@ParameterizedClass
@EnumSource(Backend.class)
class CorruptedPageTest extends BackendTest {

    private Ledger one;
    private Ledger two;
    private Map<PageId, Integer> pagesOfOne;
    private Map<PageId, Integer> pagesOfTwo;
    private SpoiledStore spoiled;

    @BeforeEach
    void fill() {
        Tenant<Ledger> acme = open().createTenant("acme");
        one = acme.apply(state -> new Ledger(
                1,
                "one",
                state.entries()
                        .putAll(Iterator.range(0, 3_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i))))));
        acme.snapshot(SnapshotRequest.named("v1"));
        two = acme.apply(state -> state.noted("two").with("key 7", -7));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.apply(state -> Ledger.EMPTY.noted("head"));
        closeAll();
        pagesOfOne = pagesOf("v1");
        pagesOfTwo = pagesOf("v2");
        assertThat(pagesOfOne).hasSizeGreaterThan(50);
    }

    private Map<PageId, Integer> pagesOf(String name) {
        List<CountingStore> counting = new ArrayList<>();
        Tenant<Ledger> acme = open(
                        store -> {
                            counting.add(new CountingStore(store));
                            return counting.get(0);
                        },
                        builder -> {})
                .tenant("acme");
        counting.get(0).reset();
        readAll(acme.at(SnapshotRef.named(name)).state());
        closeAll();
        return counting.get(0).sizesRead();
    }

    private static void readAll(Ledger state) {
        assertThat(state.entries().iterator().length())
                .isEqualTo(state.entries().size());
    }

    private Tenant<Ledger> openSpoiled(SpoiledStore.Damage damage, PageId page) {
        return open(
                        store -> {
                            spoiled = new SpoiledStore(store, damage);
                            spoiled.spoil(page);
                            return spoiled;
                        },
                        builder -> {})
                .tenant("acme");
    }

    /** The largest page, which is a leaf of the map and compressed, that belongs to one snapshot and not to another. */
    private static PageId leafOf(Map<PageId, Integer> pages, Map<PageId, Integer> without) {
        return largest(pages, id -> !without.containsKey(id));
    }

    /** The largest leaf that both snapshots have. They have branches in common too, of which others are deltas. */
    private PageId leafOfBoth() {
        try (SnapshotStore store = store()) {
            Map<PageId, byte[]> stored = store.getPages(new TenantId("acme"), pagesOfOne.keySet());
            return largest(pagesOfOne, id -> pagesOfTwo.containsKey(id) && isLeaf(id, stored.get(id)));
        }
    }

    private static boolean isLeaf(PageId id, byte[] stored) {
        try {
            return PageFormat.decode(id, stored).links().isEmpty();
        } catch (UnreadablePageException e) {
            return false; // a delta
        }
    }

    private static PageId largest(Map<PageId, Integer> pages, Predicate<PageId> which) {
        return pages.entrySet().stream()
                .filter(page -> which.test(page.getKey()))
                .max(Map.Entry.<PageId, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    @ParameterizedTest
    @EnumSource(SpoiledStore.Damage.class)
    void theErrorNamesThePageAndTheSnapshotThatItHurts(SpoiledStore.Damage damage) {
        PageId page = leafOf(pagesOfTwo, pagesOfOne);
        Tenant<Ledger> acme = openSpoiled(damage, page);

        assertThatThrownBy(() -> readAll(acme.at(SnapshotRef.named("v2")).state()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(page.toString())
                .hasMessageContaining("acme")
                .hasMessageContaining("v2")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("v1"));
    }

    @Test
    void theErrorNamesAllSnapshotsThatThePageHurts() {
        PageId page = leafOfBoth();
        Tenant<Ledger> acme = openSpoiled(SpoiledStore.Damage.ONE_BIT_FLIPPED, page);

        assertThatThrownBy(() -> readAll(acme.at(SnapshotRef.named("v2")).state()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(page.toString())
                .hasMessageContaining("v1")
                .hasMessageContaining("v2");
    }

    @Test
    void aPageThatAnotherIsADeltaOfHurtsThoseWhoNeedEither() {
        PageId base = largest(pagesOfOne, pagesOfTwo::containsKey);
        Tenant<Ledger> acme = openSpoiled(SpoiledStore.Damage.ONE_BIT_FLIPPED, base);

        for (String name : List.of("v1", "v2")) {
            assertThatThrownBy(() -> readAll(acme.at(SnapshotRef.named(name)).state()))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining(base.toString())
                    .hasMessageContaining("v1")
                    .hasMessageContaining("v2");
        }
    }

    @ParameterizedTest
    @EnumSource(SpoiledStore.Damage.class)
    void otherSnapshotsStayReadableAndCanBeGoneBackTo(SpoiledStore.Damage damage) {
        Tenant<Ledger> acme = openSpoiled(damage, leafOf(pagesOfTwo, pagesOfOne));
        assertThatThrownBy(() -> readAll(acme.at(SnapshotRef.named("v2")).state()))
                .isInstanceOf(CorruptDataException.class);

        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(one);
        assertThat(acme.rollback(SnapshotRef.named("v1")).state()).isEqualTo(one);
        acme.apply(Ledger::incremented);
        assertThat(reopen().tenant("acme").state()).isEqualTo(one.incremented());
    }

    @Test
    void theHeadIsNotHurtByAPageThatItDoesNotHave() {
        Tenant<Ledger> acme = openSpoiled(SpoiledStore.Damage.MISSING, leafOf(pagesOfTwo, pagesOfOne));

        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.noted("head"));
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v3"));
        assertThat(acme.snapshots()).hasSize(3);
    }

    @Test
    void whatOfADamagedSnapshotIsWholeStaysReadable() {
        PageId page = leafOfBoth();
        Tenant<Ledger> acme = openSpoiled(SpoiledStore.Damage.ONE_BIT_FLIPPED, page);
        Ledger state = acme.at(SnapshotRef.named("v2")).state();

        int found = 0;
        int damaged = 0;
        for (int i = 0; i < 3_000; i++) {
            try {
                assertThat(state.entries().get("key " + i))
                        .isEqualTo(two.entries().get("key " + i));
                found++;
            } catch (CorruptDataException e) {
                damaged++;
            }
        }
        assertThat(damaged).isPositive();
        assertThat(found).as("entries in other pages than the damaged one").isPositive();
    }

    @Test
    void aDamagedSnapshotCanBeDeleted() {
        Tenant<Ledger> acme = openSpoiled(SpoiledStore.Damage.ONE_BIT_FLIPPED, leafOf(pagesOfTwo, pagesOfOne));

        acme.delete(SnapshotRef.named("v2"));

        assertThat(acme.snapshots().flatMap(SnapshotInfo::name)).containsExactly("v1");
        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(one);
    }

    @Test
    void aPageThatIsWholeAgainIsRead() {
        Tenant<Ledger> acme = openSpoiled(SpoiledStore.Damage.MISSING, leafOf(pagesOfTwo, pagesOfOne));
        assertThatThrownBy(() -> readAll(acme.at(SnapshotRef.named("v2")).state()))
                .isInstanceOf(CorruptDataException.class);
        spoiled.repair();

        assertThat(acme.at(SnapshotRef.named("v2")).state()).isEqualTo(two);
    }
}
