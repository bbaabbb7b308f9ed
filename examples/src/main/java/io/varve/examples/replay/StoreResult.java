package io.varve.examples.replay;

import io.vavr.control.Option;
import java.util.List;

/**
 * What a replay into one store came to.
 *
 * @param store what the store is called
 * @param commitsPerSecond how many commits were applied in a second, snapshots included
 * @param snapshots how many snapshots there are
 * @param bytesOnDisk what the store takes on disk, if that is known
 * @param rollbackNanos the median time of a rollback
 * @param reopenNanos the time from opening the store until the first file was read, if it can be reopened
 * @param trees how many states were compared with git
 * @param entries how many entries these have
 * @param problems what is wrong
 */
record StoreResult(
        String store,
        double commitsPerSecond,
        int snapshots,
        Option<Long> bytesOnDisk,
        long rollbackNanos,
        Option<Long> reopenNanos,
        int trees,
        long entries,
        List<String> problems) {}
