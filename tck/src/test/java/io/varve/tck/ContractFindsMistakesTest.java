package io.varve.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.varve.spi.SnapshotStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The suite is itself tested: each mistake is found by the group of tests that is there for it. */
class ContractFindsMistakesTest {

    private static volatile @Nullable Mistake mistake;

    /** Run by this test alone: Surefire does not look into nested static classes. */
    static class MistakenStoreCase extends SnapshotStoreContract {

        private final MistakenStore.Data data = new MistakenStore.Data();

        @Override
        protected SnapshotStore open() {
            return new MistakenStore(data, mistake);
        }

        @Override
        protected Optional<String> url() {
            return Optional.of(Loopback.url(data, mistake));
        }
    }

    @ParameterizedTest
    @EnumSource
    void finds(Mistake introduced) {
        mistake = introduced;
        try {
            var tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectNestedClass(List.of(MistakenStoreCase.class), introduced.foundBy))
                    .execute()
                    .testEvents();
            assertThat(tests.succeeded().count() + tests.failed().count())
                    .as("tests that ran")
                    .isPositive();
            assertThat(tests.failed().count())
                    .as("tests that failed with " + introduced)
                    .isPositive();
        } finally {
            mistake = null;
        }
    }
}
