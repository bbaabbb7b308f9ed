package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.CommitResult;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits that are refused: nothing changes, and the answer tells how everything really is. */
abstract class ConflictContract extends ContractGroup {

    private static final byte[] ONE = bytes("one");
    private static final byte[] TWO = bytes("two");
    private static final byte[] EMPTY = {};

    ConflictContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void creating_a_ref_that_is_there_conflicts() {
        update(ACME, RefUpdate.create("head", ONE));
        assertRefused(RefUpdate.create("head", TWO));
        assertRefused(RefUpdate.create("head", ONE));
    }

    @Test
    void replacing_or_removing_an_absent_ref_conflicts() {
        assertRefused(RefUpdate.replace("head", ONE, TWO));
        assertRefused(RefUpdate.delete("head", ONE));
        assertThat(store().scanTenants(null, 10)).isEmpty();
    }

    @Test
    void a_removed_ref_is_absent_for_the_next_commit() {
        update(ACME, RefUpdate.create("head", ONE));
        update(ACME, RefUpdate.delete("head", ONE));
        assertRefused(RefUpdate.replace("head", ONE, TWO));
        assertRefused(RefUpdate.check("head", ONE));
    }

    @Test
    void a_value_that_differs_in_length_or_in_one_bit_conflicts() {
        update(ACME, RefUpdate.create("head", bytes("abc")));
        for (byte[] wrong : List.of(EMPTY, bytes("ab"), bytes("abcd"), bytes("abC"), bytes("abc\0"), bytes("\0abc"))) {
            assertRefused(RefUpdate.replace("head", wrong, ONE));
            assertRefused(RefUpdate.delete("head", wrong));
            assertRefused(RefUpdate.check("head", wrong));
        }
    }

    @Test
    void an_absent_ref_and_one_of_no_bytes_are_told_apart() {
        update(ACME, RefUpdate.create("empty", EMPTY));
        assertRefused(RefUpdate.create("empty", ONE));
        assertRefused(RefUpdate.create("empty", EMPTY));
        assertRefused(RefUpdate.check("empty", null));
        assertRefused(RefUpdate.check("absent", EMPTY));
        assertRefused(RefUpdate.replace("absent", EMPTY, ONE));
        assertRefused(RefUpdate.delete("absent", EMPTY));
    }

    @Test
    void names_differ_in_case() {
        update(ACME, RefUpdate.create("head", ONE));
        assertRefused(RefUpdate.replace("HEAD", ONE, TWO));
        update(ACME, RefUpdate.create("HEAD", TWO));
        assertThat(store().readRef(ACME, "head")).contains(ONE);
    }

    @Test
    void a_check_that_fails_refuses_the_commit() {
        update(ACME, RefUpdate.create("g", ONE), RefUpdate.create("head", ONE));
        assertRefused(RefUpdate.replace("head", ONE, TWO), RefUpdate.check("g", TWO));
        assertRefused(RefUpdate.check("g", TWO), RefUpdate.replace("head", ONE, TWO));
        assertRefused(RefUpdate.replace("head", ONE, TWO), RefUpdate.check("g", null));
        assertRefused(RefUpdate.replace("head", ONE, TWO), RefUpdate.check("absent", ONE));
    }

    @Test
    void a_commit_of_checks_only_is_refused_if_one_fails() {
        update(ACME, RefUpdate.create("g", ONE));
        assertRefused(RefUpdate.check("g", ONE), RefUpdate.check("absent", ONE));
    }

    @Test
    void a_conflict_tells_the_actual_value_of_every_ref_named() {
        update(
                ACME,
                RefUpdate.create("matching", ONE),
                RefUpdate.create("checked", TWO),
                RefUpdate.create("other", ONE));
        update(ACME, RefUpdate.create("unnamed", ONE));

        CommitResult result = store().commit(
                        ACME,
                        0,
                        List.of(),
                        List.of(
                                RefUpdate.replace("matching", ONE, TWO),
                                RefUpdate.check("checked", TWO),
                                RefUpdate.create("free", ONE),
                                RefUpdate.check("absent", null),
                                RefUpdate.replace("other", TWO, EMPTY),
                                RefUpdate.delete("missing", ONE)));

        assertThat(result).isInstanceOf(CommitResult.Conflict.class);
        Map<String, Optional<byte[]>> actual = ((CommitResult.Conflict) result).actual();
        assertThat(actual).containsOnlyKeys("matching", "checked", "free", "absent", "other", "missing");
        assertThat(actual.get("matching")).contains(ONE);
        assertThat(actual.get("checked")).contains(TWO);
        assertThat(actual.get("free")).isEmpty();
        assertThat(actual.get("absent")).isEmpty();
        assertThat(actual.get("other")).contains(ONE);
        assertThat(actual.get("missing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 62, 63})
    void one_wrong_ref_among_sixty_four_leaves_all_as_they_were(int wrong) {
        List<RefUpdate> creations = new ArrayList<>();
        List<RefUpdate> updates = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            byte[] value = bytes(i);
            boolean exists = i % 2 == 0;
            if (exists) {
                creations.add(RefUpdate.create("s/" + i, value));
            }
            byte[] expected = i == wrong ? bytes("wrong") : exists ? value : null;
            byte[] next = i % 4 == 0 ? null : i % 4 == 3 ? expected : bytes(-i);
            updates.add(Samples.update("s/" + i, expected, next));
        }
        update(ACME, creations);

        assertRefused(updates.toArray(RefUpdate[]::new));
    }

    @Test
    void the_pages_of_a_refused_commit_are_there_whole_or_not_at_all() {
        List<PageId> ids = List.of(page(1).id(), page(2).id());
        CommitResult result =
                store().commit(ACME, 1, List.of(page(1), page(2)), List.of(RefUpdate.delete("absent", ONE)));

        assertThat(result.isApplied()).isFalse();
        store().getPages(ACME, ids)
                .forEach((id, bytes) ->
                        assertThat(bytes).isEqualTo(id.equals(page(1).id()) ? page(1).bytes() : page(2).bytes()));

        put(ACME, 1, page(1), page(2));
        assertThat(store().getPages(ACME, ids)).hasSize(2);
    }

    @Test
    void a_refused_commit_can_be_repeated_with_the_values_it_returned() {
        update(ACME, RefUpdate.create("head", ONE));
        CommitResult refused = store().commit(ACME, 0, List.of(), List.of(RefUpdate.create("head", TWO)));
        byte[] actual = ((CommitResult.Conflict) refused)
                .actual()
                .getOrDefault("head", Optional.empty())
                .orElseThrow();
        update(ACME, RefUpdate.replace("head", actual, TWO));
        assertThat(store().readRef(ACME, "head")).contains(TWO);
    }

    @Test
    void the_ref_of_another_tenant_does_not_count() {
        update(GLOBEX, RefUpdate.create("head", ONE));
        assertRefused(RefUpdate.replace("head", ONE, TWO));
        assertRefused(RefUpdate.check("head", ONE));
        update(ACME, RefUpdate.create("head", TWO));
        assertThat(store().readRef(GLOBEX, "head")).contains(ONE);
    }

    /** Commits the updates, and finds that they were refused, truthfully, and that no ref changed. */
    private void assertRefused(RefUpdate... updates) {
        List<Ref> before = store().scanRefs(ACME, "", null, 1_000);

        CommitResult result = store().commit(ACME, 0, List.of(), List.of(updates));

        assertThat(result).as("result of %s on %s", List.of(updates), before).isInstanceOf(CommitResult.Conflict.class);
        ((CommitResult.Conflict) result)
                .actual()
                .forEach((name, value) -> assertThat(value.map(bytes -> new Ref(name, bytes)))
                        .as("actual value of '%s'", name)
                        .isEqualTo(before.stream()
                                .filter(ref -> ref.name().equals(name))
                                .findFirst()));
        assertThat(store().scanRefs(ACME, "", null, 1_000))
                .as("refs after a refused commit")
                .isEqualTo(before);
    }
}
