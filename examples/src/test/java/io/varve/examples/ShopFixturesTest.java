package io.varve.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.test.Fixture;
import io.varve.test.FixtureTest;
import io.varve.test.StateFixtures;
import java.time.Instant;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an application's test of its fixtures looks like. The fixtures themselves are in src/test/resources/fixtures. */
class ShopFixturesTest {

    @RegisterExtension
    static final StateFixtures<Shop> FIXTURES = StateFixtures.of(Shop.class)
            .version("1.0")
            .example("empty", Shop::empty)
            .example("typical", ShopFixturesTest::typical);

    private static Shop typical() {
        return Shop.empty()
                .withSetting("theme", "dark")
                .withSession("s-1", new Shop.Session("ada", Instant.parse("2026-03-01T12:00:00Z")))
                .withOrder(new Shop.Order("ada", "agate", 500));
    }

    @FixtureTest
    void isReadAsWhatItWas(Fixture<Shop> fixture) {
        if (fixture.isOf("typical")) {
            fixture.requireState(typical());
        } else {
            assertThat(fixture.state().orders()).isEmpty();
        }
    }
}
