package io.varve.bench.job.subject;

import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Who is measured: somebody who keeps accounts with a history. All do the same work, and each keeps its snapshots as
 * durably as it can: where {@link #snapshot} returns, the operating system was told to force what was written (fsync or
 * its like), unless {@link #cannot} says otherwise.
 *
 * <p>What a subject can't do throws {@link CannotException} with the reason it gives. For one thread.
 */
public interface Subject extends Accounts, AutoCloseable {

    /** {@return the name, as benchmarks have it in their parameter} */
    String name();

    /** {@return what this subject can't do, each with the reason} */
    Map<Ability, String> cannot();

    /**
     * Creates the accounts with the first numbers, and takes a snapshot.
     *
     * @param size how many
     */
    void load(int size);

    /**
     * Changes one account. It need not be durable before the next snapshot.
     *
     * @param key the key of an account that is there
     */
    void deposit(String key);

    /** Keeps what is there now, and drops the oldest snapshot if there are more than shall be kept. */
    void snapshot();

    /**
     * The accounts as they were.
     *
     * @param snapshotsBack how many snapshots ago; 0 is the newest
     * @return what can be read until this subject is closed or that snapshot is dropped
     */
    default Accounts at(int snapshotsBack) {
        throw cannot(Ability.PAST);
    }

    /**
     * Makes the head what it was.
     *
     * @param snapshotsBack how many snapshots ago; 0 is the newest
     */
    default void rollback(int snapshotsBack) {
        throw cannot(Ability.ROLLBACK);
    }

    /** {@return how many snapshots there are, after looking at when each was taken} */
    default int list() {
        throw cannot(Ability.LIST);
    }

    /**
     * Removes the oldest snapshots, and frees what only they needed.
     *
     * @param count how many
     */
    default void deleteOldest(int count) {
        throw cannot(Ability.DELETE);
    }

    /**
     * Finds what differs between two snapshots.
     *
     * @param earlier how many snapshots ago the one was taken
     * @param later how many snapshots ago the other was taken
     * @return the differences
     */
    default Comparison compare(int earlier, int later) {
        throw cannot(Ability.COMPARE);
    }

    /** Closes what is kept, so that {@link #start} finds it again. */
    default void stop() {
        throw cannot(Ability.REOPEN);
    }

    /** Opens what was kept, as far as is needed to read one account. */
    default void start() {
        throw cannot(Ability.REOPEN);
    }

    /** {@return how many pages were written until now, where the subject counts any} */
    default OptionalLong pagesWritten() {
        return OptionalLong.empty();
    }

    /** {@return the processes that write for this subject; most do it in this one} */
    default Stream<ProcessHandle> processes() {
        return Stream.of(ProcessHandle.current());
    }

    /** Closes, whether stopped or not; the files stay. */
    @Override
    void close();

    /**
     * What to throw for something that can't be done.
     *
     * @param ability what it is
     * @return the exception, with this subject's reason
     */
    default CannotException cannot(Ability ability) {
        String reason = cannot().get(ability);
        if (reason == null) {
            throw new IllegalStateException(name() + " neither does " + ability + " nor says why it can't");
        }
        return new CannotException(name(), reason);
    }
}
