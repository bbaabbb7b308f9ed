package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Commits that are applied: what they create, replace, remove, check and put. */
abstract class CommitContract extends ContractGroup {

    private static final byte[] ONE = bytes("one");
    private static final byte[] TWO = bytes("two");

    CommitContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void a_new_store_is_empty() {
        assertThat(store().readRef(ACME, "head")).isEmpty();
        assertThat(store().scanRefs(ACME, "", null, 10)).isEmpty();
        assertThat(store().scanPages(ACME, null, 10)).isEmpty();
        assertThat(store().getPages(ACME, List.of(Samples.id(1)))).isEmpty();
        assertThat(store().scanTenants(null, 10)).isEmpty();
    }

    @Test
    void a_ref_is_created_replaced_and_removed() {
        update(ACME, RefUpdate.create("head", ONE));
        assertThat(store().readRef(ACME, "head")).contains(ONE);

        update(ACME, RefUpdate.replace("head", bytes("one"), TWO));
        assertThat(store().readRef(ACME, "head")).contains(TWO);

        update(ACME, RefUpdate.delete("head", bytes("two")));
        assertThat(store().readRef(ACME, "head")).isEmpty();
        assertThat(Walk.refNames(store(), ACME)).isEmpty();
    }

    @Test
    void a_removed_ref_can_be_created_again() {
        update(ACME, RefUpdate.create("head", ONE));
        update(ACME, RefUpdate.delete("head", ONE));
        update(ACME, RefUpdate.create("head", TWO));
        assertThat(store().readRef(ACME, "head")).contains(TWO);
    }

    @Test
    void a_ref_may_come_back_to_a_value_it_had() {
        update(ACME, RefUpdate.create("head", ONE));
        update(ACME, RefUpdate.replace("head", ONE, TWO));
        update(ACME, RefUpdate.replace("head", TWO, ONE));
        assertThat(store().readRef(ACME, "head")).contains(ONE);
    }

    @Test
    void one_commit_creates_replaces_removes_and_checks_different_refs() {
        update(
                ACME,
                RefUpdate.create("replaced", ONE),
                RefUpdate.create("removed", ONE),
                RefUpdate.create("kept", ONE));

        update(
                ACME,
                RefUpdate.check("absent", null),
                RefUpdate.replace("replaced", ONE, TWO),
                RefUpdate.delete("removed", ONE),
                RefUpdate.create("created", TWO),
                RefUpdate.check("kept", ONE));

        assertThat(store().scanRefs(ACME, "", null, 10))
                .containsExactly(new Ref("created", TWO), new Ref("kept", ONE), new Ref("replaced", TWO));
    }

    @Test
    void sixty_four_refs_change_in_one_commit_in_any_order() {
        List<RefUpdate> creations = new ArrayList<>();
        List<RefUpdate> replacements = new ArrayList<>();
        for (int i = 0; i < SnapshotStore.MAX_REF_UPDATES; i++) {
            creations.add(RefUpdate.create("s/" + i, bytes(i)));
            replacements.add(RefUpdate.replace("s/" + i, bytes(i), bytes(i + 1_000)));
        }
        Collections.shuffle(creations, new Random(1));
        Collections.shuffle(replacements, new Random(2));

        update(ACME, creations);
        update(ACME, replacements);

        assertThat(Walk.refNames(store(), ACME)).hasSize(SnapshotStore.MAX_REF_UPDATES);
        for (int i = 0; i < SnapshotStore.MAX_REF_UPDATES; i++) {
            assertThat(store().readRef(ACME, "s/" + i)).contains(bytes(i + 1_000));
        }
    }

    @Test
    void the_pages_of_a_commit_are_there_when_its_refs_are() {
        CommitResult result =
                store().commit(ACME, 7, List.of(page(1), page(2)), List.of(RefUpdate.create("head", ONE)));

        assertThat(result.isApplied()).isTrue();
        assertThat(store().readRef(ACME, "head")).contains(ONE);
        assertThat(store().getPages(ACME, List.of(page(1).id(), page(2).id())))
                .containsOnlyKeys(page(1).id(), page(2).id());
    }

    @Test
    void a_commit_of_pages_only_is_applied() {
        assertThat(store().commit(ACME, 7, List.of(page(1)), List.of()).isApplied())
                .isTrue();
        assertThat(Walk.pageIds(store(), ACME)).containsExactly(page(1).id());
    }

    @Test
    void a_commit_of_nothing_is_applied_and_makes_no_tenant() {
        assertThat(store().commit(ACME, 7, List.of(), List.of()).isApplied()).isTrue();
        assertThat(store().scanTenants(null, 10)).isEmpty();
    }

    @Test
    void a_check_that_holds_changes_nothing() {
        update(ACME, RefUpdate.create("head", ONE));

        update(ACME, RefUpdate.check("head", ONE), RefUpdate.check("absent", null));

        assertThat(store().scanRefs(ACME, "", null, 10)).containsExactly(new Ref("head", ONE));
    }

    @Test
    void a_check_of_an_absent_ref_makes_neither_ref_nor_tenant() {
        update(ACME, RefUpdate.check("absent", null));
        assertThat(store().readRef(ACME, "absent")).isEmpty();
        assertThat(store().scanRefs(ACME, "", null, 10)).isEmpty();
        assertThat(store().scanTenants(null, 10)).isEmpty();
    }

    @Test
    void a_value_of_no_bytes_is_not_an_absent_ref() {
        byte[] empty = {};
        update(ACME, RefUpdate.create("head", empty));
        assertThat(store().readRef(ACME, "head")).contains(empty);
        assertThat(store().scanRefs(ACME, "", null, 10)).containsExactly(new Ref("head", empty));
        update(ACME, RefUpdate.check("head", new byte[0]));

        update(ACME, RefUpdate.replace("head", empty, ONE));
        update(ACME, RefUpdate.replace("head", ONE, empty));
        assertThat(store().readRef(ACME, "head")).contains(empty);

        update(ACME, RefUpdate.delete("head", empty));
        assertThat(store().readRef(ACME, "head")).isEmpty();
    }

    @Test
    void every_byte_value_survives_in_a_ref() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        update(ACME, RefUpdate.create("head", all));
        assertThat(store().readRef(ACME, "head")).contains(all);
        update(ACME, RefUpdate.replace("head", all.clone(), ONE));
    }

    @Test
    void what_was_given_or_read_is_not_modified_by_what_comes_later() {
        byte[] given = bytes("first");
        Page page = new Page(page(1).id(), bytes("page"));
        assertThat(store().commit(ACME, 1, List.of(page), List.of(RefUpdate.create("head", given)))
                        .isApplied())
                .isTrue();
        byte[] read = store().readRef(ACME, "head").orElseThrow();
        List<Ref> scanned = store().scanRefs(ACME, "", null, 9);
        byte[] pageRead = store().getPages(ACME, List.of(page.id())).get(page.id());

        update(ACME, RefUpdate.replace("head", bytes("first"), bytes("other")));
        put(ACME, 2, new Page(page.id(), bytes("egap")));
        put(ACME, 3, page(2));
        assertThat(store().readRef(ACME, "head")).contains(bytes("other"));

        assertThat(given).isEqualTo(bytes("first"));
        assertThat(read).isEqualTo(bytes("first"));
        assertThat(scanned).containsExactly(new Ref("head", bytes("first")));
        assertThat(page.bytes()).isEqualTo(bytes("page"));
        assertThat(pageRead).isEqualTo(bytes("page"));
    }

    @Test
    void names_that_look_alike_are_different_refs() {
        for (String name : Samples.AWKWARD_NAMES) {
            update(ACME, RefUpdate.create(name, bytes(name)));
        }
        for (String name : Samples.AWKWARD_NAMES) {
            assertThat(store().readRef(ACME, name)).as("value of '%s'", name).contains(bytes(name));
        }
        for (String name : Samples.AWKWARD_NAMES) {
            update(ACME, RefUpdate.delete(name, bytes(name)));
        }
        assertThat(store().scanRefs(ACME, "", null, 100)).isEmpty();
    }

    @Test
    void every_character_that_a_name_may_have_is_kept_in_order() {
        List<String> names = new ArrayList<>();
        for (char c = '!'; c <= '~'; c++) {
            names.add("x" + c + "y");
            update(ACME, RefUpdate.create("x" + c + "y", ONE));
        }
        assertThat(Walk.refNames(store(), ACME)).isEqualTo(names);
    }
}
