package io.varve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the programs are that tests start. */
final class ChildJvm {

    private ChildJvm() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What a program wrote to a file, or nothing. */
    static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
