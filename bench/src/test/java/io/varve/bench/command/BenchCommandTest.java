package io.varve.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.report.Environment;
import io.varve.bench.report.JmhJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchCommandTest {

    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpListsTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("quick", "full", "memory", "report", "JMH");
    }

    /** Without a fork, since a test's class path is no jar; what is measured does not matter here. */
    @Test
    void otherArgumentsGoToJmhAndResultsAreJsonWithTheEnvironmentBeside() {
        Path file = temporary.resolve("run.json");
        assertThat(run(jmh(file, "varve"))).isZero();

        assertThat(JmhJson.read(file)).singleElement().satisfies(result -> {
            assertThat(result.shortName()).isEqualTo("MapBenchmark.getHit");
            assertThat(result.params()).containsEntry("subject", "varve").containsEntry("size", "300");
        });
        assertThat(Environment.read(file)).hasValueSatisfying(environment -> {
            assertThat(environment.machine()).containsKeys("os", "processor", "processors", "memory", "jvm");
            assertThat(environment.versions()).containsKeys("commit", "varve", "vavr", "clojure");
            assertThat(environment.subjects())
                    .anySatisfy(note -> assertThat(note.library()).isEqualTo("Vavr HashMap"));
        });
        assertThat(run(
                        "report",
                        file.toString(),
                        Environment.beside(file).toString(), // As a pattern for all of a folder has it.
                        "-o",
                        temporary.resolve("report").toString()))
                .isZero();
        assertThat(temporary.resolve("report/report.html")).exists();
    }

    @Test
    void aBenchmarkThatFailsIsNamedAndTheExitCodeIsOne() {
        Path file = temporary.resolve("run.json");
        assertThat(run(jmh(file, "varve,nobody"))).isEqualTo(1);

        assertThat(err.toString()).contains("failed, and not in the results: ", "subject-nobody");
        assertThat(JmhJson.read(file)).hasSize(1);
    }

    private static String[] jmh(Path file, String subjects) {
        return new String[] {
            "MapBenchmark.getHit",
            "-p",
            "size=300",
            "-p",
            "key=STRING",
            "-p",
            "subject=" + subjects,
            "-f",
            "0",
            "-wi",
            "0",
            "-i",
            "1",
            "-r",
            "1ms",
            "-rff",
            file.toString(),
            "-v",
            "SILENT"
        };
    }

    @Test
    void whatJmhDoesNotKnowIsRefused() {
        assertThat(run("--no-such-option")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such-option");
        assertThat(run("NoSuchBenchmark", "-rff", temporary.resolve("no.json").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no benchmark matches NoSuchBenchmark");
    }

    @Test
    void aReportOfAMissingFileIsRefused() {
        assertThat(run("report", "nowhere.json", "-o", temporary.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file nowhere.json");
    }

    @Test
    void aReportNeedsToKnowWhereItGoes() throws IOException {
        Path file = Files.writeString(temporary.resolve("run.json"), "[]");
        assertThat(run("report", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required option: '--output=FOLDER'");
    }

    @Test
    void memoryIsMeasuredIntoAFileThatAReportTakes() {
        Path file = temporary.resolve("memory.json");
        assertThat(run("memory", "--size", "300", "--key", "string", "--versions", "5", "-o", file.toString()))
                .isZero();
        assertThat(JmhJson.read(file)).isNotEmpty();
        assertThat(out.toString()).contains("map vavr-hash, STRING, 300", "results: " + file);
    }

    @Test
    void aPartThatThereIsNotIsRefused() {
        assertThat(run("full", "--only", "maps,nothing", "-o", temporary.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no part 'nothing'; see --help");
    }

    @Test
    void everyPartOfTheFullRunIsNamedInItsHelpAndHasBenchmarksThatTakeItsParameters() {
        assertThat(run("full", "--help")).isZero();
        for (Part part : new FullCommand().parts()) {
            assertThat(out.toString()).contains(part.name());
            Options options = part.options().build();
            Set<BenchmarkListEntry> found = BenchmarkList.defaultList()
                    .find(
                            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                            options.getIncludes(),
                            List.of());
            assertThat(found).as(part.name()).isNotEmpty();
            for (String parameter : List.of("size", "subject", "backend", "threads", "key")) {
                if (options.getParameter(parameter).hasValue()) {
                    assertThat(found)
                            .as("%s takes %s", part.name(), parameter)
                            .allSatisfy(benchmark ->
                                    assertThat(benchmark.getParams().get()).containsKey(parameter));
                }
            }
        }
    }

    private int run(String... args) {
        return BenchCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
