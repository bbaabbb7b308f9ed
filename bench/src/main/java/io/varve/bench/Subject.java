package io.varve.bench;

/** What is measured: somebody who keeps accounts with a history. All subjects do the same work. */
interface Subject extends AutoCloseable {

    /** How many snapshots each subject keeps, so that long runs compare like with like. */
    int KEPT = 100;

    /** Changes one account. */
    void deposit(String key);

    /** Reads the balance that an account has now. */
    long balance(String key);

    /** Keeps what is there now, as durably as the subject can. */
    void snapshot();

    /** Reads the balance that an account had some snapshots ago (0 is the newest). */
    long balanceAt(int snapshotsBack, String key);

    /** Goes back to a snapshot and forward again to what was there before. */
    void rollbackAndForward(int snapshotsBack);

    /**
     * Changes four accounts as one piece of work that can be gone back into: a snapshot of the second change is kept beside
     * the last, and nobody sees what is in between.
     */
    void transact(String first, String second, String third, String fourth);

    /** Closes what is kept and opens it again; a subject that keeps nothing does nothing. */
    void reopen();

    @Override
    void close();
}
