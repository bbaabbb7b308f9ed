package io.varve.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.ChartEncoder;

/**
 * Writes a report into a folder: {@code report.html} with everything in it, {@code report.md}, {@code charts/} as SVG and
 * PNG, and {@code raw/} with the results it is made of.
 */
public final class ReportWriter {

    private final Path folder;

    /**
     * Makes a writer.
     *
     * @param folder where the report goes; it is made if it does not exist, and files of the same names are replaced
     */
    public ReportWriter(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the report.
     *
     * @param given JMH's JSON, and what {@link JmhJson#write} wrote
     * @return the page
     * @throws ReportException if a file can't be read as results
     */
    public Path write(List<Path> given) {
        List<Path> files =
                given.stream().filter(file -> !Environment.isKeptIn(file)).toList();
        List<Result> results = new ArrayList<>();
        List<Environment> environments = new ArrayList<>();
        for (Path file : files) {
            results.addAll(JmhJson.read(file));
            Environment.read(file).ifPresent(environments::add);
        }
        List<Section> sections = Section.of(
                results,
                environments.stream().flatMap(each -> each.subjects().stream()).toList());
        List<Environment> shown = Environment.merged(environments);
        try {
            keepRaw(files);
            Path page = folder.resolve("report.html");
            Files.writeString(page, Page.of(sections, shown, draw(sections)));
            Files.writeString(folder.resolve("report.md"), Markdown.of(sections, shown));
            return page;
        } catch (IOException e) {
            throw new ReportException("can't write the report into " + folder + ": " + e.getMessage(), e);
        }
    }

    private void keepRaw(List<Path> files) throws IOException {
        Path raw = Files.createDirectories(folder.resolve("raw"));
        for (Path file : files) {
            keep(file, raw);
            if (Files.isRegularFile(Environment.beside(file))) {
                keep(Environment.beside(file), raw);
            }
        }
    }

    private static void keep(Path file, Path raw) throws IOException {
        Path copy = raw.resolve(file.getFileName());
        if (!Files.exists(copy) || !Files.isSameFile(file, copy)) {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<List<List<Picture>>> draw(List<Section> sections) throws IOException {
        Path charts = Files.createDirectories(folder.resolve("charts"));
        List<List<List<Picture>>> pictures = new ArrayList<>();
        for (Section section : sections) {
            List<List<Picture>> ofSection = new ArrayList<>();
            for (Table table : section.tables()) {
                List<Picture> ofTable = new ArrayList<>();
                for (Chart chart : Chart.of(section, table)) {
                    ofTable.add(draw(chart, section, charts));
                }
                ofSection.add(ofTable);
            }
            pictures.add(ofSection);
        }
        return pictures;
    }

    private static Picture draw(Chart chart, Section section, Path charts) throws IOException {
        String name = (section.results().get(0).mode() + " " + chart.title())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        byte[] png = ChartEncoder.getBytes(chart.chart(), "png");
        Files.write(charts.resolve(name + ".png"), png);
        Files.write(charts.resolve(name + ".svg"), ChartEncoder.getBytes(chart.chart(), "svg"));
        return new Picture(chart.title(), png);
    }
}
