package io.varve.bench.job.subject;

/** The accounts of a bank at some moment, to be read. */
public interface Accounts {

    /**
     * Reads one account.
     *
     * @param key the key of an account that is there
     * @return the account, whole
     */
    Account get(String key);

    /**
     * Reads all accounts.
     *
     * @return the sum of their {@linkplain Account#checksum checksums}
     */
    long checksum();
}
