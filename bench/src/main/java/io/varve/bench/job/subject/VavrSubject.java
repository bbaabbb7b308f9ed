package io.varve.bench.job.subject;

import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import java.util.Map;
import java.util.stream.IntStream;

/** What one would write by hand on the heap: a Vavr map, and a list of its versions. It is never on disk. */
final class VavrSubject implements Subject {

    private final int kept;
    private HashMap<String, Account> head = HashMap.empty();
    private Vector<HashMap<String, Account>> versions = Vector.empty();

    VavrSubject(int kept) {
        this.kept = kept;
    }

    @Override
    public String name() {
        return "vavr";
    }

    @Override
    public Map<Ability, String> cannot() {
        String reason = "nothing is on disk";
        return Map.of(
                Ability.DURABLE, reason,
                Ability.REOPEN, reason,
                Ability.PAST_REOPENED, reason,
                Ability.LIST, "a version is a map, of which nothing else is known",
                Ability.COMPARE, "Vavr's maps can't be compared but entry by entry");
    }

    @Override
    public void load(int size) {
        head = HashMap.ofAll(IntStream.range(0, size).boxed(), Keys::of, number -> Account.of(number));
        snapshot();
    }

    @Override
    public Account get(String key) {
        return head.get(key).get();
    }

    @Override
    public long checksum() {
        return checksum(head);
    }

    private static long checksum(HashMap<String, Account> accounts) {
        long sum = 0;
        for (var entry : accounts) {
            sum += entry._2.checksum(entry._1);
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        head = head.put(key, head.get(key).get().deposit(1));
    }

    @Override
    public void snapshot() {
        versions = versions.append(head).takeRight(kept);
    }

    @Override
    public Accounts at(int snapshotsBack) {
        HashMap<String, Account> version = versions.get(versions.size() - 1 - snapshotsBack);
        return new Accounts() {
            @Override
            public Account get(String key) {
                return version.get(key).get();
            }

            @Override
            public long checksum() {
                return VavrSubject.checksum(version);
            }
        };
    }

    @Override
    public void rollback(int snapshotsBack) {
        head = versions.get(versions.size() - 1 - snapshotsBack);
    }

    @Override
    public void deleteOldest(int count) {
        versions = versions.drop(count);
    }

    @Override
    public void close() {
        versions = Vector.empty();
    }
}
