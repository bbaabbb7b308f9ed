package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Backend.class)
class SnapshotNamesTest extends BackendTest {

    private Tenant<Ledger> acme;

    @BeforeEach
    void createTenant() {
        acme = open().createTenant("acme");
    }

    static Stream<String> namesThatAreAccepted() {
        return Stream.of(
                "v1.0",
                "a name with spaces",
                " leading and trailing ",
                "größer",
                "バージョン 1",
                "💥💥",
                "\uD800 alone",
                "a/b/../c",
                "../../etc/passwd",
                "a\\b",
                "'; DROP TABLE refs; --",
                "%",
                "a\u0301",
                "\u00e1",
                "CON",
                "-",
                ".",
                "0",
                "\u202Ereversed",
                "n".repeat(128),
                "💥".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("namesThatAreAccepted")
    void aNameMayBeAnyTextWithoutControlCharacters(String name) {
        acme.apply(Ledger::incremented);
        SnapshotInfo info = acme.snapshot(SnapshotRequest.named(name));

        assertThat(info.name()).containsExactly(name);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.find(SnapshotRef.named(name))).containsExactly(info);
        assertThat(reopened.at(SnapshotRef.named(name)).state().count()).isEqualTo(1);
        reopened.delete(SnapshotRef.named(name));
        assertThat(reopened.find(SnapshotRef.named(name))).isEmpty();
    }

    static Stream<String> namesThatAreRefused() {
        return Stream.of("", " ", "\u2003", "a\nb", "a\tb", "\0", "a\u007f", "a\u0085b", "n".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("namesThatAreRefused")
    void aNameThatIsEmptyTooLongOrHasControlCharactersIsRefused(String name) {
        assertThatThrownBy(() -> SnapshotRequest.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void aNameIsUniqueInTheTenant() {
        acme.snapshot(SnapshotRequest.named("v1"));
        Ledger head = acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> acme.snapshot(SnapshotRequest.named("v1")))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("'v1'")
                .hasMessageContaining("acme");
        assertThat(acme.snapshots()).hasSize(1);
        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void aNameIsUniqueInTheTenantAlsoAfterReopening() {
        acme.snapshot(SnapshotRequest.named("v1"));
        Tenant<Ledger> reopened = reopen().tenant("acme");

        assertThatThrownBy(() -> reopened.snapshot(SnapshotRequest.named("v1")))
                .isInstanceOf(DuplicateNameException.class);
        assertThat(reopened.snapshots()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "v1 ", " v1", "v", "v11", "v\u0131"})
    void namesThatAreOnlyAlikeAreDifferentNames(String other) {
        SnapshotInfo first = acme.snapshot(SnapshotRequest.named("v1"));
        SnapshotInfo second = acme.snapshot(SnapshotRequest.named(other));

        assertThat(acme.find(SnapshotRef.named("v1"))).containsExactly(first);
        assertThat(acme.find(SnapshotRef.named(other))).containsExactly(second);
    }

    @Test
    void textsThatAreTooLongAreRefused() {
        SnapshotRequest request = SnapshotRequest.automatic();
        String tooLong = "x".repeat(129);

        assertThatThrownBy(() -> request.by(tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.tagged(tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.with(tooLong, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.with("key", "x".repeat(1_001))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.describedAs("x".repeat(1_001))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooManyTagsAndTooMuchMetadataAreRefused() {
        SnapshotRequest tags = SnapshotRequest.automatic();
        SnapshotRequest metadata = SnapshotRequest.automatic();
        for (int i = 0; i < 10; i++) {
            tags = tags.tagged("tag " + i);
            metadata = metadata.with("key " + i, "value");
        }
        SnapshotRequest fullOfTags = tags;
        SnapshotRequest fullOfMetadata = metadata;

        assertThatThrownBy(() -> fullOfTags.tagged("one more")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fullOfMetadata.with("one more", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestIsImmutable() {
        SnapshotRequest request = SnapshotRequest.named("v1");
        SnapshotRequest more =
                request.by("admin").describedAs("text").tagged("tag").with("key", "value");

        assertThat(request).isEqualTo(SnapshotRequest.named("v1")).isNotEqualTo(more);
        assertThat(request.tags()).isEmpty();
        assertThat(request.metadata()).isEmpty();
    }
}
