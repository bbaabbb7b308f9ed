package io.varve.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.varve.Evolution;
import io.varve.StateManagerBuilder;
import io.varve.collection.PersistentMap;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** An application that changes its types from version to version, and what its tests say each time. */
class StateFixturesTest {

    /** The application's state in version 1.0. */
    record Shop(PersistentMap<String, Integer> prices, String owner) {}

    /** In version 2.0, where prices are longs and the owner is a seller. */
    record NewShop(PersistentMap<String, Long> prices, String seller) {}

    private static Path folder = Path.of("");
    private static String version = "1.0";
    private static Consumer<StateManagerBuilder<NewShop>> evolutions = builder -> {};
    private static int price = 1;

    @TempDir
    Path temp;

    @BeforeEach
    void begin() {
        folder = temp;
        version = "1.0";
        price = 1;
        evolutions = builder -> {};
        System.setProperty("varve.test.nested", "true");
    }

    @AfterEach
    void end() {
        System.clearProperty("varve.test.nested");
        System.clearProperty(StateFixtures.MODE);
    }

    /** What the application's test of version 1.0 is. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @EnabledIfSystemProperty(named = "varve.test.nested", matches = "true")
    static class FirstVersionTest {

        @RegisterExtension
        final StateFixtures<Shop> fixtures = StateFixtures.of(Shop.class)
                .version(version)
                .folder(folder)
                .settings(builder -> builder.lookup(MethodHandles.lookup()))
                .example(
                        "one",
                        () -> new Shop(PersistentMap.<String, Integer>empty().put("tea", price), "ann"))
                .example("none", () -> new Shop(PersistentMap.empty(), ""));

        @FixtureTest
        void isAsItWas(Fixture<Shop> fixture) {
            if (fixture.isOf("one")) {
                fixture.requireState(
                        new Shop(PersistentMap.<String, Integer>empty().put("tea", 1), "ann"));
            } else {
                assertThat(fixture.state().prices()).isEmpty();
            }
            assertThat(fixture.version()).isEqualTo("1.0");
        }
    }

    /** And of version 2.0. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @EnabledIfSystemProperty(named = "varve.test.nested", matches = "true")
    static class SecondVersionTest {

        @RegisterExtension
        final StateFixtures<NewShop> fixtures = StateFixtures.of(NewShop.class)
                .version(version)
                .folder(folder)
                .settings(builder -> {
                    builder.lookup(MethodHandles.lookup());
                    evolutions.accept(builder);
                })
                .example(
                        "one",
                        () -> new NewShop(PersistentMap.<String, Long>empty().put("tea", 1L), "ann"));

        @FixtureTest
        void isAsItWas(Fixture<NewShop> fixture) {
            if (fixture.isOf("one")) {
                fixture.requireState(
                        new NewShop(PersistentMap.<String, Long>empty().put("tea", 1L), "ann"));
            }
        }
    }

    private static EngineExecutionResults run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute();
    }

    private static EngineExecutionResults writing(Class<?> test) {
        System.setProperty(StateFixtures.MODE, "write");
        try {
            return run(test);
        } finally {
            System.clearProperty(StateFixtures.MODE);
        }
    }

    private static List<String> failures(EngineExecutionResults results) {
        List<String> messages = new ArrayList<>();
        results.allEvents().finished().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .filter(result -> result.getStatus() == TestExecutionResult.Status.FAILED)
                .map(result -> result.getThrowable().map(Throwable::getMessage).orElse(""))
                .forEach(messages::add);
        return messages;
    }

    private static void withEvolution() {
        evolutions = builder -> builder.evolution(
                Evolution.ofRecord(NewShop.class).formerly(Shop.class.getName()).renamed("owner", "seller"));
    }

    @Test
    void withoutFixturesTheTestFailsAndSaysHowToWriteThem() {
        assertThat(failures(run(FirstVersionTest.class)))
                .singleElement()
                .asString()
                .isEqualTo("there are no fixtures in " + folder.toAbsolutePath()
                        + ", so nothing proves that what is stored stays readable. Write those of version 1.0 by running"
                        + " FirstVersionTest once with -Dvarve.fixtures=write (or VARVE_FIXTURES=write in the"
                        + " environment), and commit the files; if version 1.0 is released already, say by version(…)"
                        + " which one comes next.");
    }

    @Test
    void onceWrittenEachIsReadByTheTest() throws IOException {
        writing(FirstVersionTest.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(2).failed(0));
        assertThat(folder.resolve("1.0").resolve("one.varve")).exists();
        assertThat(Files.size(folder.resolve("1.0").resolve("one.varve"))).isLessThan(4_000);

        EngineExecutionResults results = run(FirstVersionTest.class);
        results.testEvents().assertStatistics(stats -> stats.started(2).succeeded(2));
        assertThat(results.testEvents()
                        .started()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .containsExactly("1.0/none", "1.0/one");
    }

    @Test
    void writingAgainChangesNothing() throws IOException {
        writing(FirstVersionTest.class);
        byte[] before = Files.readAllBytes(folder.resolve("1.0").resolve("one.varve"));
        price = 2;
        assertThat(failures(writing(FirstVersionTest.class))).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("1.0").resolve("one.varve")))
                .isEqualTo(before);
    }

    @Test
    void whatReadsAsSomethingElseIsListedByPath() {
        price = 7;
        writing(FirstVersionTest.class);

        assertThat(failures(run(FirstVersionTest.class)))
                .singleElement()
                .asString()
                .startsWith(
                        "fixture 1.0/one does not read as it should, from what is expected to what it reads as:\n  ")
                .contains("prices[\"tea\"]")
                .contains("1")
                .contains("7")
                .contains("mend the evolution that reads it");
    }

    @Test
    void typesThatHaveChangedAreNotCovered() {
        writing(FirstVersionTest.class);
        version = "2.0";
        withEvolution();

        assertThat(failures(run(SecondVersionTest.class)))
                .singleElement()
                .asString()
                .startsWith(
                        "what today's types of io.varve.test.StateFixturesTest$NewShop store is in no fixture of 'one':"
                                + " the types have changed, or the examples are new, since the fixtures were written, which are:"
                                + " [1.0/none, 1.0/one]. Write those of version 2.0 by running SecondVersionTest once");
    }

    @Test
    void anEvolutionMakesTheOldOnesReadable() {
        writing(FirstVersionTest.class);
        version = "2.0";
        withEvolution();

        EngineExecutionResults results = writing(SecondVersionTest.class);
        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents()
                        .succeeded()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .containsExactly("1.0/none", "1.0/one", "2.0/one");
    }

    @Test
    void withoutItTheyFailAndSayWhatAndWhere() {
        writing(FirstVersionTest.class);
        version = "2.0";
        evolutions =
                builder -> builder.evolution(Evolution.ofRecord(NewShop.class).formerly(Shop.class.getName()));

        List<String> failures = failures(writing(SecondVersionTest.class));
        assertThat(failures).hasSize(2);
        assertThat(failures.get(1))
                .startsWith("fixture 1.0/one (" + folder.resolve("1.0").resolve("one.varve")
                        + ") can't be read by today's types: ")
                .contains("seller")
                .endsWith("Whoever has stored states with version 1.0 could not read them with today's code. Take the"
                        + " change of the types back, or say by an Evolution what became of them (docs/guide.md,"
                        + " \"Changing the types\"). Delete the fixture only if nobody has data of that version any"
                        + " more.");
    }

    @Test
    void aReleasedVersionIsNotWrittenOver() throws IOException {
        writing(FirstVersionTest.class);
        byte[] before = Files.readAllBytes(folder.resolve("1.0").resolve("one.varve"));
        withEvolution();

        assertThat(failures(writing(SecondVersionTest.class)))
                .singleElement()
                .asString()
                .isEqualTo("fixture 1.0/one (" + folder.resolve("1.0").resolve("one.varve")
                        + ") is there, written by other types, and is not written again: it is what users of version 1.0"
                        + " have. Say by version(…) which version comes next; or delete the file, if version 1.0 was"
                        + " never released.");
        assertThat(Files.readAllBytes(folder.resolve("1.0").resolve("one.varve")))
                .isEqualTo(before);
    }

    @Test
    void aDamagedFileIsNotTakenForAnUnreadableState() throws IOException {
        writing(FirstVersionTest.class);
        Path file = folder.resolve("1.0").resolve("one.varve");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThat(failures(run(FirstVersionTest.class)))
                .singleElement()
                .asString()
                .isEqualTo(
                        "fixture 1.0/one (" + file + ") can't be used: it is damaged, since its checksum is not what it"
                                + " should be: take it from version control again, where it has to be marked as binary");
        Files.writeString(file, "not a fixture, but long enough");
        assertThat(failures(run(FirstVersionTest.class)))
                .singleElement()
                .asString()
                .contains("it is not a fixture");
        Files.write(file, new byte[0]);
        assertThat(failures(run(FirstVersionTest.class)))
                .singleElement()
                .asString()
                .contains("it is not a fixture");
    }

    @Test
    void anotherModeIsRefused() {
        System.setProperty(StateFixtures.MODE, "overwrite");

        assertThat(failures(run(FirstVersionTest.class)))
                .singleElement()
                .asString()
                .isEqualTo("varve.fixtures can be 'write' or nothing; found 'overwrite'");
    }
}
