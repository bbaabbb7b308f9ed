package io.varve.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where and of what results were taken. It is kept in a file beside them: {@code maps.json} has {@code
 * maps-environment.json}.
 *
 * @param takenAt when, in UTC
 * @param machine the facts about the machine and the JVM by name
 * @param versions what was built: the commit, and each library
 * @param subjects what the subjects say of themselves
 */
public record Environment(
        String takenAt, Map<String, String> machine, Map<String, String> versions, List<SubjectNote> subjects) {

    private static final String SUFFIX = "-environment.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Makes it immutable. */
    public Environment {
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        subjects = List.copyOf(subjects);
    }

    /** The one that this JVM runs in. */
    public static Environment current(List<SubjectNote> subjects) {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), machineFacts(), builtVersions(), subjects);
    }

    private static Map<String, String> machineFacts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        facts.put("processor", processor().orElse("unknown"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            facts.put(
                    "memory", String.format(Locale.ROOT, "%.1f GiB", system.getTotalMemorySize() / (double) (1 << 30)));
        }
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return facts;
    }

    /** Where the system tells it in the way of Linux. */
    private static Optional<String> processor() {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    /** The commit, and the version of each library, that the build has left in the jar. */
    public static Map<String, String> builtVersions() {
        Properties properties = new Properties();
        try (var in = Environment.class.getResourceAsStream("/io/varve/bench/versions.properties")) {
            if (in == null) {
                throw new IllegalStateException("versions.properties is missing: build with Maven");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read versions.properties", e);
        }
        Map<String, String> versions = new TreeMap<>();
        properties.forEach((name, version) -> versions.put(name.toString(), known(version.toString())));
        return versions;
    }

    /** Outside a git repository the build has nothing to fill in. */
    private static String known(String version) {
        return version.startsWith("${") ? "unknown" : version;
    }

    /** Where the environment of a file of results is kept. */
    public static Path beside(Path results) {
        String name = results.getFileName().toString().replaceFirst("\\.json$", "");
        return results.resolveSibling(name + SUFFIX);
    }

    /** Whether a file is an environment, by its name; so that all files of a folder can be reported on. */
    static boolean isKeptIn(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    /** Keeps it beside a file of results. */
    public void write(Path results) {
        Path file = beside(results);
        try {
            MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
        } catch (JacksonException e) {
            throw new ReportException("can't write " + file + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The environment of a file of results, if it was kept. */
    public static Optional<Environment> read(Path results) {
        Path file = beside(results);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(file.toFile(), Environment.class));
        } catch (JacksonException | NullPointerException e) {
            throw new ReportException(
                    file + " does not tell where " + results.getFileName() + " was taken: " + e.getMessage(), e);
        }
    }

    /** Those of several files as one each of what differs in more than the time and the subjects. */
    static List<Environment> merged(List<Environment> environments) {
        Map<List<Object>, Environment> merged = new LinkedHashMap<>();
        for (Environment each : environments) {
            merged.merge(List.of(each.machine, each.versions), each, Environment::with);
        }
        return List.copyOf(merged.values());
    }

    private Environment with(Environment later) {
        List<SubjectNote> all = new ArrayList<>(subjects);
        all.addAll(later.subjects);
        return new Environment(
                takenAt, machine, versions, all.stream().distinct().toList());
    }

    /** The machine and the JVM, a line each. */
    List<String> describeMachine() {
        List<String> lines = new ArrayList<>();
        machine.forEach((name, fact) -> lines.add(name + ": " + fact));
        return lines;
    }

    /** The versions, as one line. */
    String describeVersions() {
        List<String> words = new ArrayList<>();
        versions.forEach((name, version) -> words.add(name + " " + version));
        return String.join(", ", words);
    }
}
