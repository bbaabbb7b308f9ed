package io.varve.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One measure of one benchmark as a picture: lines along the size where there are several, else bars. The scale of the
 * values is logarithmic where they lie more than ten times apart.
 *
 * @param title what is drawn
 * @param chart the picture
 */
record Chart(String title, org.knowm.xchart.internal.chartpart.Chart<?, ?> chart) {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 460;
    private static final String NUMBERS = "#,##0.###";
    private static final double LOGARITHMIC_FROM = 10;
    private static final Color VARVE = new Color(0xB0, 0x1E, 0x1E);
    private static final Color[] PEERS = {
        new Color(0x1F, 0x77, 0xB4),
        new Color(0xFF, 0x7F, 0x0E),
        new Color(0x2C, 0xA0, 0x2C),
        new Color(0x94, 0x67, 0xBD),
        new Color(0x8C, 0x56, 0x4B),
        new Color(0xE3, 0x77, 0xC2),
        new Color(0x17, 0xBE, 0xCF),
        new Color(0xBC, 0xBD, 0x22),
        new Color(0x00, 0x3F, 0x5C),
        new Color(0x7F, 0x7F, 0x7F),
    };

    /** The pictures of a measure: one for each case, where lines are drawn, else one. */
    static List<Chart> of(Section section, Table table) {
        Params params = Params.of(section.results());
        String name = section.name() + (table.measure().isEmpty() ? "" : ", " + table.measure());
        Optional<String> size = params.size();
        if (size.isEmpty()) {
            return bars(name, table).map(List::of).orElseGet(List::of);
        }
        Map<String, List<Result>> cases = new LinkedHashMap<>();
        for (Result result : section.results()) {
            cases.computeIfAbsent(params.caseWithoutSize(result), key -> new ArrayList<>())
                    .add(result);
        }
        List<Chart> charts = new ArrayList<>();
        cases.forEach((key, results) -> lines(
                        key.isEmpty() ? name : name + ", " + key, table.measure(), size.get(), params, results)
                .ifPresent(charts::add));
        return charts;
    }

    private static Optional<Chart> lines(
            String title, String measure, String size, Params params, List<Result> results) {
        Map<String, TreeMap<Double, Double>> series = new LinkedHashMap<>();
        String unit = "";
        for (Result result : results) {
            Measure found = Measure.of(result).get(measure);
            if (found != null && found.value() > 0) {
                unit = found.unit().base();
                series.computeIfAbsent(params.subjectOf(result), subject -> new TreeMap<>())
                        .put(
                                Double.valueOf(result.params().get(size)),
                                found.unit().inBase(found.value()));
            }
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(size)
                .yAxisTitle(unit)
                .build();
        style(chart.getStyler());
        chart.getStyler().setXAxisDecimalPattern(NUMBERS);
        chart.getStyler().setYAxisDecimalPattern(NUMBERS);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler()
                .setYAxisLogarithmic(isWide(series.values().stream()
                        .flatMap(points -> points.values().stream())
                        .toList()));
        int peers = 0;
        for (Map.Entry<String, TreeMap<Double, Double>> entry : series.entrySet()) {
            XYSeries drawn = chart.addSeries(
                    entry.getKey(),
                    List.copyOf(entry.getValue().keySet()),
                    List.copyOf(entry.getValue().values()));
            boolean varve = Table.isVarve(entry.getKey());
            Color color = varve ? VARVE : PEERS[peers++ % PEERS.length];
            drawn.setLineColor(color);
            drawn.setLineStyle(new BasicStroke(varve ? 3.5f : 1.5f));
            drawn.setMarkerColor(color);
            drawn.setMarker(SeriesMarkers.CIRCLE);
        }
        return Optional.of(new Chart(title, chart));
    }

    private static Optional<Chart> bars(String title, Table table) {
        List<String> subjects = table.rows().stream().map(Table.Row::subject).toList();
        List<Double> all = new ArrayList<>();
        Map<String, List<Double>> series = new LinkedHashMap<>();
        String unit = "";
        for (int column = 0; column < table.cases().size(); column++) {
            List<Double> values = new ArrayList<>();
            for (Table.Row row : table.rows()) {
                Table.Cell cell = row.cells().get(column);
                double value = cell == null
                        ? 0
                        : cell.measure().unit().inBase(cell.measure().value());
                unit = cell == null ? unit : cell.measure().unit().base();
                values.add(value > 0 ? value : null);
                if (value > 0) {
                    all.add(value);
                }
            }
            series.put(table.cases().get(column), values);
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        style(chart.getStyler());
        chart.getStyler().setYAxisDecimalPattern(NUMBERS);
        chart.getStyler().setXAxisLabelRotation(30);
        chart.getStyler().setAvailableSpaceFill(0.8);
        boolean complete = series.values().stream().noneMatch(values -> values.contains(null));
        if (complete && isWide(all)) { // what is missing has no logarithm, and bars begin at 0 unless told otherwise
            double smallest =
                    all.stream().mapToDouble(Double::doubleValue).min().orElse(1);
            chart.getStyler().setYAxisLogarithmic(true);
            chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(smallest) - 0.01)));
        }
        int drawn = 0;
        for (Map.Entry<String, List<Double>> entry : series.entrySet()) {
            chart.addSeries(entry.getKey().isEmpty() ? " " : entry.getKey(), subjects, entry.getValue())
                    .setFillColor(PEERS[drawn++ % PEERS.length]);
        }
        chart.getStyler().setLegendVisible(series.size() > 1);
        return Optional.of(new Chart(title, chart));
    }

    private static boolean isWide(List<Double> values) {
        double smallest = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double largest = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return largest / smallest > LOGARITHMIC_FROM;
    }

    private static void style(Styler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
    }
}
