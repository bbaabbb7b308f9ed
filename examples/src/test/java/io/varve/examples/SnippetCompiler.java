package io.varve.examples;

import io.varve.examples.MarkdownSnippets.Snippet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles snippets against this JVM's class path. */
final class SnippetCompiler {

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public (?:\\w+ )*(?:class|interface|record|enum) (\\w+)");

    private SnippetCompiler() {}

    /** What is wrong with a snippet, as {@code file:line: message}. */
    static List<String> errors(Snippet snippet) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-implicit:none",
                "-Xlint:deprecation,unchecked,rawtypes",
                "-classpath",
                System.getProperty("java.class.path"));
        try (Nowhere files = new Nowhere(compiler.getStandardFileManager(diagnostics, Locale.ROOT, null))) {
            compiler.getTask(null, files, diagnostics, options, null, List.of(new Source(snippet)))
                    .call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> one : diagnostics.getDiagnostics()) {
            if (one.getKind() != Diagnostic.Kind.NOTE) {
                errors.add(snippet.file() + ":" + (one.getLineNumber() + snippet.lineShift()) + ": "
                        + one.getMessage(Locale.ROOT));
            }
        }
        return errors;
    }

    /** The classes are not kept. */
    private static final class Nowhere extends ForwardingJavaFileManager<StandardJavaFileManager> {

        Nowhere(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            URI name = URI.create("nowhere:///" + className.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(name, kind) {
                @Override
                public OutputStream openOutputStream() {
                    return OutputStream.nullOutputStream();
                }
            };
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Snippet snippet) {
            super(URI.create("string:///" + nameOf(snippet.source()) + ".java"), Kind.SOURCE);
            this.text = snippet.source();
        }

        private static String nameOf(String source) {
            Matcher matcher = PUBLIC_TYPE.matcher(source);
            return matcher.find() ? matcher.group(1) : "Snippet";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
