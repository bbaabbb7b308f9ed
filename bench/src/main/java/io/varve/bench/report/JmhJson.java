package io.varve.bench.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JMH's JSON, as its option {@code -rf json} writes it. */
public final class JmhJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** In samples JMH repeats some percentiles as counters of such names; the primary metric has them all. */
    private static final Pattern PERCENTILE = Pattern.compile("p[01]\\.\\d+");

    private JmhJson() {}

    /**
     * Reads results.
     *
     * @param file what JMH, or {@link #write}, has written
     * @return the results in their order
     * @throws ReportException if the file is missing, is something else, or has no result
     */
    public static List<Result> read(Path file) {
        JsonNode root = parse(file);
        if (!root.isArray()) {
            throw new ReportException(file + " is not JMH's JSON: an array of results is expected; found "
                    + root.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (root.isEmpty()) {
            throw new ReportException(file + " has no result: the run was ended, or every benchmark failed");
        }
        List<Result> results = new ArrayList<>();
        for (JsonNode node : root) {
            results.add(result(file, results.size(), node));
        }
        return results;
    }

    private static JsonNode parse(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ReportException("there is no file " + file
                    + "; results are written by: java -jar benchmarks.jar … -rf json -rff " + file.getFileName());
        }
        try {
            return MAPPER.readTree(file.toFile());
        } catch (JacksonException e) {
            throw new ReportException(file + " is not JMH's JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Result result(Path file, int index, JsonNode node) {
        JsonNode primary = node.path("primaryMetric");
        if (!node.path("benchmark").isString() || !node.path("mode").isString() || !primary.isObject()) {
            throw new ReportException(
                    file + " is not JMH's JSON: entry " + index + " has no 'benchmark', 'mode' and 'primaryMetric'");
        }
        String mode = node.path("mode").asString();
        Map<String, Metric> secondary = new LinkedHashMap<>();
        node.path("secondaryMetrics").properties().stream()
                .filter(entry -> !PERCENTILE.matcher(entry.getKey()).matches())
                .forEach(entry -> secondary.put(entry.getKey(), metric(entry.getValue(), mode)));
        Map<String, String> params = new LinkedHashMap<>();
        node.path("params")
                .properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().asString()));
        return new Result(node.path("benchmark").asString(), mode, how(node), params, metric(primary, mode), secondary);
    }

    private static Metric metric(JsonNode node, String mode) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        if (mode.equals(Mode.SampleTime.shortLabel()) || mode.equals(Mode.SingleShotTime.shortLabel())) {
            node.path("scorePercentiles")
                    .properties()
                    .forEach(entry -> percentiles.put(entry.getKey(), number(entry.getValue())));
        }
        return new Metric(
                number(node.path("score")),
                number(node.path("scoreError")),
                node.path("scoreUnit").asString(""),
                percentiles);
    }

    /** JMH writes what is no number as a string. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    private static String how(JsonNode node) {
        List<String> words = new ArrayList<>();
        words.add(count(node.path("threads").asInt(1), "thread"));
        if (node.has("forks")) {
            words.add(count(node.path("forks").asInt(), "fork") + " of "
                    + node.path("warmupIterations").asInt() + " × "
                    + node.path("warmupTime").asString() + " to warm up and "
                    + node.path("measurementIterations").asInt() + " × "
                    + node.path("measurementTime").asString());
        }
        List<String> arguments = new ArrayList<>();
        node.path("jvmArgs").forEach(argument -> arguments.add(argument.asString()));
        words.add(String.join(" ", "JDK " + node.path("jdkVersion").asString("?"), String.join(" ", arguments))
                .strip());
        return String.join(", ", words);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /**
     * Writes exact results, of one thread, in JMH's form, so that every result is read and kept in one way.
     *
     * @param results the results; their {@code how} is left out
     * @param file where to; it is replaced if it exists
     */
    public static void write(List<Result> results, Path file) {
        ArrayNode root = MAPPER.createArrayNode();
        for (Result result : results) {
            ObjectNode node = root.addObject();
            node.put("benchmark", result.benchmark());
            node.put("mode", result.mode());
            node.put("threads", 1);
            node.put("jdkVersion", System.getProperty("java.version"));
            node.put("vmName", System.getProperty("java.vm.name"));
            ObjectNode params = node.putObject("params");
            result.params().forEach(params::put);
            ObjectNode metric = node.putObject("primaryMetric");
            metric.put("score", result.primary().score());
            metric.put("scoreError", "NaN");
            metric.put("scoreUnit", result.primary().unit());
            metric.putArray("rawData").addArray().add(result.primary().score());
            node.putObject("secondaryMetrics");
        }
        try {
            MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
        } catch (JacksonException e) {
            throw new ReportException("can't write " + file + ": " + e.getOriginalMessage(), e);
        }
    }
}
