package io.varve.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.varve.spi.SnapshotStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The suite is itself tested: each fault is found by the group of tests that is there for it. */
class ContractFindsFaultsTest {

    private static volatile @Nullable Fault fault;

    /** Run by this test alone: Surefire does not look into nested static classes. */
    static class FaultyStoreCase extends SnapshotStoreContract {

        private final FaultyStore.Data data = new FaultyStore.Data();

        @Override
        protected SnapshotStore open() {
            return new FaultyStore(data, fault);
        }
    }

    @ParameterizedTest
    @EnumSource
    void finds(Fault introduced) {
        fault = introduced;
        try {
            var tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectNestedClass(List.of(FaultyStoreCase.class), introduced.foundBy))
                    .execute()
                    .testEvents();
            assertThat(tests.succeeded().count() + tests.failed().count())
                    .as("tests that ran")
                    .isPositive();
            assertThat(tests.failed().count()).as("tests that failed").isPositive();
        } finally {
            fault = null;
        }
    }
}
