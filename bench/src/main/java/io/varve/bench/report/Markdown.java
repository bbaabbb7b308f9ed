package io.varve.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report as Markdown: a table a measure, for the documentation. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();

    private Markdown() {}

    static String of(List<Section> sections, List<Environment> environments) {
        Markdown markdown = new Markdown();
        markdown.line("# Benchmarks").line("");
        environments.forEach(markdown::environment);
        sections.forEach(markdown::section);
        markdown.notes(environments);
        return markdown.text.toString();
    }

    private void environment(Environment environment) {
        line("Taken " + environment.takenAt() + " on " + String.join("; ", environment.describeMachine()) + ".")
                .line("")
                .line("Of " + environment.describeVersions() + ".")
                .line("");
    }

    private void section(Section section) {
        line("## " + section.name()).line("").line(capitalized(section.mode()) + "; " + section.how() + ".");
        for (Table table : section.tables()) {
            line("");
            if (!table.measure().isEmpty()) {
                line("**" + escaped(table.measure()) + "**").line("");
            }
            table(table);
        }
        line("");
    }

    private void table(Table table) {
        List<String> head = new ArrayList<>(List.of(""));
        table.cases().forEach(name -> head.add(name.isEmpty() ? "result" : escaped(name)));
        row(head);
        List<String> rule = new ArrayList<>(List.of("---"));
        table.cases().forEach(name -> rule.add("---:"));
        row(rule);
        for (Table.Row row : table.rows()) {
            List<String> cells = new ArrayList<>(List.of(subject(row)));
            row.cells().forEach(cell -> cells.add(cell(cell)));
            row(cells);
        }
        if (!table.comparison().isEmpty()) {
            List<String> cells = new ArrayList<>(List.of("*Varve : best peer*"));
            table.comparison().forEach(each -> cells.add("*" + each + "*"));
            row(cells);
        }
    }

    private static String subject(Table.Row row) {
        String name = escaped(row.subject());
        return row.varve() ? "**" + name + "**" : row.floor() ? name + " (floor)" : name;
    }

    private static String cell(Table.@Nullable Cell cell) {
        return cell == null ? "" : (cell.measure().textWithError() + " " + cell.ratioText()).strip();
    }

    private void notes(List<Environment> environments) {
        List<String> lines = Notes.of(environments).stream()
                .map(note -> "- " + note.heading() + ": " + String.join("; ", note.notes()))
                .toList();
        if (!lines.isEmpty()) {
            line("## Subjects").line("");
            lines.forEach(this::line);
        }
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|");
    }

    private static String capitalized(String words) {
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }
}
