package io.varve.test;

import io.varve.StateManager;
import io.varve.StateManagerBuilder;
import io.varve.TypeRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/**
 * Proves, in an application's own build, that today's types read what earlier versions have stored. Each released version leaves
 * <em>fixtures</em>: small files with example states as that version stores them, which are committed and never written again. The
 * tests read each of them by today's types and evolutions.
 *
 * <pre>{@code
 * class ShopFixturesTest {
 *
 *     @RegisterExtension
 *     static final StateFixtures<Shop> FIXTURES = StateFixtures.of(Shop.class)
 *             .version("1.2")
 *             .settings(ShopStates::configure)          // as the application does: evolutions, look-up, custom types
 *             .example("empty", Shop::empty)
 *             .example("typical", ShopExamples::typical);
 *
 *     @FixtureTest
 *     void isReadAsWhatItWas(Fixture<Shop> fixture) {
 *         if (fixture.isOf("typical")) {
 *             fixture.requireState(ShopExamples.typical());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>The field has to be static, unless there is one instance for all tests of the class ({@code TestInstance.Lifecycle.PER_CLASS}).
 *
 * <p>The class fails if there are no fixtures, and if what today's types store is in none of them: then run it once with the system property
 * {@code varve.fixtures} (or the environment variable {@code VARVE_FIXTURES}) set to {@code write}, which writes those that are missing, and
 * commit the files. An existing file is never changed.
 *
 * <p>Not thread-safe: JUnit uses it as it does other extensions.
 *
 * @param <S> the type of the state
 */
public final class StateFixtures<S> implements BeforeAllCallback, TestTemplateInvocationContextProvider {

    /** The system property that says {@code write}. */
    public static final String MODE = "varve.fixtures";

    private static final String MODE_IN_ENVIRONMENT = "VARVE_FIXTURES";
    private static final Path DEFAULT_FOLDER = Path.of("src", "test", "resources", "fixtures");

    private final String typeName;
    private final Supplier<StateManagerBuilder<S>> builders;
    private final Map<String, Supplier<? extends S>> examples = new LinkedHashMap<>();
    private Consumer<StateManagerBuilder<S>> settings = builder -> {};
    private Path folder = DEFAULT_FOLDER;
    private @Nullable String version;
    private boolean checked;

    private StateFixtures(String typeName, Supplier<StateManagerBuilder<S>> builders) {
        this.typeName = typeName;
        this.builders = builders;
    }

    /**
     * Fixtures of a type.
     *
     * @param stateType the type of the state
     * @param <S> the type of the state
     * @return fixtures without examples
     */
    public static <S> StateFixtures<S> of(Class<S> stateType) {
        Objects.requireNonNull(stateType, "stateType");
        return new StateFixtures<>(stateType.getName(), () -> StateManager.builder(stateType));
    }

    /**
     * Fixtures of a generic type.
     *
     * @param stateType the type of the state
     * @param <S> the type of the state
     * @return fixtures without examples
     */
    public static <S> StateFixtures<S> of(TypeRef<S> stateType) {
        return new StateFixtures<>(stateType.type().getTypeName(), () -> StateManager.builder(stateType));
    }

    /**
     * The version of the application that is being built. Its fixtures are in a folder of that name.
     *
     * @param name the version, such as {@code 1.2}: 1 to 100 ASCII letters, digits and {@code . _ + -}
     * @return this
     * @throws IllegalArgumentException if it can't be the name of a folder
     */
    public StateFixtures<S> version(String name) {
        version = FixtureName.require("a version", Objects.requireNonNull(name, "version"));
        return this;
    }

    /**
     * How the application sets its manager up, as far as it concerns the types: evolutions, look-up, custom types, validators. Store and
     * initial state are the fixtures' own.
     *
     * @param consumer called with each builder
     * @return this
     */
    public StateFixtures<S> settings(Consumer<StateManagerBuilder<S>> consumer) {
        settings = Objects.requireNonNull(consumer, "settings");
        return this;
    }

    /**
     * Where the fixtures are: among the sources, since they are written there; {@code src/test/resources/fixtures} unless this says otherwise.
     *
     * @param path the folder, absolute or from where the tests are run
     * @return this
     */
    public StateFixtures<S> folder(Path path) {
        folder = Objects.requireNonNull(path, "folder");
        return this;
    }

    /**
     * Adds an example: a state that is stored as a fixture by each version whose types differ. It should have something in every
     * component, and every case of the sealed types.
     *
     * @param name its name: 1 to 100 ASCII letters, digits and {@code . _ + -}
     * @param state makes the state
     * @return this
     * @throws IllegalArgumentException if it can't be the name of a file, or there is one of that name
     */
    public StateFixtures<S> example(String name, Supplier<? extends S> state) {
        FixtureName.require("the name of an example", Objects.requireNonNull(name, "name"));
        if (examples.putIfAbsent(name, Objects.requireNonNull(state, "state")) != null) {
            throw new IllegalArgumentException("there are two examples '" + name + "'");
        }
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        check(context);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), FixtureTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        try {
            check(context);
            return names().stream().map(name -> new Reading(name));
        } catch (IOException e) {
            throw new AssertionFailedError("the fixtures in " + folder.toAbsolutePath() + " can't be listed: " + e, e);
        }
    }

    /** Writes what is missing, if that is asked for, and fails if something is missing. */
    private void check(ExtensionContext context) throws IOException {
        if (checked) {
            return;
        }
        if (examples.isEmpty() || version == null) {
            throw new IllegalStateException(
                    "fixtures need a version and an example at least: call version(…) and example(…)");
        }
        if (isWriting()) {
            for (String example : examples.keySet()) {
                write(new FixtureName(version, example));
            }
        }
        List<FixtureName> names = names();
        if (names.isEmpty()) {
            throw new AssertionFailedError("there are no fixtures in " + folder.toAbsolutePath()
                    + ", so nothing proves that what is stored stays readable. " + howToWrite(context));
        }
        List<String> uncovered = uncovered(names);
        if (!uncovered.isEmpty()) {
            throw new AssertionFailedError("what today's types of " + typeName + " store is in no fixture of "
                    + String.join(", ", uncovered) + ": the types have changed, or the examples are new, since the"
                    + " fixtures were written, which are: " + names + ". " + howToWrite(context));
        }
        checked = true;
    }

    private static boolean isWriting() {
        String mode = System.getProperty(MODE, System.getenv().getOrDefault(MODE_IN_ENVIRONMENT, ""));
        if (!mode.isEmpty() && !mode.equals("write")) {
            throw new IllegalStateException(MODE + " can be 'write' or nothing; found '" + mode + "'");
        }
        return !mode.isEmpty();
    }

    private String howToWrite(ExtensionContext context) {
        return "Write those of version " + version + " by running "
                + context.getRequiredTestClass().getSimpleName()
                + " once with -D" + MODE + "=write (or " + MODE_IN_ENVIRONMENT
                + "=write in the environment), and commit the files; if version " + version
                + " is released already, say by version(…) which one comes next.";
    }

    /** The examples of which there is no fixture that has today's schemas. */
    private List<String> uncovered(List<FixtureName> names) {
        List<String> uncovered = new ArrayList<>();
        FixtureStates<S> states = states();
        examples.forEach((example, state) -> {
            Set<String> schemas = states.written(state.get()).schemas();
            if (names.stream()
                    .filter(name -> name.example().equals(example))
                    .noneMatch(name -> file(name).schemas().containsAll(schemas))) {
                uncovered.add("'" + example + "'");
            }
        });
        return uncovered;
    }

    private void write(FixtureName name) throws IOException {
        FixtureFile today = states().written(example(name).get());
        Path path = path(name);
        if (!Files.exists(path)) {
            today.write(path);
        } else if (!file(name).schemas().containsAll(today.schemas())) {
            throw new AssertionFailedError(
                    "fixture " + name + " (" + path + ") is there, written by other types, and is not"
                            + " written again: it is what users of version " + name.version()
                            + " have. Say by version(…) which version comes next; or delete the file, if version "
                            + name.version() + " was never released.");
        }
    }

    private Supplier<? extends S> example(FixtureName name) {
        return Objects.requireNonNull(examples.get(name.example()), "example");
    }

    private FixtureStates<S> states() {
        Supplier<? extends S> any = examples.values().iterator().next();
        return new FixtureStates<>(builders, settings, any::get);
    }

    private Path path(FixtureName name) {
        return folder.resolve(name.version()).resolve(name.example() + FixtureFile.SUFFIX);
    }

    private FixtureFile file(FixtureName name) {
        try {
            return FixtureFile.read(path(name));
        } catch (IOException e) {
            throw new AssertionFailedError(
                    "fixture " + name + " (" + path(name) + ") can't be used: " + e.getMessage(), e);
        }
    }

    /** Those that there are, in the order of their names. */
    private List<FixtureName> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.getFileName().toString().endsWith(FixtureFile.SUFFIX))
                    .filter(file -> folder.relativize(file).getNameCount() == 2)
                    .map(this::nameOf)
                    .sorted(java.util.Comparator.comparing(FixtureName::toString))
                    .toList();
        }
    }

    private FixtureName nameOf(Path file) {
        Path relative = folder.relativize(file);
        String example = relative.getFileName().toString();
        return new FixtureName(
                relative.getName(0).toString(), example.substring(0, example.length() - FixtureFile.SUFFIX.length()));
    }

    /** One run of a test, with one fixture. */
    private final class Reading
            implements TestTemplateInvocationContext, BeforeEachCallback, AfterEachCallback, ParameterResolver {

        private final FixtureName name;
        private FixtureStates.@Nullable Opened<S> opened;

        Reading(FixtureName name) {
            this.name = name;
        }

        @Override
        public String getDisplayName(int invocationIndex) {
            return name.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            opened = states().read(name, path(name).toString(), file(name));
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fixture.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Objects.requireNonNull(opened, "opened").fixture();
        }

        @Override
        public void afterEach(ExtensionContext context) {
            if (opened != null) {
                opened.states().close();
            }
        }
    }
}
