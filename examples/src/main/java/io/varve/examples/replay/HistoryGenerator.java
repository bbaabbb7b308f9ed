package io.varve.examples.replay;

import io.varve.examples.replay.Folder.Leaf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TagBuilder;

/**
 * Writes a bare repository with everything that is awkward in histories: merges, renames, changes of mode only, symlinks,
 * submodules, files that become folders, empty files and commits, names beyond ASCII, several tags on a commit, tags beside
 * the line. The same shape gives the same commit ids.
 */
final class HistoryGenerator {

    private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<String> AUTHORS = List.of("Ada", "Grace Hopper", "Łukasz", "小林", "  ");

    private final Shape shape;
    private final Random random;
    private final Folder root = new Folder();
    private final List<String> paths = new ArrayList<>();
    private final Map<String, Leaf> leaves = new HashMap<>();
    private final Map<String, ObjectId> tags = new HashMap<>();
    private int named;

    private HistoryGenerator(Shape shape) {
        this.shape = shape;
        this.random = new Random(shape.seed());
    }

    /**
     * What a history is to be like.
     *
     * @param seed decides all that is random
     * @param commits the number of commits on the line of first parents
     * @param files about how many files there are
     * @param tagEvery after how many commits there is a tag, 0 for none
     */
    record Shape(long seed, int commits, int files, int tagEvery) {}

    /** Writes the repository. The folder must not hold one yet. */
    static void write(Path folder, Shape shape) throws IOException {
        try (FileRepository repository = new FileRepository(folder.toFile())) {
            repository.create(true);
            new HistoryGenerator(shape).write(repository);
        }
    }

    private void write(FileRepository repository) throws IOException {
        ObjectId head;
        try (ObjectInserter inserter = repository.getObjectDatabase().newPackInserter()) {
            head = commits(inserter);
            inserter.flush();
        }
        update(repository, Constants.R_HEADS + "main", head);
        for (Map.Entry<String, ObjectId> tag : tags.entrySet()) {
            update(repository, Constants.R_TAGS + tag.getKey(), tag.getValue());
        }
        RefUpdate toMain = repository.updateRef(Constants.HEAD);
        toMain.link(Constants.R_HEADS + "main");
    }

    private ObjectId commits(ObjectInserter inserter) throws IOException {
        ObjectId head = null;
        for (int number = 1; number <= shape.commits(); number++) {
            List<ObjectId> parents = new ArrayList<>();
            if (head != null) {
                parents.add(head);
                if (number % 7 == 0) {
                    parents.add(sideBranch(inserter, head, number));
                }
            }
            edit(inserter, number);
            head = commit(inserter, number, parents, "Change number " + number);
            tag(inserter, number, head);
        }
        if (head == null) {
            throw new IllegalArgumentException("a history has at least one commit");
        }
        return head;
    }

    /** Two commits beside the line; what they change comes into the line by the merge that follows. */
    private ObjectId sideBranch(ObjectInserter inserter, ObjectId from, int number) throws IOException {
        addFile(inserter, "side/branch-" + number + ".txt");
        ObjectId first = commit(inserter, number, List.of(from), "Begin a branch");
        change(inserter);
        ObjectId second = commit(inserter, number, List.of(first), "Go on with the branch");
        if (number % 21 == 0) {
            tags.put("beside-the-line-" + number, first);
        }
        return second;
    }

    private void edit(ObjectInserter inserter, int number) throws IOException {
        if (number == 1) {
            addFile(inserter, "größe/naïve-日本-№.txt");
            addFile(inserter, "empty", "");
            addFile(inserter, "becomes-a-folder");
            put("link", new Leaf(FileMode.SYMLINK, blob(inserter, "empty")));
            put("submodule", new Leaf(FileMode.GITLINK, ObjectId.fromString("1".repeat(40))));
        }
        while (paths.size() < shape.files()
                && (number > 1 ? random.nextInt(4) > 0 : paths.size() < shape.files() / 2)) {
            addFile(inserter, newPath());
        }
        if (number == 3) {
            remove("becomes-a-folder");
            addFile(inserter, "becomes-a-folder/file");
        }
        switch (random.nextInt(10)) {
            case 0 -> {} // a commit that changes nothing
            case 1 -> rename();
            case 2 -> toggleMode();
            case 3 -> remove(anyPath());
            case 4 -> put("submodule", new Leaf(FileMode.GITLINK, ObjectId.fromString("%040x".formatted(number))));
            case 5 -> put("link", new Leaf(FileMode.SYMLINK, blob(inserter, anyPath())));
            default -> {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    change(inserter);
                }
            }
        }
    }

    private void rename() {
        String from = anyPath();
        Leaf leaf = leaves.get(from);
        if (leaf != null) {
            remove(from);
            put(newPath(), leaf);
        }
    }

    private void toggleMode() {
        String path = anyPath();
        Leaf leaf = leaves.get(path);
        if (leaf != null
                && !leaf.mode().equals(FileMode.SYMLINK)
                && !leaf.mode().equals(FileMode.GITLINK)) {
            boolean executable = leaf.mode().equals(FileMode.EXECUTABLE_FILE);
            put(path, new Leaf(executable ? FileMode.REGULAR_FILE : FileMode.EXECUTABLE_FILE, leaf.id()));
        }
    }

    private void change(ObjectInserter inserter) throws IOException {
        addFile(inserter, anyPath());
    }

    private void addFile(ObjectInserter inserter, String path) throws IOException {
        addFile(inserter, path, (path + " " + random.nextLong() + "\n").repeat(1 + random.nextInt(20)));
    }

    private void addFile(ObjectInserter inserter, String path, String content) throws IOException {
        put(path, new Leaf(FileMode.REGULAR_FILE, blob(inserter, content)));
    }

    private void put(String path, Leaf leaf) {
        if (leaves.put(path, leaf) == null) {
            paths.add(path);
        }
        root.put(path, leaf);
    }

    private void remove(String path) {
        leaves.remove(path);
        paths.remove(path);
        root.remove(path);
    }

    private String anyPath() {
        return paths.get(random.nextInt(paths.size()));
    }

    private String newPath() {
        return "module-%d/src/package%d/File%d.java".formatted(random.nextInt(10), random.nextInt(10), named++);
    }

    private static ObjectId blob(ObjectInserter inserter, String content) throws IOException {
        return inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectId commit(ObjectInserter inserter, int number, List<ObjectId> parents, String message)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(root.write(inserter));
        commit.setParentIds(parents);
        commit.setAuthor(person(number, 0));
        commit.setCommitter(person(number, 90));
        commit.setMessage(message + "\n\nGenerated.\n");
        return inserter.insert(commit);
    }

    private static PersonIdent person(int number, int later) {
        return new PersonIdent(
                AUTHORS.get(number % AUTHORS.size()),
                "someone@example.com",
                EPOCH.plusSeconds(600L * number + later),
                ZoneOffset.UTC);
    }

    private void tag(ObjectInserter inserter, int number, ObjectId commit) throws IOException {
        if (shape.tagEvery() == 0 || number % shape.tagEvery() != 0) {
            return;
        }
        int release = number / shape.tagEvery();
        if (release % 2 == 0) {
            tags.put("v" + release, commit);
        } else {
            TagBuilder annotated = new TagBuilder();
            annotated.setTag("v" + release);
            annotated.setObjectId(commit, Constants.OBJ_COMMIT);
            annotated.setTagger(person(number, 120));
            annotated.setMessage("Release " + release + "\n");
            tags.put("v" + release, inserter.insert(annotated));
        }
        if (release % 3 == 0) {
            tags.put("größe/" + release, commit);
            tags.put("long-" + release + "-" + "x".repeat(150), commit);
        }
    }

    private static void update(FileRepository repository, String name, ObjectId id) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setNewObjectId(id);
        RefUpdate.Result result = update.update();
        if (result != RefUpdate.Result.NEW) {
            throw new IOException(name + " can't be written: " + result);
        }
    }
}
