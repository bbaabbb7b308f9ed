package io.varve.bench.job.subject;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * JGit: an account is a blob, in trees that fan out by the hash of its key until a tree has some sixteen. Changes wait on
 * the heap; a snapshot is a commit. Its objects go into one pack, which is then forced, since JGit would sync each of hundreds
 * of files but no pack; refs are synced by {@code core.fsyncRefFiles}. The branch {@code history} is all snapshots, the
 * branch {@code main} is the head.
 */
final class JGitSubject implements Subject {

    private static final String HISTORY = Constants.R_HEADS + "history";
    private static final String MAIN = Constants.R_HEADS + "main";
    private static final int FAN_OUT = 16;

    private final Path folder;
    private final AccountCodec codec = new AccountCodec();
    private final Map<String, Account> changed = new HashMap<>();
    private final WrittenFiles packs;
    private @Nullable FileRepository repository;
    private int depth;

    JGitSubject(Path folder, int kept) {
        this.folder = folder.resolve("git");
        this.packs = new WrittenFiles(this.folder.resolve("objects/pack"));
        try {
            repository = new FileRepository(this.folder.toFile());
            repository.create(true);
            StoredConfig config = repository.getConfig();
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.setInt("varve", null, "depth", 0);
            config.save();
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a repository in " + folder, e);
        }
    }

    @Override
    public String name() {
        return "jgit";
    }

    @Override
    public Map<Ability, String> cannot() {
        return Map.of(Ability.DELETE, "history is a chain: without the oldest commits, all that follow are others");
    }

    @Override
    public void start() {
        try {
            repository = new FileRepository(folder.toFile());
            depth = repository.getConfig().getInt("varve", "depth", 0);
        } catch (IOException e) {
            throw new UncheckedIOException("can't open the repository in " + folder, e);
        }
    }

    private FileRepository repository() {
        if (repository == null) {
            throw new IllegalStateException("jgit is stopped");
        }
        return repository;
    }

    @Override
    public void load(int size) {
        depth = 1;
        for (int leaves = FAN_OUT; leaves * FAN_OUT < size; leaves *= FAN_OUT) {
            depth++;
        }
        StoredConfig config = repository().getConfig();
        config.setInt("varve", null, "depth", depth);
        try (PackInserter inserter = repository().getObjectDatabase().newPackInserter()) {
            config.save();
            inserter.checkExisting(false);
            commit(
                    inserter,
                    insertNew(inserter, 0, IntStream.range(0, size).boxed().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException("can't load " + size + " accounts", e);
        }
    }

    private ObjectId insertNew(ObjectInserter inserter, int level, List<Integer> numbers) throws IOException {
        TreeMap<String, ObjectId> children = new TreeMap<>();
        if (level == depth) {
            for (int number : numbers) {
                byte[] blob = codec.encode(Account.of(number));
                children.put(Keys.of(number), inserter.insert(Constants.OBJ_BLOB, blob));
            }
        } else {
            Map<String, List<Integer>> groups =
                    numbers.stream().collect(Collectors.groupingBy(number -> digit(Keys.of(number), level)));
            for (Map.Entry<String, List<Integer>> group : groups.entrySet()) {
                children.put(group.getKey(), insertNew(inserter, level + 1, group.getValue()));
            }
        }
        return insert(inserter, level, children);
    }

    private ObjectId insert(ObjectInserter inserter, int level, SortedMap<String, ObjectId> children)
            throws IOException {
        FileMode mode = level == depth ? FileMode.REGULAR_FILE : FileMode.TREE;
        TreeFormatter tree = new TreeFormatter();
        for (Map.Entry<String, ObjectId> child : children.entrySet()) {
            tree.append(child.getKey(), mode, child.getValue());
        }
        return inserter.insert(tree);
    }

    private static String digit(String key, int level) {
        int mixed = key.hashCode() * 0x9e37_79b9;
        return Integer.toHexString(mixed >>> 28 - 4 * level & 0xf);
    }

    @Override
    public Account get(String key) {
        Account waiting = changed.get(key);
        return waiting != null ? waiting : reading(reader -> get(reader, tree(reader, main()), key));
    }

    private Account get(ObjectReader reader, AnyObjectId tree, String key) throws IOException {
        AnyObjectId found = tree;
        for (int level = 0; level < depth; level++) {
            found = child(reader, found, digit(key, level));
        }
        return account(reader, child(reader, found, key));
    }

    private Account account(ObjectReader reader, AnyObjectId blob) throws IOException {
        return codec.decode(reader.open(blob, Constants.OBJ_BLOB).getBytes());
    }

    private static ObjectId child(ObjectReader reader, AnyObjectId tree, String name) throws IOException {
        byte[] sought = name.getBytes(US_ASCII);
        CanonicalTreeParser entries = new CanonicalTreeParser(null, reader, tree);
        for (; !entries.eof(); entries.next()) {
            if (entries.pathCompare(sought, 0, sought.length, entries.getEntryRawMode()) == 0) {
                return entries.getEntryObjectId();
            }
        }
        throw new IllegalStateException("jgit lost " + name);
    }

    @Override
    public long checksum() {
        long sum = reading(reader -> checksum(reader, tree(reader, main())));
        for (Map.Entry<String, Account> change : changed.entrySet()) {
            String key = change.getKey();
            Account before = reading(reader -> get(reader, tree(reader, main()), key));
            sum += change.getValue().checksum(key) - before.checksum(key);
        }
        return sum;
    }

    private long checksum(ObjectReader reader, AnyObjectId tree) throws IOException {
        long sum = 0;
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                sum += account(reader, walk.getObjectId(0)).checksum(walk.getNameString());
            }
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        changed.put(key, get(key).deposit(1));
    }

    @Override
    public void snapshot() {
        try (PackInserter inserter = repository().getObjectDatabase().newPackInserter();
                ObjectReader reader = repository().newObjectReader()) {
            inserter.checkExisting(false);
            commit(inserter, insertChanged(reader, inserter, tree(reader, main()), 0, changed));
            changed.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("can't commit", e);
        }
    }

    private ObjectId insertChanged(
            ObjectReader reader, ObjectInserter inserter, AnyObjectId tree, int level, Map<String, Account> changes)
            throws IOException {
        TreeMap<String, ObjectId> children = new TreeMap<>();
        CanonicalTreeParser entries = new CanonicalTreeParser(null, reader, tree);
        for (; !entries.eof(); entries.next()) {
            children.put(entries.getEntryPathString(), entries.getEntryObjectId());
        }
        if (level == depth) {
            for (Map.Entry<String, Account> change : changes.entrySet()) {
                children.put(change.getKey(), inserter.insert(Constants.OBJ_BLOB, codec.encode(change.getValue())));
            }
        } else {
            Map<String, Map<String, Account>> groups = new HashMap<>();
            changes.forEach((key, account) -> groups.computeIfAbsent(digit(key, level), same -> new HashMap<>())
                    .put(key, account));
            for (Map.Entry<String, Map<String, Account>> group : groups.entrySet()) {
                ObjectId child = child(children, group.getKey());
                children.put(group.getKey(), insertChanged(reader, inserter, child, level + 1, group.getValue()));
            }
        }
        return insert(inserter, level, children);
    }

    private static ObjectId child(Map<String, ObjectId> children, String name) {
        ObjectId child = children.get(name);
        if (child == null) {
            throw new IllegalStateException("jgit lost the tree " + name);
        }
        return child;
    }

    private void commit(ObjectInserter inserter, ObjectId tree) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        ObjectId parent = repository().resolve(HISTORY);
        if (parent != null) {
            commit.setParentId(parent);
        }
        PersonIdent bench = new PersonIdent("bench", "bench@example.com");
        commit.setAuthor(bench);
        commit.setCommitter(bench);
        commit.setMessage("snapshot");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        packs.force();
        point(HISTORY, id);
        point(MAIN, id);
    }

    private void point(String branch, ObjectId commit) throws IOException {
        RefUpdate update = repository().updateRef(branch);
        update.setNewObjectId(commit);
        RefUpdate.Result result = update.forceUpdate();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IllegalStateException("can't point " + branch + " to " + commit + ": " + result);
        }
    }

    private ObjectId main() throws IOException {
        return repository().resolve(MAIN);
    }

    private static ObjectId tree(ObjectReader reader, AnyObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            return walk.parseCommit(commit).getTree();
        }
    }

    @Override
    public Accounts at(int snapshotsBack) {
        ObjectId tree = reading(reader -> tree(reader, back(snapshotsBack)));
        return new Accounts() {
            @Override
            public Account get(String key) {
                return reading(reader -> JGitSubject.this.get(reader, tree, key));
            }

            @Override
            public long checksum() {
                return reading(reader -> JGitSubject.this.checksum(reader, tree));
            }
        };
    }

    private ObjectId back(int snapshots) throws IOException {
        return repository().resolve(HISTORY + "~" + snapshots);
    }

    @Override
    public void rollback(int snapshotsBack) {
        try {
            point(MAIN, back(snapshotsBack));
            changed.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("can't roll back", e);
        }
    }

    @Override
    public int list() {
        try (RevWalk walk = new RevWalk(repository())) {
            walk.markStart(walk.parseCommit(back(0)));
            int dated = 0;
            for (RevCommit commit : walk) {
                dated += commit.getCommitTime() > 0 ? 1 : 0;
            }
            return dated;
        } catch (IOException e) {
            throw new UncheckedIOException("can't list the commits", e);
        }
    }

    @Override
    public Comparison compare(int earlier, int later) {
        return reading(reader -> {
            Comparison found = Comparison.NONE;
            try (TreeWalk walk = new TreeWalk(reader)) {
                walk.addTree(tree(reader, back(earlier)));
                walk.addTree(tree(reader, back(later)));
                walk.setRecursive(true);
                walk.setFilter(TreeFilter.ANY_DIFF);
                while (walk.next()) {
                    found = found.with(
                            walk.getNameString(),
                            account(reader, walk.getObjectId(0)),
                            account(reader, walk.getObjectId(1)));
                }
            }
            return found;
        });
    }

    private interface Reading<R> {
        R from(ObjectReader reader) throws IOException;
    }

    private <R> R reading(Reading<R> reading) {
        try (ObjectReader reader = repository().newObjectReader()) {
            return reading.from(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read from " + folder, e);
        }
    }

    @Override
    public void stop() {
        repository().close();
        repository = null;
        changed.clear();
    }

    @Override
    public void close() {
        if (repository != null) {
            stop();
        }
    }
}
