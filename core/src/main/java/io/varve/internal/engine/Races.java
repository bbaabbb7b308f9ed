package io.varve.internal.engine;

import io.varve.ClosedException;
import io.varve.ConflictException;
import io.varve.StoreFailedException;
import io.varve.VarveException;
import io.varve.spi.TenantId;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Makes changes of a tenant anew for as long as other processes are faster. Thread-safe. */
final class Races {

    /** How often a change is made. Its chance is one in as many processes as compete. */
    static final int ATTEMPTS = 100;

    private static final int MAX_PAUSE_MILLIS = 64;

    private final TenantId tenant;
    private final BooleanSupplier hasNews;

    /**
     * Runs races over a tenant.
     *
     * @param hasNews takes over what other processes have changed, and tells whether they have
     */
    Races(TenantId tenant, BooleanSupplier hasNews) {
        this.tenant = tenant;
        this.hasNews = hasNews;
    }

    /**
     * Makes a change until no other process comes in between, or it fails for a reason of its own.
     *
     * @throws ConflictException if others were faster each time
     */
    <T> T run(Supplier<T> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                return change.get();
            } catch (VarveException e) {
                if (attempt == ATTEMPTS || !wasOutdated(e)) {
                    throw e;
                }
            } catch (Outrun e) {
                if (attempt == ATTEMPTS) {
                    throw new ConflictException("other processes changed tenant '" + tenant + "' " + ATTEMPTS
                            + " times while it was to be changed here; nothing was changed by this. Try again later, or"
                            + " let fewer processes change it");
                }
                pause(attempt);
            }
        }
    }

    private static void pause(int attempt) {
        long longest = Math.min(MAX_PAUSE_MILLIS, attempt);
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(1) * ThreadLocalRandom.current().nextLong(longest + 1));
    }

    /** Whether a failure may come from what another process has changed since, so that there is another answer now. */
    private boolean wasOutdated(VarveException failure) {
        return !(failure instanceof StoreFailedException || failure instanceof ClosedException) && hasNewsByNow();
    }

    private boolean hasNewsByNow() {
        try {
            return hasNews.getAsBoolean();
        } catch (Outrun e) {
            return true; // Something has changed even while it was looked at.
        }
    }
}
