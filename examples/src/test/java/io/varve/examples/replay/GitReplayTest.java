package io.varve.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitReplayTest {

    private static final HistoryGenerator.Shape SHAPE = new HistoryGenerator.Shape(7, 300, 120, 10);

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path repository;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void generate() throws IOException {
        repository = shared.resolve("history.git");
        HistoryGenerator.write(repository, SHAPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb:%s/store", "jdbc:h2:file:%s/store"})
    void a_durable_store_that_was_killed_midway_equals_git(String url) {
        String store = url.formatted(folder);

        int code = run("--repo", repository.toString(), "--store", store, "--every", "7", "--random-checks", "60");

        assertThat(code).as(text()).isZero();
        assertThat(out.toString())
                .contains("killed when commit")
                .contains("acknowledged snapshots are there")
                .contains("yes");
    }

    @Test
    void the_memory_store_equals_git() {
        int code = run("--repo", repository.toString(), "--store", "memory:", "--every", "7");

        assertThat(code).as(text()).isZero();
        assertThat(out.toString()).contains("without a kill").contains("yes");
    }

    @Test
    void a_replay_goes_on_where_the_last_one_ended() {
        String url = "rocksdb:" + folder.resolve("store");
        String repo = repository.toString();

        assertThat(run("--repo", repo, "--store", url, "--limit", "40"))
                .as(text())
                .isZero();
        assertThat(run("--repo", repo, "--store", url, "--limit", "80"))
                .as(text())
                .isZero();

        try (StateManager<Tree> manager = States.open(url)) {
            assertThat(States.tenant(manager).state().number()).isEqualTo(80);
        }
    }

    @Test
    void a_planted_difference_is_found_and_named() {
        String url = "rocksdb:" + folder.resolve("store");
        String repo = repository.toString();
        assertThat(run("--repo", repo, "--store", url, "--limit", "60"))
                .as(text())
                .isZero();

        String path = plantDifference(url, "v3");
        int code = run("--repo", repo, "--store", url, "--limit", "60");

        assertThat(code).as(text()).isEqualTo(1);
        assertThat(out.toString())
                .contains("the snapshot named 'v3'")
                .contains("'" + path + "' is ")
                .contains("NO");
    }

    @Test
    void a_store_with_another_repository_is_refused() throws Exception {
        String url = "rocksdb:" + folder.resolve("store");
        Path other = folder.resolve("other.git");
        HistoryGenerator.write(other, new HistoryGenerator.Shape(8, 12, 20, 0));
        assertThat(run("--repo", other.toString(), "--store", url)).as(text()).isZero();

        int code = run("--repo", repository.toString(), "--store", url);

        assertThat(code).as(text()).isEqualTo(2);
        assertThat(err.toString())
                .contains("which is not among the 300 commits")
                .contains("empty store");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void the_shortest_histories_are_replayed_too(int commits) throws Exception {
        Path small = folder.resolve("small.git");
        HistoryGenerator.write(small, new HistoryGenerator.Shape(1, commits, 10, 0));

        int code = run("--repo", small.toString(), "--store", "rocksdb:" + folder.resolve("store"));

        assertThat(code).as(text()).isZero();
    }

    @Test
    void a_folder_without_a_repository_is_refused() {
        assertThat(run("--repo", folder.toString(), "--store", "memory:")).isEqualTo(2);
        assertThat(err.toString()).contains("no git repository at " + folder).contains("--repo");
    }

    @Test
    void a_repository_without_commits_is_refused() throws Exception {
        try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
            assertThat(run("--repo", git.getRepository().getWorkTree().toString(), "--store", "memory:"))
                    .isEqualTo(2);
        }
        assertThat(err.toString()).contains("has no commit at HEAD yet");
    }

    @Test
    void a_shallow_clone_is_replayed_from_where_it_begins() throws Exception {
        Path clone = folder.resolve("clone.git");
        HistoryGenerator.write(clone, SHAPE);
        try (History history = History.open(clone, Integer.MAX_VALUE)) { // this is all that makes a clone shallow
            Files.writeString(clone.resolve("shallow"), history.commitAt(281).id() + "\n");
        }

        int code = run("--repo", clone.toString(), "--store", "memory:");

        assertThat(code).as(text()).isZero();
        assertThat(out.toString()).contains("20 commits").contains("this is a shallow clone");
    }

    @Test
    void a_folder_inside_a_work_tree_finds_its_repository() throws Exception {
        Path inside = Files.createDirectories(folder.resolve("work/deep/inside"));
        try (Git git = Git.init().setDirectory(folder.resolve("work").toFile()).call()) {
            Repository opened = git.getRepository();
            Files.writeString(opened.getWorkTree().toPath().resolve("file"), "text");
            git.add().addFilepattern("file").call();
            git.commit()
                    .setSign(false)
                    .setAuthor("A", "a@example.com")
                    .setCommitter("A", "a@example.com")
                    .setMessage("First")
                    .call();
        }

        assertThat(run("--repo", inside.toString(), "--store", "memory:"))
                .as(text())
                .isZero();
    }

    @Test
    void a_store_url_without_a_scheme_is_refused() {
        assertThat(run("--repo", repository.toString(), "--store", "/var/lib/shop"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("a store URL begins with a scheme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--limit=0", "--limit=many", "--every=0", "--random-checks=-1", "--nonsense"})
    void a_bad_option_is_refused_with_the_usage(String option) {
        assertThat(run("--repo", repository.toString(), option)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: git-replay").contains(option.replaceFirst("=.*", ""));
    }

    /** Puts another state under a tag's name, as a faulty store would; gives the path that differs. */
    private static String plantDifference(String url, String tag) {
        try (StateManager<Tree> manager = States.open(url)) {
            Tenant<Tree> tenant = States.tenant(manager);
            SnapshotInfo end = tenant.snapshots().last();
            SnapshotInfo right = tenant.rollback(SnapshotRef.named(tag)).restored();
            String path = tenant.state().files().keySet().toList().sorted().last();
            tenant.delete(SnapshotRef.named(tag));
            tenant.apply(tree -> {
                Blob blob = tree.files().get(path).get();
                Blob wrong = new Blob(blob.mode(), blob.id(), blob.size() + 1, blob.author(), blob.time());
                return new Tree(tree.files().put(path, wrong), tree.head());
            });
            tenant.snapshot(SnapshotRequest.named(tag)
                    .with(States.COMMIT, States.commitOf(right).get()));
            tenant.rollback(SnapshotRef.id(end.id()));
            return path;
        }
    }

    private int run(String... args) {
        return GitReplay.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String text() {
        return out + "\n" + err;
    }
}
