package io.varve.bench.job;

import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Comparison;
import io.varve.bench.job.subject.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a subject must answer, in nothing but arrays and lists: how often each account got a deposit, what changed with
 * each snapshot, and the checksum of the accounts after each. It is asked outside of what is measured.
 */
public final class Model {

    /** The numbers are ascending. */
    private record Change(int[] numbers, long checksum) {}

    private final int[] deposits;
    private final List<Change> snapshots = new ArrayList<>();

    /**
     * The accounts as they are loaded, and the first snapshot.
     *
     * @param size how many
     */
    public Model(int size) {
        this.deposits = new int[size];
        long sum = 0;
        for (int number = 0; number < size; number++) {
            sum += checksum(number, 0);
        }
        snapshots.add(new Change(new int[0], sum));
    }

    private static long checksum(int number, int times) {
        return Account.of(number).deposit(times).checksum(Keys.of(number));
    }

    /**
     * One deposit for each of these accounts, and a snapshot.
     *
     * @param numbers of the accounts; the same number may be there twice
     */
    public void changeAndSnapshot(int... numbers) {
        int[] sorted = numbers.clone();
        Arrays.sort(sorted);
        long sum = checksum(0);
        for (int i = 0; i < sorted.length; i++) {
            int number = sorted[i];
            if (i == 0 || sorted[i - 1] != number) {
                sum -= checksum(number, deposits[number]);
                deposits[number] += times(sorted, number);
                sum += checksum(number, deposits[number]);
            }
        }
        snapshots.add(new Change(sorted, sum));
    }

    private static int times(int[] sorted, int number) {
        return firstAbove(sorted, number) - firstAbove(sorted, number - 1);
    }

    private static int firstAbove(int[] sorted, int number) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= number) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /**
     * The newest snapshots are gone, and the head with them.
     *
     * @param count how many
     */
    public void dropNewest(int count) {
        for (int i = 0; i < count; i++) {
            for (int number : snapshots.remove(snapshots.size() - 1).numbers()) {
                deposits[number]--;
            }
        }
    }

    /**
     * The oldest snapshots are gone.
     *
     * @param count how many
     */
    public void dropOldest(int count) {
        snapshots.subList(0, count).clear();
    }

    /**
     * How many snapshots there are.
     *
     * @return the number, that of the loaded accounts included
     */
    public int snapshots() {
        return snapshots.size();
    }

    /**
     * The sum over all accounts.
     *
     * @param back how many snapshots ago
     * @return their checksum
     */
    public long checksum(int back) {
        return change(back).checksum();
    }

    /**
     * One account.
     *
     * @param number its number
     * @param back how many snapshots ago
     * @return what it was
     */
    public Account account(int number, int back) {
        int times = deposits[number];
        for (int i = 0; i < back; i++) {
            times -= times(change(i).numbers(), number);
        }
        return Account.of(number).deposit(times);
    }

    /**
     * What the newest snapshots changed.
     *
     * @param count how many of them, 1 or more
     * @return the differences to the one before them
     */
    public Comparison changed(int count) {
        BitSet numbers = new BitSet();
        long deposited = 0;
        for (int i = 0; i < count; i++) {
            for (int number : change(i).numbers()) {
                numbers.set(number);
                deposited++;
            }
        }
        long keys =
                numbers.stream().mapToLong(number -> Keys.of(number).hashCode()).sum();
        return new Comparison(numbers.cardinality(), keys, deposited);
    }

    private Change change(int back) {
        return snapshots.get(snapshots.size() - 1 - back);
    }
}
