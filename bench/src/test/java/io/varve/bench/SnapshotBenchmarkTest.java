package io.varve.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotBenchmarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"memory", "rocksdb", "h2", "vavr"})
    void everyBenchmarkDoesItsWorkOnEverySubject(String subject) throws Exception {
        SnapshotBenchmark benchmark = new SnapshotBenchmark();
        benchmark.subject = subject;
        benchmark.size = 1_000;
        benchmark.load();
        try {
            assertThat(benchmark.get()).isPositive();
            benchmark.apply();
            benchmark.changeAndSnapshot();
            benchmark.transaction();
            assertThat(benchmark.readBack()).isPositive();
            benchmark.rollback();
            assertThat(benchmark.reopen()).isPositive();
        } finally {
            benchmark.close();
        }
    }
}
