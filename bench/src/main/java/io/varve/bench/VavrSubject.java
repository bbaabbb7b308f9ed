package io.varve.bench;

import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import java.util.stream.IntStream;

/** What one would write by hand on the heap: a Vavr map, and a list of its versions. It keeps nothing on disk. */
final class VavrSubject implements Subject {

    private HashMap<String, Account> head;
    private Vector<HashMap<String, Account>> versions = Vector.empty();

    VavrSubject(int size) {
        this.head = HashMap.ofAll(IntStream.range(0, size).boxed(), Keys::of, number -> Account.of(number));
        snapshot();
    }

    @Override
    public void deposit(String key) {
        head = head.put(key, head.get(key).get().deposit(1));
    }

    @Override
    public long balance(String key) {
        return head.get(key).get().balance();
    }

    @Override
    public void snapshot() {
        versions = versions.append(head).takeRight(KEPT);
    }

    @Override
    public long balanceAt(int snapshotsBack, String key) {
        return back(snapshotsBack).get(key).get().balance();
    }

    @Override
    public void rollbackAndForward(int snapshotsBack) {
        head = back(snapshotsBack);
        head = versions.last();
    }

    @Override
    public void transact(String first, String second, String third, String fourth) {
        deposit(first);
        deposit(second);
        snapshot();
        deposit(third);
        deposit(fourth);
    }

    private HashMap<String, Account> back(int snapshots) {
        return versions.get(Math.max(0, versions.size() - 1 - snapshots));
    }

    @Override
    public void reopen() {
        // There is nothing to open.
    }

    @Override
    public void close() {
        versions = Vector.empty();
    }
}
