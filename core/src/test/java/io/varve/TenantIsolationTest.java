package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Backend.class)
class TenantIsolationTest extends BackendTest {

    private static final List<String> PREFIXES_OF_EACH_OTHER =
            List.of("a", "a.", "a:", "a:b", "a:b:", "a:b:c", "a=", "a~", "aa", "ab", "A", "a-1", "a-10");

    static Stream<String> idsThatAreRefused() {
        return Stream.of(
                "",
                " ",
                "a b",
                "a ",
                " a",
                "a\n",
                "a\tb",
                "a\0",
                "\0",
                "a\u007f",
                "../a",
                "..",
                ".",
                ".hidden",
                "a..b",
                "a/..",
                "a/b",
                "/etc/passwd",
                "a\\b",
                "C:\\a",
                "-rf",
                "~",
                "é",
                "aé",
                "a\u0301",
                "ａ",
                "а",
                "a💥",
                "\uD800",
                "a%",
                "a'b",
                "a\"b",
                "a;b",
                "a*",
                "x".repeat(129),
                "x".repeat(1_000_000));
    }

    @ParameterizedTest
    @MethodSource("idsThatAreRefused")
    void idsThatCouldNotBeOneAreRefusedByEveryMethod(String id) {
        StateManager<Ledger> states = open();

        assertThatThrownBy(() -> states.createTenant(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> states.findTenant(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> states.tenant(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> states.removeTenant(id))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .as("a message that can be logged")
                        .hasSizeLessThan(400)
                        .doesNotContainPattern("\\p{Cntrl}"));
        assertThat(states.tenants()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "Z9", "a._-:@+=~", "user@example.com", "a.b.c", "urn:uuid:1-2"})
    void idsOfTheFormThatIsPromisedAreAccepted(String id) {
        open().createTenant(id).apply(Ledger::incremented);

        StateManager<Ledger> states = reopen();
        assertThat(states.tenants()).containsExactly(id);
        assertThat(states.tenant(id).state().count()).isEqualTo(1);
    }

    @Test
    void anIdMayHave128Characters() {
        String id = "x".repeat(128);
        open().createTenant(id).snapshot(SnapshotRequest.named("n".repeat(128)));

        assertThat(reopen().tenant(id).snapshots()).hasSize(1);
    }

    @Test
    void tenantsWhoseIdsBeginAlikeHaveStatesOfTheirOwn() {
        StateManager<Ledger> before = open();
        for (String id : PREFIXES_OF_EACH_OTHER) {
            before.createTenant(id).apply(state -> state.noted(id).with("key", id.length()));
        }

        assertThat(PREFIXES_OF_EACH_OTHER)
                .allSatisfy(id -> assertThat(before.tenant(id).state().note()).isEqualTo(id));
        StateManager<Ledger> states = reopen();
        assertThat(PREFIXES_OF_EACH_OTHER)
                .allSatisfy(id -> assertThat(states.tenant(id).state())
                        .isEqualTo(Ledger.EMPTY.noted(id).with("key", id.length())));
    }

    @Test
    void removingATenantLeavesThoseWhoseIdsBeginAlike() {
        StateManager<Ledger> before = open();
        for (String id : PREFIXES_OF_EACH_OTHER) {
            Tenant<Ledger> tenant = before.createTenant(id);
            tenant.apply(state -> state.noted(id).with("key", 1));
            tenant.snapshot(SnapshotRequest.named("v1"));
        }
        before.removeTenant("a");
        before.removeTenant("a:b");

        StateManager<Ledger> states = reopen();

        List<String> left = PREFIXES_OF_EACH_OTHER.stream()
                .filter(id -> !id.equals("a") && !id.equals("a:b"))
                .sorted()
                .toList();
        assertThat(states.tenants()).containsExactlyElementsOf(left);
        assertThat(left).allSatisfy(id -> {
            Ledger expected = Ledger.EMPTY.noted(id).with("key", 1);
            assertThat(states.tenant(id).state()).isEqualTo(expected);
            assertThat(states.tenant(id).at(SnapshotRef.named("v1")).state()).isEqualTo(expected);
        });
    }

    @Test
    void aSnapshotIdOfAnotherTenantIsNotFound() {
        StateManager<Ledger> states = open();
        SnapshotRef ofAcme =
                SnapshotRef.id(states.createTenant("acme").snapshot().id());
        Tenant<Ledger> globex = states.createTenant("globex");
        globex.snapshot();

        assertThat(globex.find(ofAcme)).isEmpty();
        assertThatThrownBy(() -> globex.at(ofAcme)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> globex.rollback(ofAcme)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> globex.delete(ofAcme)).isInstanceOf(SnapshotNotFoundException.class);
        assertThat(states.tenant("acme").find(ofAcme)).hasSize(1);
    }

    @Test
    void aSnapshotOfOneTenantDoesNotShowInAnother() {
        StateManager<Ledger> states = open();
        states.createTenant("acme").snapshot(SnapshotRequest.named("v1"));
        Tenant<Ledger> globex = states.createTenant("globex");

        assertThat(globex.snapshots()).isEmpty();
        assertThat(globex.find(SnapshotRef.named("v1"))).isEmpty();
        assertThat(globex.find(SnapshotRef.latest())).isEmpty();
    }

    @Test
    void twoTenantsCanHaveSnapshotsOfTheSameName() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> globex = states.createTenant("globex");
        acme.apply(state -> state.noted("acme"));
        globex.apply(state -> state.noted("globex"));
        acme.snapshot(SnapshotRequest.named("v1"));
        globex.snapshot(SnapshotRequest.named("v1"));

        assertThat(acme.at(SnapshotRef.named("v1")).state().note()).isEqualTo("acme");
        assertThat(globex.at(SnapshotRef.named("v1")).state().note()).isEqualTo("globex");
        acme.delete(SnapshotRef.named("v1"));
        assertThat(globex.find(SnapshotRef.named("v1"))).hasSize(1);
    }

    @Test
    void retentionCountsEachTenantsSnapshotsAlone() {
        StateManager<Ledger> states = open(builder -> builder.retention(RetentionPolicy.keepAutomatic(2)));
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> globex = states.createTenant("globex");
        for (int i = 0; i < 4; i++) {
            acme.snapshot();
            globex.snapshot();
        }
        assertThat(acme.snapshots()).hasSize(2);
        assertThat(globex.snapshots()).hasSize(2);
    }
}
