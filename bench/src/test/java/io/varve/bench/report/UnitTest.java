package io.varve.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "ns/op, '', 0.1234, 0.123 ns",
        "ns/op, '', 999.6, '1,000 ns'",
        "ns/op, '', 1234, 1.23 µs",
        "us/op, '', 0.05, 50.0 ns",
        "ms/op, '', 46.04, 46.0 ms",
        "s/op, '', 123.4, 123 s",
        "ops/us, '', 1.5, 1.50 M/s",
        "ops/s, '', 12345, 12.3 k/s",
        "#, bytesWritten, 50000, 50.0 KB",
        "#, pages, 101, 101",
        "B/op, '', 14.25, 14.3 B",
        "widgets, '', 2, 2.00 widgets",
        "ns/op, '', 0, 0 ns",
        "ns/op, '', NaN, – ns"
    })
    void numbersHaveThreeDigitsAndTheUnitThatMakesThemShort(String unit, String measure, double value, String text) {
        assertThat(Unit.of(measure, unit).format(value)).isEqualTo(text);
    }
}
