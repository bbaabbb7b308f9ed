package io.varve.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("A map as java.util.Map")
class JavaViewTest {

    @TestFactory
    @DisplayName("does what Guava's test suite asks of an unmodifiable map")
    List<DynamicTest> passesGuavasSuite() {
        TestSuite suite = MapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        LinkedHashMap<String, String> map = new LinkedHashMap<>();
                        for (Map.Entry<String, String> entry : entries) {
                            map.put(entry.getKey(), entry.getValue());
                        }
                        return PersistentMap.ofAll(map).asJava();
                    }
                })
                .named("PersistentMap.asJava")
                .withFeatures(CollectionSize.ANY, CollectionFeature.NONE, MapFeature.ALLOWS_ANY_NULL_QUERIES)
                .createTestSuite();
        List<DynamicTest> tests = new ArrayList<>();
        collect(suite, tests);
        assertThat(tests).hasSizeGreaterThan(300);
        return tests;
    }

    /** JUnit 3's tests as dynamic tests of JUnit 5; the builder's suites need no set-up around their tests. */
    private static void collect(Test test, List<DynamicTest> tests) {
        if (test instanceof TestSuite suite) {
            for (Test child : Collections.list(suite.tests())) {
                collect(child, tests);
            }
        } else {
            TestCase testCase = (TestCase) test;
            tests.add(DynamicTest.dynamicTest(testCase.getName() + " " + tests.size(), testCase::runBare));
        }
    }
}
