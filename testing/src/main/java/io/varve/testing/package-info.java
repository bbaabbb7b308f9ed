/**
 * A real PostgreSQL for tests, started from Maven artefacts. {@link io.varve.testing.TestPostgres} is the one server that
 * all tests of a build share; {@link io.varve.testing.TestServer} is one of a test's own, to be stopped and broken.
 */
@NullMarked
package io.varve.testing;

import org.jspecify.annotations.NullMarked;
