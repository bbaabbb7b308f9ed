package io.varve.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryBenchmarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"memory", "rocksdb", "h2"})
    void everyBenchmarkDoesItsWorkOnEveryBackend(String backend) throws Exception {
        HistoryBenchmark benchmark = new HistoryBenchmark();
        benchmark.backend = backend;
        benchmark.snapshots = 55;
        benchmark.fill();
        try {
            assertThat(benchmark.list()).isEqualTo(55);
            assertThat(benchmark.filter()).isEqualTo(6);
            assertThat(benchmark.find()).isNotEmpty();
            assertThat(benchmark.reopen()).isEqualTo(55);
        } finally {
            benchmark.close();
        }
    }
}
