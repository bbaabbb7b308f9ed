package io.varve.bench.job.subject;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.core.commit.CommitId;
import org.javers.core.diff.changetype.ValueChange;
import org.javers.core.metamodel.annotation.Id;
import org.javers.core.metamodel.annotation.TypeName;
import org.javers.core.metamodel.object.InstanceId;
import org.javers.repository.jql.QueryBuilder;
import org.javers.repository.sql.DialectName;
import org.javers.repository.sql.SqlRepositoryBuilder;
import org.javers.shadow.Shadow;
import org.jspecify.annotations.Nullable;

/**
 * JaVers over H2 in a file: an account is an entity in the graph of a bank, which the application has on the heap. A
 * snapshot commits the graph, and forces the file by {@code CHECKPOINT SYNC}.
 */
final class JaversSubject implements Subject {

    /** JaVers compares the whole graph at each commit. */
    private static final int MOST = 1_000;

    /** What is committed. */
    @TypeName("bank")
    static final class Graph {
        @Id
        String name = "bank";

        List<Entry> accounts = List.of();
    }

    /** An account as JaVers wants it: an entity with its own id, changed in place. */
    @TypeName("account")
    static final class Entry {
        @Id
        String key = "";

        String owner = "";
        String email = "";
        long balance;
        long changedAt;
        Map<String, String> attributes = Map.of();
        List<String> tags = List.of();

        static Entry of(String key, Account account) {
            Entry entry = new Entry();
            entry.key = key;
            entry.owner = account.owner();
            entry.email = account.email();
            entry.balance = account.balance();
            entry.changedAt = account.changedAt();
            entry.attributes = account.attributes();
            entry.tags = account.tags();
            return entry;
        }

        Account account() {
            return new Account(owner, email, balance, changedAt, attributes, tags);
        }
    }

    private final Path file;
    private final Map<String, Entry> accounts = new HashMap<>();
    private final Graph graph = new Graph();
    private @Nullable Connection connection;
    private @Nullable Javers javers;
    private long commits;

    JaversSubject(Path folder, int kept) {
        this.file = folder.resolve("javers");
        open();
    }

    private void open() {
        try {
            Connection opened = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "");
            connection = opened;
            try (Statement statement = opened.createStatement()) {
                statement.execute("SET WRITE_DELAY 0");
            }
            opened.setAutoCommit(false);
            javers = JaversBuilder.javers()
                    .registerJaversRepository(SqlRepositoryBuilder.sqlRepository()
                            .withConnectionProvider(() -> opened)
                            .withDialect(DialectName.H2)
                            .build())
                    .registerEntities(Graph.class, Entry.class)
                    .build();
            opened.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("can't open " + file, e);
        }
    }

    private Javers javers() {
        if (javers == null) {
            throw new IllegalStateException("javers is stopped");
        }
        return javers;
    }

    @Override
    public String name() {
        return "javers";
    }

    @Override
    public Map<Ability, String> cannot() {
        return Map.of(
                Ability.ROLLBACK, "it audits what the application has; to put it back is the application's",
                Ability.FORWARD, "it can't roll back",
                Ability.LIST, "commits can be found only through the objects that they changed",
                Ability.DELETE, "commits can't be removed");
    }

    @Override
    public void load(int size) {
        if (size > MOST) {
            throw new CannotException(name(), "each commit compares the whole graph; it is measured up to " + MOST);
        }
        for (int number = 0; number < size; number++) {
            String key = Keys.of(number);
            accounts.put(key, Entry.of(key, Account.of(number)));
        }
        graph.accounts = List.copyOf(accounts.values());
        snapshot();
    }

    private Entry entry(String key) {
        Entry entry = accounts.get(key);
        if (entry == null) {
            throw new IllegalStateException("javers lost " + key);
        }
        return entry;
    }

    @Override
    public Account get(String key) {
        return entry(key).account();
    }

    @Override
    public long checksum() {
        return accounts.values().stream()
                .mapToLong(entry -> entry.account().checksum(entry.key))
                .sum();
    }

    @Override
    public void deposit(String key) {
        Entry entry = entry(key);
        entry.balance++;
        entry.changedAt++;
    }

    @Override
    public void snapshot() {
        javers().commit("bench", graph);
        commits++;
        if (connection == null) {
            throw new IllegalStateException("javers is stopped");
        }
        try (Statement statement = connection.createStatement()) {
            connection.commit();
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException("can't commit", e);
        }
    }

    private CommitId commit(int snapshotsBack) {
        return new CommitId(commits - snapshotsBack, 0);
    }

    @Override
    public Accounts at(int snapshotsBack) {
        CommitId commit = commit(snapshotsBack);
        return new Accounts() {
            @Override
            public Account get(String key) {
                List<Shadow<Entry>> found = javers().findShadows(QueryBuilder.byInstanceId(key, Entry.class)
                        .toCommitId(commit)
                        .limit(1)
                        .build());
                return found.get(0).get().account();
            }

            @Override
            public long checksum() {
                return all(commit).values().stream()
                        .mapToLong(entry -> entry.account().checksum(entry.key))
                        .sum();
            }
        };
    }

    /** The newest shadow of each account that is not newer than a commit. */
    private Map<String, Entry> all(CommitId commit) {
        Map<String, Entry> newest = new HashMap<>();
        javers().<Entry>findShadows(QueryBuilder.byClass(Entry.class)
                        .toCommitId(commit)
                        .limit(Integer.MAX_VALUE)
                        .build())
                .forEach(shadow -> newest.putIfAbsent(shadow.get().key, shadow.get()));
        return newest;
    }

    @Override
    public Comparison compare(int earlier, int later) {
        Set<String> keys = new HashSet<>();
        long deposited = 0;
        for (ValueChange change : javers().findChanges(QueryBuilder.byClass(Entry.class)
                        .withCommitIds(IntStream.range(later, earlier)
                                .mapToObj(back -> commit(back).valueAsNumber())
                                .toList())
                        .limit(Integer.MAX_VALUE)
                        .build())
                .getChangesByType(ValueChange.class)) {
            if (change.getPropertyName().equals("balance")) {
                keys.add((String) ((InstanceId) change.getAffectedGlobalId()).getCdoId());
                deposited += (long) change.getRight() - (long) change.getLeft();
            }
        }
        return new Comparison(
                keys.size(), keys.stream().mapToLong(String::hashCode).sum(), deposited);
    }

    @Override
    public void stop() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("can't close " + file, e);
        }
        connection = null;
        javers = null;
        accounts.clear();
        graph.accounts = List.of();
    }

    @Override
    public void start() {
        open();
        commits = javers().findSnapshots(
                        QueryBuilder.byClass(Entry.class).limit(1).build())
                .get(0)
                .getCommitId()
                .getMajorId();
        accounts.putAll(all(commit(0)));
        graph.accounts = List.copyOf(accounts.values());
    }

    @Override
    public void close() {
        if (connection != null) {
            stop();
        }
    }
}
