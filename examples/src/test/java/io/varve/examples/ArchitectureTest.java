package io.varve.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The arrows between modules run one way. Each rule lists all that a module may see; what is not listed is refused.
 *
 * <p>That an exported signature names no internal type is checked by javac itself ({@code -Xlint:exports -Werror}).
 */
@AnalyzeClasses(packages = "io.varve", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String[] JDK = {"java..", "javax..", "org.jspecify.."};

    private static final DescribedPredicate<JavaClass> CORE = resideInAPackage("io.varve..")
            .and(DescribedPredicate.not(resideInAnyPackage(
                    "io.varve.spi..",
                    "io.varve.store..",
                    "io.varve.application..",
                    "io.varve.tck..",
                    "io.varve.test..",
                    "io.varve.testing..",
                    "io.varve.bench..",
                    "io.varve.examples..")))
            .as("core");

    @ArchTest
    static final ArchRule spi_sees_the_jdk_only = only("io.varve.spi..");

    @ArchTest
    static final ArchRule memory_store_sees_the_spi_only = only("io.varve.store.memory..", "io.varve.spi..");

    @ArchTest
    static final ArchRule rocksdb_store_sees_the_spi_and_its_driver =
            only("io.varve.store.rocksdb..", "io.varve.spi..", "org.rocksdb..");

    @ArchTest
    static final ArchRule jdbc_store_sees_the_spi_and_its_drivers =
            only("io.varve.store.jdbc..", "io.varve.spi..", "org.h2..", "org.postgresql..", "com.zaxxer.hikari..");

    @ArchTest
    static final ArchRule application_sees_core_vavr_and_jackson = only(
            "io.varve.application..",
            "io.varve",
            "io.varve.collection",
            "io.vavr..",
            "tools.jackson.core..",
            "tools.jackson.databind..");

    @ArchTest
    static final ArchRule only_one_class_of_application_needs_jackson = noClasses()
            .that()
            .resideInAPackage("io.varve.application..")
            .and()
            .haveNameNotMatching("io\\.varve\\.application\\.json\\.JacksonJson.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..");

    @ArchTest
    static final ArchRule tck_sees_the_spi_junit_and_assertj =
            only("io.varve.tck..", "io.varve.spi..", "org.junit.jupiter..", "org.opentest4j..", "org.assertj..");

    @ArchTest
    static final ArchRule test_sees_core_the_memory_store_and_junit = only(
            "io.varve.test..",
            "io.varve",
            "io.varve.diff",
            "io.varve.spi..",
            "io.varve.store.memory..",
            "io.vavr..",
            "org.junit.jupiter..",
            "org.junit.platform.commons..",
            "org.opentest4j..");

    @ArchTest
    static final ArchRule core_sees_no_store = classes()
            .that(CORE)
            .should()
            .onlyDependOnClassesThat(CORE.or(resideInAnyPackage(packages(
                    "io.varve.spi..",
                    "io.vavr..",
                    "com.esotericsoftware..",
                    "com.github.luben.zstd..",
                    "com.github.benmanes.caffeine..",
                    "org.HdrHistogram..",
                    "org.slf4j.."))));

    @ArchTest
    static final ArchRule internals_stay_inside_core = noClasses()
            .that(DescribedPredicate.not(CORE))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.varve.internal..");

    /**
     * The exported packages are no slices: they are the front doors, behind which the internals stand, and at the same time
     * everybody's vocabulary ({@code PersistentMap} is sealed, and the trie is what it permits).
     */
    @ArchTest
    static final ArchRule core_packages_have_no_cycles =
            slices().assignedFrom(new CorePackages()).should().beFreeOfCycles();

    private static ArchRule only(String own, String... others) {
        List<String> allowed = new ArrayList<>(List.of(others));
        allowed.add(own);
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages(allowed.toArray(String[]::new)));
    }

    private static String[] packages(String... beyondTheJdk) {
        List<String> all = new ArrayList<>(List.of(JDK));
        all.addAll(List.of(beyondTheJdk));
        return all.toArray(String[]::new);
    }

    private static final class CorePackages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return CORE.test(type) && type.getPackageName().startsWith("io.varve.internal.")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of core";
        }
    }
}
