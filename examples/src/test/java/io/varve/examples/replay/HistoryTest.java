package io.varve.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple2;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {

    private static final HistoryGenerator.Shape SHAPE = new HistoryGenerator.Shape(3, 120, 60, 10);

    @TempDir
    private static Path folder;

    private static Path repository;

    @BeforeAll
    static void generate() throws IOException {
        repository = folder.resolve("history.git");
        HistoryGenerator.write(repository, SHAPE);
    }

    @Test
    void the_line_has_first_parents_only() {
        try (History history = History.open(repository, Integer.MAX_VALUE)) {
            assertThat(history.size()).isEqualTo(SHAPE.commits());
            for (int number = 1; number <= history.size(); number++) {
                assertThat(history.commitAt(number).subject()).isEqualTo("Change number " + number);
            }
        }
    }

    @Test
    void a_limit_takes_the_oldest_commits() {
        try (History history = History.open(repository, 30)) {
            assertThat(history.size()).isEqualTo(30);
            assertThat(history.commitAt(1).subject()).isEqualTo("Change number 1");
            assertThat(history.tags()).allMatch(tag -> tag.number() <= 30);
        }
    }

    @Test
    void the_changes_of_all_commits_add_up_to_gits_tree() {
        try (History history = History.open(repository, Integer.MAX_VALUE)) {
            Tree tree = Tree.empty();
            TreeComparison comparison = new TreeComparison(history);
            for (int number = 1; number <= history.size(); number++) {
                tree = tree.after(history.commitAt(number), history.changesAt(number));
                assertThat(comparison.firstDifference(number, tree)).isEmpty();
            }
        }
    }

    @Test
    void a_tree_that_differs_in_one_entry_is_found() {
        try (History history = History.open(repository, 1)) {
            Tree tree = Tree.empty().after(history.commitAt(1), history.changesAt(1));
            String path = tree.files().head()._1();

            Tree without = new Tree(tree.files().remove(path), tree.head());
            Tree beyond = new Tree(tree.files().put("zz", tree.files().get(path).get()), tree.head());

            assertThat(new TreeComparison(history).firstDifference(1, without).get())
                    .startsWith("'" + path + "' is absent, in git it is ");
            assertThat(new TreeComparison(history).firstDifference(1, beyond).get())
                    .startsWith("'zz' is ")
                    .endsWith("in git it is absent");
        }
    }

    @Test
    void the_generated_history_has_what_is_awkward() {
        Set<Integer> modes = new TreeSet<>();
        int empty = 0;
        int toFolder = 0;
        try (History history = History.open(repository, Integer.MAX_VALUE)) {
            for (int number = 1; number <= history.size(); number++) {
                Changes changes = history.changesAt(number);
                for (Tuple2<String, Blob> written : changes.written()) {
                    modes.add(written._2().mode());
                }
                empty += changes.written().isEmpty() && changes.removed().isEmpty() ? 1 : 0;
                toFolder += changes.removed().contains("becomes-a-folder") ? 1 : 0;
            }
            assertThat(history.treeAt(1))
                    .extracting(TreeReader.Entry::path)
                    .contains("größe/naïve-日本-№.txt", "submodule", "link");
            assertThat(history.notes()).anyMatch(note -> note.contains("not on the replayed line"));
        }
        assertThat(modes)
                .contains(
                        FileMode.REGULAR_FILE.getBits(),
                        FileMode.EXECUTABLE_FILE.getBits(),
                        FileMode.SYMLINK.getBits(),
                        FileMode.GITLINK.getBits());
        assertThat(empty).isPositive();
        assertThat(toFolder).isEqualTo(1);
    }

    @Test
    void tags_have_names_that_fit_and_differ() {
        try (History history = History.open(repository, Integer.MAX_VALUE)) {
            List<String> names = history.tags().stream().map(Tag::name).toList();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.length() <= 128)
                    .contains("v1", "größe/3");
            assertThat(history.tagsAt(30)).hasSize(3);
            assertThat(history.tagsAt(10)).singleElement().matches(Tag::annotated);
            assertThat(history.tagsAt(20)).singleElement().matches(tag -> !tag.annotated());
        }
    }

    @Test
    void the_same_shape_gives_the_same_commits() throws IOException {
        Path again = folder.resolve("again.git");
        HistoryGenerator.write(again, SHAPE);
        try (History one = History.open(repository, Integer.MAX_VALUE);
                History two = History.open(again, Integer.MAX_VALUE)) {
            assertThat(two.commitAt(two.size())).isEqualTo(one.commitAt(one.size()));
        }
    }
}
