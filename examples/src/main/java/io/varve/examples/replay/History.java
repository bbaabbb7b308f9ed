package io.varve.examples.replay;

import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The line of first parents that leads to {@code HEAD}, oldest first. Commits are numbered from 1 on. Reads the repository
 * only. Not thread-safe.
 */
final class History implements AutoCloseable {

    private final Repository repository;
    private final RevWalk walk;
    private final TreeReader trees;
    private final List<ObjectId> line;
    private final Map<String, Integer> numbers;
    private final Tags tags;
    private final List<String> notes;

    private History(Repository repository, List<ObjectId> line, List<String> notes) throws IOException {
        this.repository = repository;
        this.walk = new RevWalk(repository);
        this.trees = new TreeReader(repository);
        this.line = line;
        this.numbers = new HashMap<>();
        for (ObjectId id : line) {
            numbers.put(id.name(), numbers.size() + 1);
        }
        this.tags = Tags.read(repository, numbers);
        this.notes = new ArrayList<>(notes);
        if (tags.elsewhere() > 0) {
            this.notes.add(tags.elsewhere() + " tags are not on the replayed line and are left out");
        }
    }

    /**
     * Opens a repository: bare or not, a linked worktree, or any folder inside.
     *
     * @param folder where to look, then upwards from there
     * @param limit how many commits to take, the oldest of the line first
     * @throws ReplayException if there is no repository, or nothing in it
     */
    static History open(Path folder, int limit) {
        Repository repository = repository(folder);
        try {
            ObjectId head = repository.resolve(Constants.HEAD + "^{commit}");
            if (head == null) {
                throw new ReplayException("the repository " + repository.getDirectory()
                        + " has no commit at HEAD yet: commit something, or give another --repo");
            }
            List<ObjectId> line = firstParents(repository, head);
            List<String> notes = new ArrayList<>();
            if (!repository.getObjectDatabase().getShallowCommits().isEmpty()) {
                notes.add("this is a shallow clone: its history begins at "
                        + line.get(0).abbreviate(10).name()
                        + ", which is replayed as if it had no parent (git fetch --unshallow gets the rest)");
            }
            return new History(repository, List.copyOf(line.subList(0, Math.min(limit, line.size()))), notes);
        } catch (IOException e) {
            repository.close();
            throw unreadable(e);
        } catch (RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    private static Repository repository(Path folder) {
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        Path absolute = folder.toAbsolutePath().normalize();
        if (builder.findGitDir(absolute.toFile()).getGitDir() == null) {
            throw new ReplayException(
                    "no git repository at " + absolute + " nor in a folder above it: give one with --repo");
        }
        try {
            return builder.setMustExist(true).build();
        } catch (IOException | IllegalArgumentException e) {
            throw new ReplayException(
                    "the git repository at " + builder.getGitDir() + " can't be opened: " + e.getMessage(), e);
        }
    }

    private static List<ObjectId> firstParents(Repository repository, ObjectId head) throws IOException {
        List<ObjectId> line = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            RevCommit commit = walk.parseCommit(head);
            line.add(commit.copy());
            while (commit.getParentCount() > 0) {
                commit = walk.parseCommit(commit.getParent(0));
                line.add(commit.copy());
            }
        }
        Collections.reverse(line);
        return line;
    }

    /** What {@link IOException}s of JGit mean to the user. */
    static RuntimeException unreadable(IOException e) {
        if (e instanceof MissingObjectException) {
            return new ReplayException(
                    e.getMessage() + ": the repository is incomplete. If it is a partial clone, git fetch --refetch"
                            + " --no-filter gets the rest",
                    e);
        }
        return new UncheckedIOException(e);
    }

    /** Where the repository is. */
    Path folder() {
        return repository.getDirectory().toPath();
    }

    /** The number of commits. */
    int size() {
        return line.size();
    }

    /** What the user should know about what is replayed and what is not. */
    List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    /** All tags on the line, in its order. */
    List<Tag> tags() {
        return tags.all();
    }

    /** The tags of one commit. */
    List<Tag> tagsAt(int number) {
        return tags.at(number);
    }

    /** The number of a commit, none if it is not on the line. */
    Option<Integer> numberOf(String id) {
        return Option.of(numbers.get(id));
    }

    Commit commitAt(int number) {
        try {
            RevCommit commit = parsed(number);
            return new Commit(commit.name(), number, authorOf(commit), timeOf(commit), commit.getShortMessage());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What a commit changes against its first parent; everything is new in the first one. */
    Changes changesAt(int number) {
        try {
            RevCommit commit = parsed(number);
            Option<RevCommit> parent = number == 1 ? Option.none() : Option.some(parsed(number - 1));
            return trees.difference(parent.map(RevCommit::getTree), commit.getTree(), authorOf(commit), timeOf(commit));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Git's own tree at a commit, read in full, in git's order. */
    List<TreeReader.Entry> treeAt(int number) {
        try {
            return trees.all(parsed(number).getTree());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private RevCommit parsed(int number) throws IOException {
        RevCommit commit = walk.parseCommit(line.get(number - 1));
        walk.parseBody(commit);
        return commit;
    }

    /** Git lets commits have a malformed author; JGit then gives none. */
    private static String authorOf(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return author == null ? "" : author.getName();
    }

    private static Instant timeOf(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return author == null ? Instant.ofEpochSecond(commit.getCommitTime()) : author.getWhenAsInstant();
    }

    @Override
    public void close() {
        trees.close();
        walk.close();
        repository.close();
    }
}
