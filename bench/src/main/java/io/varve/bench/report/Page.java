package io.varve.bench.report;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one page of HTML that needs no other file: what {@code report.mustache} shows. */
final class Page {

    private Page() {}

    /**
     * Renders the page.
     *
     * @param sections what to show
     * @param environments where it was taken
     * @param pictures the charts of each section as PNG, by the section's and the measure's place
     */
    static String of(List<Section> sections, List<Environment> environments, List<List<List<Picture>>> pictures) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            shown.add(section(sections.get(i), pictures.get(i)));
        }
        Map<String, Object> model = Map.of(
                "environments",
                environments.stream()
                        .map(each -> Map.of(
                                "takenAt", each.takenAt(),
                                "machine", each.describeMachine(),
                                "versions", each.describeVersions()))
                        .toList(),
                "unrecorded",
                environments.isEmpty(),
                "sections",
                shown,
                "subjects",
                Notes.of(environments).stream()
                        .map(note -> Map.of("heading", note.heading(), "notes", note.notes()))
                        .toList());
        StringWriter html = new StringWriter();
        new DefaultMustacheFactory("io/varve/bench/report")
                .compile("report.mustache")
                .execute(html, model);
        return html.toString();
    }

    private static Map<String, Object> section(Section section, List<List<Picture>> pictures) {
        List<Map<String, Object>> tables = new ArrayList<>();
        for (int i = 0; i < section.tables().size(); i++) {
            tables.add(table(section.tables().get(i), pictures.get(i)));
        }
        return Map.of(
                "name", section.name(),
                "id", section.name().replace('.', '-').toLowerCase(Locale.ROOT),
                "mode", section.mode(),
                "how", section.how(),
                "tables", tables);
    }

    private static Map<String, Object> table(Table table, List<Picture> pictures) {
        return Map.of(
                "measure",
                table.measure(),
                "cases",
                table.cases().stream()
                        .map(name -> name.isEmpty() ? "result" : name)
                        .toList(),
                "rows",
                table.rows().stream().map(Page::row).toList(),
                "compared",
                !table.comparison().isEmpty(),
                "comparison",
                table.comparison(),
                "pictures",
                pictures.stream()
                        .map(picture -> Map.of(
                                "title",
                                picture.title(),
                                "data",
                                Base64.getEncoder().encodeToString(picture.png())))
                        .toList());
    }

    private static Map<String, Object> row(Table.Row row) {
        List<Map<String, Object>> cells = new ArrayList<>();
        for (Table.Cell cell : row.cells()) {
            cells.add(
                    cell == null
                            ? Map.of("text", "", "ratio", "", "best", false)
                            : Map.of(
                                    "text", cell.measure().textWithError(),
                                    "ratio", cell.ratioText(),
                                    "best", cell.ratio() == 1));
        }
        return Map.of("subject", row.subject(), "varve", row.varve(), "floor", row.floor(), "cells", cells);
    }
}
