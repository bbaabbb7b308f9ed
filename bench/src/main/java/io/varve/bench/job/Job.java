package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Accounts;
import io.varve.bench.job.subject.Comparison;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.Subject;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One subject at work: the one state that all benchmarks of this package share. What a benchmark measures is a call of the
 * subject's; what the subject answered is checked here, outside of what is measured, against the {@link Model}.
 */
public final class Job implements AutoCloseable {

    /** How many accounts change between two snapshots. */
    public static final int CHANGES = 100;

    /** How far back the past is read. */
    public static final int HISTORY = 40;

    private static final int SAMPLES = 200;

    private final Subject subject;
    private final int size;
    private final Keys keys;
    private final Keys sampled;
    private final Model model;
    private boolean past;

    /**
     * Loads the accounts.
     *
     * @param subject who does it, closed with this job
     * @param size how many accounts
     */
    public Job(Subject subject, int size) {
        this.subject = subject;
        this.past = can(Ability.PAST);
        this.size = size;
        this.keys = new Keys(size);
        this.sampled = new Keys(size);
        subject.cannot().forEach((ability, reason) -> System.out.println(subject.name() + " can't: " + reason));
        subject.load(size);
        this.model = new Model(size);
    }

    /** {@return who does it} */
    public Subject subject() {
        return subject;
    }

    /** {@return whether the subject can do that} */
    public boolean can(Ability ability) {
        return !subject.cannot().containsKey(ability);
    }

    /** {@return the number of an account, any} */
    public int nextNumber() {
        return keys.nextNumber();
    }

    /** {@return the key of an account, any} */
    public String nextKey() {
        return keys.next();
    }

    /** {@return the numbers of the accounts that change next} */
    public int[] nextChange() {
        return IntStream.generate(keys::nextNumber).limit(CHANGES).toArray();
    }

    /** Takes the given number of snapshots, with changes before each. */
    public void fill(int snapshots) {
        for (int i = 0; i < snapshots; i++) {
            int[] change = nextChange();
            String[] changed = keys(change);
            changeAndSnapshot(changed);
            changed(change);
        }
    }

    /** {@return the keys of accounts} */
    public static String[] keys(int... numbers) {
        return IntStream.of(numbers).mapToObj(Keys::of).toArray(String[]::new);
    }

    /** A deposit for each of these accounts, and a snapshot: the work itself, of which the model must be told. */
    public void changeAndSnapshot(String... changed) {
        for (String key : changed) {
            subject.deposit(key);
        }
        subject.snapshot();
    }

    /** Tells the model of changes that the subject has made and kept as a snapshot. */
    public void changed(int... numbers) {
        model.changeAndSnapshot(numbers);
    }

    /** Tells the model that the newest snapshots are gone. */
    public void droppedNewest(int snapshots) {
        model.dropNewest(snapshots);
    }

    /** Tells the model that the oldest snapshots are gone. */
    public void droppedOldest(int snapshots) {
        model.dropOldest(snapshots);
    }

    /** Checks an account that the subject has read. */
    public void check(Account found, int number, int back) {
        same(model.account(number, back), found, Keys.of(number) + ", " + back + " snapshots back");
    }

    /** Checks the checksum of all accounts that the subject has read. */
    public void checkSum(long found, int back) {
        same(model.checksum(back), found, "the checksum " + back + " snapshots back");
    }

    /** Checks what the subject found to differ after the newest snapshots. */
    public void check(Comparison found, int snapshots) {
        same(model.changed(snapshots), found, "what changed in the last " + snapshots + " snapshots");
    }

    private void same(Object expected, Object found, String what) {
        if (!Objects.equals(expected, found)) {
            throw new IllegalStateException(
                    subject.name() + " is wrong about " + what + ": expected " + expected + ", found " + found);
        }
    }

    /** Checks some accounts of the head one by one, and their sum. */
    public void verifyHead() {
        verify(subject, 0);
    }

    /** Closes what the subject keeps; some lose their past by that. */
    public void stop() {
        subject.stop();
        past = can(Ability.PAST_REOPENED);
    }

    /** Opens what the subject kept. */
    public void start() {
        subject.start();
    }

    /** Checks the head, and where the past is not lost the newest snapshot and the oldest that is read. */
    public void verify() {
        verifyHead();
        if (past) {
            verifyPast();
        }
    }

    /** The same after the subject was opened again, if it can be; nothing of a past that is lost by that can be read then. */
    public void verifyReopened() {
        if (can(Ability.REOPEN)) {
            stop();
            start();
        }
        verify();
    }

    private void verifyPast() {
        verify(subject.at(0), 0);
        int oldest = Math.min(HISTORY, model.snapshots() - 1);
        verify(subject.at(oldest), oldest);
    }

    private void verify(Accounts accounts, int back) {
        for (int i = 0; i < SAMPLES; i++) {
            int number = sampled.nextNumber();
            check(accounts.get(Keys.of(number)), number, back);
        }
        checkSum(accounts.checksum(), back);
    }

    /** {@return how many accounts there are} */
    public int size() {
        return size;
    }

    @Override
    public void close() {
        subject.close();
    }
}
