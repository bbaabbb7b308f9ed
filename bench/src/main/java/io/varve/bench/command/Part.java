package io.varve.bench.command;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Some benchmarks with some of their parameters, whose results are a file.
 *
 * @param name of the file
 * @param options what is run, and how
 */
record Part(String name, ChainedOptionsBuilder options) {

    /**
     * Begins a part.
     *
     * @param benchmarks patterns
     */
    static Part of(String name, String... benchmarks) {
        ChainedOptionsBuilder options = new OptionsBuilder();
        for (String benchmark : benchmarks) {
            options.include(benchmark);
        }
        return new Part(name, options);
    }

    /** Adds a parameter. */
    Part with(String parameter, String... values) {
        options.param(parameter, values);
        return this;
    }
}
