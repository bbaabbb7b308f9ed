package io.varve.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;

/**
 * A test that is run once for each fixture of the {@link StateFixtures} that the test class registers. Before it begins, all of the fixture was
 * read. It may have a parameter of the type {@link Fixture}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
public @interface FixtureTest {}
