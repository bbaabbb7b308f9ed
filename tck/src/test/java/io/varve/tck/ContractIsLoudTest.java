package io.varve.tck;

import static io.varve.tck.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.varve.tck.SnapshotStoreContract.Commits;
import io.varve.tck.SnapshotStoreContract.Durability;
import io.varve.tck.SnapshotStoreContract.KilledProcess;
import io.varve.tck.SnapshotStoreContract.RacesOfTwoInstances;
import io.varve.tck.SnapshotStoreContract.RacesOfTwoProcesses;
import io.varve.tck.SnapshotStoreContract.RandomOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * A suite that did not really run says so: mistakes in the test class of a plugin, as the person reads them who made them.
 * The classes are run by this test alone: Surefire does not look into nested static classes.
 */
class ContractIsLoudTest {

    /** A test class without mistakes, over a store that claims everything. */
    abstract static class Plugin extends SnapshotStoreContract {

        final MistakenStore.Data data = new MistakenStore.Data();

        @Override
        protected @Nullable SnapshotStore open() throws Exception {
            return new MistakenStore(data, null);
        }

        @Override
        protected Optional<String> url() throws Exception {
            return Optional.of(Loopback.url(data, null));
        }
    }

    static class OpensNothing extends Plugin {
        @Override
        protected @Nullable SnapshotStore open() {
            return null;
        }
    }

    @Test
    void a_store_that_is_null() {
        assertAllFail(run(OpensNothing.class, Commits.class), "open() of the test class returned null");
    }

    static class CanNotOpen extends Plugin {
        @Override
        protected SnapshotStore open() throws IOException {
            throw new IOException("no server at port 5432");
        }
    }

    @Test
    void a_store_that_can_not_be_opened() {
        assertAllFail(
                run(CanNotOpen.class, Commits.class),
                "open() of the test class failed: java.io.IOException: no server at port 5432");
    }

    static class SkipsInOpen extends Plugin {
        @Override
        protected SnapshotStore open() {
            return abort("no container runtime here");
        }
    }

    @Test
    void a_store_whose_opening_skips_the_test() {
        assertAllFail(
                run(SkipsInOpen.class, Commits.class),
                "open() of the test class skips the test, and what does not run proves nothing");
    }

    static class SkipsBeforehand extends Plugin {
        @BeforeEach
        void skip() {
            abort("no container runtime here");
        }
    }

    @Test
    void a_test_class_that_skips_every_test_of_a_group() {
        EngineExecutionResults results = run(SkipsBeforehand.class, Commits.class);
        assertThat(results.testEvents().failed().count()).isZero();
        assertThat(messages(results.containerEvents().failed()))
                .anySatisfy(message -> assertThat(message)
                        .contains("no test of Commits ran, so nothing is proved")
                        .contains("no container runtime here"));
    }

    static class OpensTheSameTwice extends Plugin {
        private @Nullable SnapshotStore only;

        @Override
        protected SnapshotStore open() {
            only = only == null ? new MistakenStore(data, null) : only;
            return only;
        }
    }

    @Test
    void an_open_that_returns_the_same_store_twice() {
        String told = "open() of the test class returned the same store twice";
        assertAllFail(run(OpensTheSameTwice.class, RacesOfTwoInstances.class), told);
        assertSomeFail(run(OpensTheSameTwice.class, Durability.class), told);
    }

    static class OpensOtherDataEachTime extends Plugin {
        @Override
        protected SnapshotStore open() {
            return new MistakenStore(new MistakenStore.Data(), null);
        }
    }

    @Test
    void a_second_open_that_does_not_see_the_data_of_the_first() {
        assertAllFail(
                run(OpensOtherDataEachTime.class, RacesOfTwoInstances.class),
                "the store that the second open() of a test returned does not see what was written to the first");
        assertSomeFail(
                run(OpensOtherDataEachTime.class, Durability.class),
                "the second open() of a test finds nothing of what was written");
    }

    static class SharesDataBetweenTests extends Plugin {
        private static final MistakenStore.Data SHARED = new MistakenStore.Data();

        @Override
        protected SnapshotStore open() {
            return new MistakenStore(SHARED, null);
        }
    }

    @Test
    void a_first_open_that_finds_data() {
        var unused = new MistakenStore(SharesDataBetweenTests.SHARED, null)
                .commit(new TenantId("left-over"), 1, List.of(page(1)), List.of());
        assertAllFail(
                run(SharesDataBetweenTests.class, Commits.class),
                "the first open() of a test returned a store that is not empty, it has the tenants [left-over]");
    }

    static class ClaimsMoreAndMore extends Plugin {
        private int opened;

        @Override
        protected SnapshotStore open() {
            SnapshotStore store = new MistakenStore(data, null);
            Capabilities claimed = new Capabilities(true, true, (1 << 20) + opened++, 1 << 16);
            return (SnapshotStore) Proxy.newProxyInstance(
                    SnapshotStore.class.getClassLoader(),
                    new Class<?>[] {SnapshotStore.class},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "capabilities" -> claimed;
                        case "equals" -> false;
                        default -> method.invoke(store, args);
                    });
        }
    }

    @Test
    void capabilities_that_change_from_one_opening_to_the_next() {
        assertAllFail(
                run(ClaimsMoreAndMore.class, RacesOfTwoInstances.class),
                "the store that the second open() of a test returned has other capabilities than the first");
    }

    static class HasNoUrl extends Plugin {
        @Override
        protected Optional<String> url() {
            return Optional.empty();
        }
    }

    @Test
    void a_store_that_claims_to_be_multi_process_without_a_way_to_open_it_in_another_process() {
        assertAllFail(
                run(HasNoUrl.class, RacesOfTwoProcesses.class),
                "the store claims Capabilities.multiProcess, but the test class does not say how another process opens"
                        + " its data: override url()");
    }

    @Test
    void what_needs_a_url_and_claims_nothing_is_skipped_with_the_reason() {
        EngineExecutionResults results = run(HasNoUrl.class, KilledProcess.class);
        assertThat(results.allEvents().failed().count()).isZero();
        assertThat(messages(results.testEvents().aborted()))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).contains("it does not override url()"));
    }

    static class HasUrlOfOtherData extends Plugin {
        @Override
        protected Optional<String> url() {
            return Optional.of(Loopback.url(new MistakenStore.Data(), null));
        }
    }

    @Test
    void a_url_under_which_another_process_finds_other_data() {
        assertAllFail(
                run(HasUrlOfOtherData.class, RacesOfTwoProcesses.class), "does not see what was written to the first");
    }

    static class HasUrlOfNoProvider extends Plugin {
        @Override
        protected Optional<String> url() {
            return Optional.of("nowhere:data");
        }
    }

    @Test
    void a_url_that_no_provider_opens() {
        assertAllFail(run(HasUrlOfNoProvider.class, RacesOfTwoProcesses.class), "no store provider for 'nowhere:'");
    }

    private static class IsPrivate extends Plugin {}

    @Test
    void a_private_class_is_an_issue_that_junit_can_be_told_to_fail_for() {
        assertThat(EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(IsPrivate.class))
                        .discover()
                        .getDiscoveryIssues())
                .anySatisfy(issue -> assertThat(issue.message()).contains("must not be private"));
    }

    static class ClaimsNothing extends Plugin {
        @Override
        protected SnapshotStore open() {
            SnapshotStore store = new MistakenStore(data, null);
            return (SnapshotStore) Proxy.newProxyInstance(
                    SnapshotStore.class.getClassLoader(),
                    new Class<?>[] {SnapshotStore.class},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "capabilities" -> new Capabilities(false, false, 1 << 21, 1 << 21);
                        case "equals" -> false;
                        default -> method.invoke(store, args);
                    });
        }
    }

    @Test
    void what_a_store_does_not_claim_is_listed_with_the_reason_at_the_end() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            EngineExecutionResults results = run(ClaimsNothing.class, Durability.class);
            assertThat(results.allEvents().failed().count()).isZero();
            assertThat(run(ClaimsNothing.class, Commits.class)
                            .allEvents()
                            .failed()
                            .count())
                    .isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "varve-tck: ClaimsNothing: 0 tests of the contract ran, 0 of them failed",
                        "varve-tck: ClaimsNothing: skipped 8 of Durability: the store's Capabilities.durable is false,"
                                + " so its data ends with it")
                .anySatisfy(line -> assertThat(line)
                        .matches("varve-tck: ClaimsNothing: \\d\\d tests of the contract ran, 0 of them failed"));
    }

    static class ForgetsRefs extends Plugin {
        @Override
        protected SnapshotStore open() {
            return new MistakenStore(data, Mistake.A_REF_CREATED_THE_SEVENTH_TIME_IS_LOST);
        }
    }

    @Test
    void a_failing_seed_is_told_and_fails_again_alone_in_the_same_way() {
        String first = failureOfSeed("42");
        assertThat(first).contains("seed 42 (run it again with -Dvarve.tck.seed=42), last steps:");
        assertThat(failureOfSeed("42")).isEqualTo(first);
        assertThat(failureOfSeed("43")).isNotEqualTo(first);
    }

    private static String failureOfSeed(String seed) {
        System.setProperty(SnapshotStoreContract.SEED_PROPERTY, seed);
        try {
            Events tests = run(ForgetsRefs.class, RandomOperations.class).testEvents();
            assertThat(tests.started().count())
                    .as("tests that ran with one seed")
                    .isEqualTo(2);
            return messages(tests.failed()).stream()
                    .filter(message -> message.contains("reopen") || message.contains("commit a"))
                    .findFirst()
                    .orElseThrow();
        } finally {
            System.clearProperty(SnapshotStoreContract.SEED_PROPERTY);
        }
    }

    private static EngineExecutionResults run(Class<?> plugin, Class<?> group) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectNestedClass(List.of(plugin), group))
                .execute();
    }

    private static void assertAllFail(EngineExecutionResults results, String with) {
        Events tests = results.testEvents();
        assertThat(tests.failed().count())
                .as("tests that failed")
                .isPositive()
                .isEqualTo(tests.started().count());
        assertThat(messages(tests.failed()))
                .allSatisfy(message -> assertThat(message).contains(with));
    }

    private static void assertSomeFail(EngineExecutionResults results, String with) {
        assertThat(messages(results.testEvents().failed()))
                .anySatisfy(message -> assertThat(message).contains(with));
    }

    private static List<String> messages(Events events) {
        return events.stream()
                .map(Event::getPayload)
                .flatMap(Optional::stream)
                .map(TestExecutionResult.class::cast)
                .map(result -> result.getThrowable().map(Throwable::getMessage).orElse(""))
                .toList();
    }
}
