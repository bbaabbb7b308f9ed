package io.varve.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Java blocks of a Markdown file, made into compilation units. The convention:
 *
 * <ul>
 *   <li>Every block fenced as {@code ```java} is compiled; none can be exempted.
 *   <li>A block with a {@code package} line is a compilation unit of its own. One with a method, class or interface at the
 *       beginning of a line is the body of a class. Any other is the body of a method that may throw anything; records and
 *       enums in it are local. {@code import} lines may stand in any of them, and {@link #STANDARD_IMPORTS} are there
 *       already.
 *   <li>What a reader need not see goes into an HTML comment: {@code <!-- java}, on the next lines the code, then {@code
 *       -->}. It is compiled as the beginning of the block that follows. After {@code <!-- java page} it is compiled as
 *       members of the class around every block of the page from there on.
 * </ul>
 */
final class MarkdownSnippets {

    static final List<String> STANDARD_IMPORTS = List.of(
            "io.varve.*",
            "io.varve.collection.*",
            "io.varve.spi.*",
            "io.vavr.collection.Seq",
            "io.vavr.control.*",
            "java.lang.invoke.MethodHandles",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*");

    private static final Pattern FENCE = Pattern.compile(" *(```+|~~~+) *([^`]*)");
    private static final Pattern MEMBER = Pattern.compile(
            "((public|protected|private|static|abstract|sealed|non-sealed|class|interface|@interface) ).*");
    private static final String HIDDEN_FOR_BLOCK = "<!-- java";
    private static final String HIDDEN_FOR_PAGE = "<!-- java page";
    private static final String HIDDEN_END = "-->";

    private final Path file;
    private final List<String> lines;
    private final List<Snippet> snippets = new ArrayList<>();
    private String pageMembers = "";
    private List<String> hidden = List.of();

    private MarkdownSnippets(Path file) throws IOException {
        this.file = file;
        this.lines = Files.readAllLines(file);
    }

    /**
     * A block as it is compiled.
     *
     * @param file where it stands
     * @param source the compilation unit
     * @param lineShift what to add to a line of the source to get the line of the file
     */
    record Snippet(Path file, String source, int lineShift) {}

    static List<Snippet> of(Path file) throws IOException {
        MarkdownSnippets page = new MarkdownSnippets(file);
        page.read();
        return page.snippets;
    }

    private void read() {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (line.strip().equals(HIDDEN_FOR_PAGE)) {
                int end = closing(i, HIDDEN_END);
                pageMembers = String.join(" ", lines.subList(i + 1, end));
                i = end;
            } else if (line.strip().equals(HIDDEN_FOR_BLOCK)) {
                int end = closing(i, HIDDEN_END);
                hidden = lines.subList(i + 1, end);
                i = end;
            } else if (fence.matches()) {
                int end = closing(i, fence.group(1));
                if (isJava(i, fence.group(2).strip().toLowerCase(Locale.ROOT))) {
                    snippets.add(snippet(i, lines.subList(i + 1, end)));
                }
                hidden = List.of();
                i = end;
            } else if (!line.isBlank()) {
                hidden = List.of();
            }
        }
    }

    private boolean isJava(int index, String language) {
        if (language.matches("java\\W.*")) {
            throw new AssertionError(
                    file + ":" + (index + 1) + ": a block is fenced as ```java and nothing else, since all"
                            + " are compiled; found ```" + language);
        }
        return language.equals("java");
    }

    private int closing(int opening, String mark) {
        for (int i = opening + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(mark)) {
                return i;
            }
        }
        throw new AssertionError(file + ":" + (opening + 1) + ": this has no end, a line with " + mark);
    }

    /** All that is put around the code stands on one line before it, so that the other lines keep their distances. */
    private Snippet snippet(int fence, List<String> block) {
        StringBuilder imports = new StringBuilder();
        STANDARD_IMPORTS.forEach(name -> imports.append("import ").append(name).append("; "));
        List<String> code = new ArrayList<>(hidden);
        code.addAll(block);
        int shift = fence - hidden.size();
        if (code.stream().anyMatch(line -> line.startsWith("package "))) {
            return new Snippet(file, lines(code), shift + 1);
        }
        code.replaceAll(line -> {
            if (line.startsWith("import ")) {
                imports.append(line).append(' ');
                return "";
            }
            return line;
        });
        String around = imports + "class Snippet { " + pageMembers;
        boolean members = code.stream().anyMatch(line -> MEMBER.matcher(line).matches());
        return new Snippet(
                file,
                members
                        ? around + "\n" + lines(code) + "}\n"
                        : around + " static void run() throws Exception {\n" + lines(code) + "}}\n",
                shift);
    }

    private static String lines(List<String> code) {
        return code.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
