package io.varve.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.examples.MarkdownSnippets.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the README and the docs show as Java compiles; {@link MarkdownSnippets} has the convention. */
final class DocsTest {

    @TempDir
    private Path folder;

    @Test
    void every_java_block_in_readme_and_docs_compiles() throws IOException {
        List<String> errors = new ArrayList<>();
        for (Path file : markdownFiles(repositoryRoot())) {
            for (Snippet snippet : MarkdownSnippets.of(file)) {
                errors.addAll(SnippetCompiler.errors(snippet));
            }
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void statements_are_compiled_as_the_body_of_a_method() throws IOException {
        assertThat(errorsOf("""
                        ```java
                        import java.util.concurrent.TimeUnit;
                        record Point(int x, int y) {}
                        Point origin = new Point(0, 0);
                        Instant later = Instant.now().plusMillis(TimeUnit.DAYS.toMillis(origin.x()));
                        SnapshotRef ref = SnapshotRef.asOf(later);
                        ```
                        """)).isEmpty();
    }

    @Test
    void classes_and_methods_are_compiled_as_members_of_a_class() throws IOException {
        assertThat(errorsOf("""
                        ```java
                        public final class Greeter {
                            String greet(Option<String> name) {
                                return "hello " + name.getOrElse("world");
                            }
                        }
                        ```
                        """)).isEmpty();
    }

    @Test
    void a_comment_above_a_block_holds_what_readers_need_not_see() throws IOException {
        assertThat(errorsOf("""
                        <!-- java
                        String name = "v1.0";
                        -->
                        ```java
                        SnapshotRef ref = SnapshotRef.named(name);
                        ```
                        """)).isEmpty();
    }

    @Test
    void a_comment_for_the_page_holds_what_all_its_blocks_need() throws IOException {
        assertThat(errorsOf("""
                        <!-- java page
                        record Cart(int items) {
                            Cart and(int more) { return new Cart(items + more); }
                        }
                        -->
                        Some text.
                        ```java
                        Transition<Cart> add = cart -> cart.and(1);
                        ```
                        ```java
                        static int example(Tenant<Cart> acme) {
                            return acme.apply(cart -> cart.and(2)).items();
                        }
                        ```
                        """)).isEmpty();
    }

    @Test
    void an_error_is_reported_with_file_and_line() throws IOException {
        List<String> errors = errorsOf("""
                # Title

                <!-- java
                int hidden = 1;
                -->
                ```java
                int fine = hidden;
                int wrong = "text";
                ```
                """);
        assertThat(errors).singleElement().asString().contains("page.md:8: ").contains("incompatible types");
    }

    @Test
    void deprecated_calls_are_errors_too() throws IOException {
        assertThat(errorsOf("```java\nnew java.util.Date(2026, 1, 1).toString();\n```\n"))
                .singleElement()
                .asString()
                .contains("page.md:2: ")
                .contains("deprecated");
    }

    @Test
    void no_block_can_be_exempted() {
        assertThatThrownBy(() -> errorsOf("```java no-compile\nnonsense\n```\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("page.md:1");
    }

    @Test
    void other_languages_are_left_alone() throws IOException {
        assertThat(errorsOf("```xml\n<dependency/>\n```\n\n```\nplain\n```\n")).isEmpty();
    }

    private List<String> errorsOf(String markdown) throws IOException {
        Path file = Files.writeString(folder.resolve("page.md"), markdown);
        List<String> errors = new ArrayList<>();
        for (Snippet snippet : MarkdownSnippets.of(file)) {
            errors.addAll(SnippetCompiler.errors(snippet));
        }
        return errors;
    }

    private static List<Path> markdownFiles(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> top = Files.list(root)) {
            top.filter(DocsTest::isMarkdown).forEach(files::add);
        }
        Path docs = root.resolve("docs");
        if (Files.isDirectory(docs)) {
            try (Stream<Path> below = Files.walk(docs)) {
                below.filter(DocsTest::isMarkdown).forEach(files::add);
            }
        }
        return files.stream().sorted().toList();
    }

    private static boolean isMarkdown(Path file) {
        return file.getFileName().toString().endsWith(".md");
    }

    private static Path repositoryRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("examples")) || !Files.isDirectory(folder.resolve("core"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("the tests are run from within the repository");
            }
            folder = parent;
        }
        return folder;
    }
}
