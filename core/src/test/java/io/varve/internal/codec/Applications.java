package io.varve.internal.codec;

import io.varve.Evolution;
import io.varve.RecordEvolution;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Versions of one application: the same class names, compiled apart and loaded apart. */
public final class Applications {

    private static final String IMPORTS = """
            package app;
            import io.varve.*;
            import io.varve.collection.*;
            import io.varve.generic.*;
            import io.varve.spi.*;
            import io.vavr.control.*;
            import java.util.*;
            import org.jspecify.annotations.Nullable;
            """;

    private Applications() {}

    /** One version. */
    public record Version(ClassLoader classes) {

        public Class<?> type(String name) {
            try {
                return classes.loadClass("app." + name);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }

        /** A value of a record. */
        public Object make(String name, Object... components) {
            Constructor<?> constructor = type(name).getDeclaredConstructors()[0];
            try {
                return constructor.newInstance(components);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("making " + name, e);
            }
        }

        /** A constant of an enum. */
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Object constant(String type, String name) {
            return Enum.valueOf((Class) type(type), name);
        }

        /** The class of a record, of which not more is known. */
        @SuppressWarnings("unchecked")
        public Class<Record> record(String name) {
            return (Class<Record>) type(name);
        }

        /** What became of a record. */
        RecordEvolution<Record> evolution(String name) {
            return Evolution.ofRecord(record(name));
        }

        StateCodec<Object> codec(Evolution... evolutions) {
            return StateCodec.of(CodecSettings.of(type("State")).withEvolutions(List.of(evolutions)));
        }
    }

    /** Compiles a version that consists of public top-level types, of which State is the root. */
    public static Version compile(String... types) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "versions")), "app");
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            List<SimpleJavaFileObject> sources =
                    java.util.Arrays.stream(types).map(Applications::source).toList();
            boolean done = compiler.getTask(
                            null,
                            null,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-Xlint:none",
                                    "-d",
                                    folder.toString(),
                                    "-classpath",
                                    System.getProperty("java.class.path")
                                            .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator)),
                            null,
                            sources)
                    .call();
            if (!done) {
                throw new AssertionError("does not compile: " + String.join("\n", types));
            }
            return new Version(
                    new URLClassLoader(new URL[] {folder.toUri().toURL()}, Applications.class.getClassLoader()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SimpleJavaFileObject source(String type) {
        String name = type.replaceFirst("(?s)^.*?(record|enum|interface|class) (\\w+).*$", "$2");
        return new SimpleJavaFileObject(
                URI.create("string:///app/" + name + ".java"), javax.tools.JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return IMPORTS + "public " + type;
            }
        };
    }
}
