package io.varve.collection;

import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The list view passes Guava's suite for unmodifiable lists. */
class VectorListSuiteTest {

    @TestFactory
    Stream<DynamicNode> aListViewIsAList() {
        return nodes(suite("asJava", false));
    }

    @TestFactory
    Stream<DynamicNode> aListViewOfAVectorThatWasDroppedFromIsAList() {
        return nodes(suite("asJava after drop", true));
    }

    private static TestSuite suite(String name, boolean dropped) {
        return ListTestSuiteBuilder.using(new TestStringListGenerator() {
                    @Override
                    protected List<String> create(String[] elements) {
                        List<String> before = dropped ? Collections.nCopies(45, "dropped") : List.of();
                        return PersistentVector.ofAll(before)
                                .appendAll(List.of(elements))
                                .drop(before.size())
                                .asJava();
                    }
                })
                .named(name)
                .withFeatures(CollectionSize.ANY, CollectionFeature.KNOWN_ORDER)
                .createTestSuite();
    }

    /** Guava's tests are of JUnit 3; here each is a dynamic test of its own, so that it is counted. */
    private static Stream<DynamicNode> nodes(TestSuite suite) {
        return Collections.list(suite.tests()).stream()
                .map(test -> test instanceof TestSuite inner
                        ? DynamicContainer.dynamicContainer(inner.getName(), nodes(inner))
                        : DynamicTest.dynamicTest(test.toString(), () -> run((TestCase) test)));
    }

    private static void run(TestCase test) throws Throwable {
        TestResult result = test.run();
        if (result.errorCount() > 0) {
            throw result.errors().nextElement().thrownException();
        }
        if (result.failureCount() > 0) {
            throw result.failures().nextElement().thrownException();
        }
    }
}
