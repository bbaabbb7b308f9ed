package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class SnapshotFilterTest extends BackendTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;

    @BeforeEach
    void takeSnapshots() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        take(SnapshotRequest.named("v1.0").by("ann").tagged("release", "eu"));
        take(SnapshotRequest.automatic().by("ann").tagged("nightly"));
        take(SnapshotRequest.named("v1.1").by("bob").tagged("release").with("ticket", "42"));
        take(SnapshotRequest.named("beta").by("bob"));
        acme.apply(Ledger::incremented);
        acme.rollback(SnapshotRef.named("v1.0"));
    }

    private void take(SnapshotRequest request) {
        acme.apply(Ledger::incremented);
        acme.snapshot(request);
        clock.move(HOUR);
    }

    private List<String> selected(SnapshotFilter filter) {
        assertThat(acme.snapshotCount(filter)).isEqualTo(acme.snapshots(filter).size());
        return acme.snapshots(filter).map(SnapshotInfo::label).asJava();
    }

    private static Instant hour(int number) {
        return TestClock.START.plus(HOUR.multipliedBy(number));
    }

    @Test
    void everythingIsSelectedWithoutConditions() {
        assertThat(selected(SnapshotFilter.all()))
                .containsExactly("'v1.0'", "automatic #1", "'v1.1'", "'beta'", "safety #4");
        assertThat(acme.snapshotCount()).isEqualTo(5);
    }

    @Test
    void allTagsAreRequired() {
        assertThat(selected(SnapshotFilter.all().tagged("release"))).containsExactly("'v1.0'", "'v1.1'");
        assertThat(selected(SnapshotFilter.all().tagged("release").tagged("eu")))
                .containsExactly("'v1.0'");
        assertThat(selected(SnapshotFilter.all().tagged("Release"))).isEmpty();
    }

    @Test
    void anyOfSomeTagsWillDo() {
        assertThat(selected(SnapshotFilter.all().taggedAny("eu", "nightly"))).containsExactly("'v1.0'", "automatic #1");
        assertThat(selected(SnapshotFilter.all().taggedAny("other"))).isEmpty();
        assertThat(selected(SnapshotFilter.all().taggedAny())).hasSize(5);
    }

    @Test
    void whatHasOneOfSomeTagsIsLeftOut() {
        assertThat(selected(SnapshotFilter.all().notTagged("eu", "nightly")))
                .containsExactly("'v1.1'", "'beta'", "safety #4");
        assertThat(selected(
                        SnapshotFilter.all().tagged("release").notTagged("eu").notTagged("us")))
                .containsExactly("'v1.1'");
    }

    @Test
    void aPartOfTheDescriptionIsEnoughInUpperOrLowerCase() {
        assertThat(selected(SnapshotFilter.all().described("BEFORE the rollback")))
                .containsExactly("safety #4");
        assertThat(selected(SnapshotFilter.all().described("after"))).isEmpty();
        assertThat(selected(SnapshotFilter.all().described(""))).containsExactly("safety #4");
    }

    @Test
    void aNameWithoutWildcardsIsThatName() {
        assertThat(selected(SnapshotFilter.all().namedLike("v1.1"))).containsExactly("'v1.1'");
        assertThat(selected(SnapshotFilter.all().namedLike("v1.1").tagged("eu")))
                .isEmpty();
        assertThat(selected(SnapshotFilter.all().namedLike("v9"))).isEmpty();
    }

    @Test
    void textsThatAreTooLongAreRefused() {
        String tooLong = "*".repeat(SnapshotRequest.MAX_TEXT_LENGTH + 1);
        assertThatThrownBy(() -> SnapshotFilter.all().namedLike(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pattern of names has at most 1000 characters; found 1001");
        assertThatThrownBy(() -> SnapshotFilter.all().described(tooLong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFilterSaysWhatItSelects() {
        assertThat(SnapshotFilter.all()).hasToString("all");
        assertThat(SnapshotFilter.all()
                        .ofKind(SnapshotKind.NAMED)
                        .tagged("a", "b")
                        .taggedAny("c", "d")
                        .notTagged("e")
                        .by("ann")
                        .namedLike("v*")
                        .described("x")
                        .with("k", "v")
                        .childOf("7"))
                .hasToString(
                        "of kind named, named like v*, by ann, tagged a and b, tagged c or d, not tagged e, described"
                                + " with 'x', with k v, made from 7");
    }

    @Test
    void whatWasMadeFromASnapshotIsFoundByIt() {
        String first = acme.find(SnapshotRef.named("v1.0")).get().id();
        take(SnapshotRequest.named("after")); // The head is that of v1.0 again.

        assertThat(selected(SnapshotFilter.all().childOf(first))).containsExactly("automatic #1", "'after'");
        assertThat(selected(SnapshotFilter.all().childOf(first).tagged("nightly")))
                .containsExactly("automatic #1");
        assertThat(selected(SnapshotFilter.all().childOf("unknown"))).isEmpty();
    }

    @Test
    void theCreatorIsOneWhoSaidSo() {
        assertThat(selected(SnapshotFilter.all().by("bob"))).containsExactly("'v1.1'", "'beta'");
        assertThat(selected(SnapshotFilter.all().by("eve"))).isEmpty();
    }

    @Test
    void anyOfTheKindsWillDo() {
        assertThat(selected(SnapshotFilter.all().ofKind(SnapshotKind.AUTOMATIC, SnapshotKind.SAFETY)))
                .containsExactly("automatic #1", "safety #4");
        assertThat(selected(SnapshotFilter.all().ofKind())).hasSize(5);
    }

    @Test
    void timesAreFromInclusiveUntilExclusive() {
        assertThat(selected(SnapshotFilter.all().from(hour(1)).until(hour(3))))
                .containsExactly("automatic #1", "'v1.1'");
        assertThat(selected(SnapshotFilter.all().from(hour(4)))).containsExactly("safety #4");
        assertThat(selected(SnapshotFilter.all().until(hour(0)))).isEmpty();
    }

    @Test
    void metadataIsKeyAndValue() {
        assertThat(selected(SnapshotFilter.all().with("ticket", "42"))).containsExactly("'v1.1'");
        assertThat(selected(SnapshotFilter.all().with("ticket", "43"))).isEmpty();
    }

    @Test
    void namesMayHaveWildcardsAndSnapshotsWithoutNamesHaveNoneToMatch() {
        assertThat(selected(SnapshotFilter.all().namedLike("v1.?"))).containsExactly("'v1.0'", "'v1.1'");
        assertThat(selected(SnapshotFilter.all().namedLike("*"))).containsExactly("'v1.0'", "'v1.1'", "'beta'");
        assertThat(selected(SnapshotFilter.all().namedLike("v1"))).isEmpty();
        assertThat(selected(SnapshotFilter.all().namedLike("*eta"))).containsExactly("'beta'");
    }

    @Test
    void conditionsAreCombined() {
        assertThat(selected(SnapshotFilter.all()
                        .tagged("release")
                        .by("bob")
                        .namedLike("v*")
                        .ofKind(SnapshotKind.NAMED)
                        .from(hour(0))
                        .until(hour(9))))
                .containsExactly("'v1.1'");
    }

    @Test
    void whatIsFilteredByOutlivesTheProcess() {
        acme = reopen().tenant("acme");
        assertThat(selected(SnapshotFilter.all().tagged("release").by("bob").with("ticket", "42")))
                .containsExactly("'v1.1'");
    }

    @Test
    void aPatternMatchesAsTheRegularExpressionItStandsForWould() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String pattern = text(random, "ab*?", 7);
            String name = "a" + text(random, "ab.", 8);
            String regex = pattern.chars()
                    .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c)))
                    .collect(Collectors.joining());
            assertThat(SnapshotFilter.all().namedLike(pattern).test(named(name)))
                    .as("'%s' against '%s', seed %d", pattern, name, seed)
                    .isEqualTo(name.matches(regex));
        }
    }

    private static String text(Random random, String letters, int maxLength) {
        return random.ints(random.nextInt(maxLength), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private SnapshotInfo named(String name) {
        SnapshotInfo info = acme.snapshots().head();
        return new SnapshotInfo(
                info.id(),
                info.sequence(),
                Option.some(name),
                info.kind(),
                info.createdAt(),
                info.createdBy(),
                info.description(),
                info.tags(),
                info.metadata(),
                info.stateVersion(),
                info.parents(),
                info.holds());
    }
}
