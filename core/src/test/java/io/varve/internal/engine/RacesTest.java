package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.ClosedException;
import io.varve.ConflictException;
import io.varve.SnapshotNotFoundException;
import io.varve.spi.TenantId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RacesTest {

    private static final String DONE = "done";

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();

    private Races races(BooleanSupplier hasNews) {
        return new Races(new TenantId("acme"), () -> {
            looks.incrementAndGet();
            return hasNews.getAsBoolean();
        });
    }

    /** A change that fails until it has been tried some times. */
    private Supplier<String> failing(int times, RuntimeException failure) {
        return () -> {
            if (attempts.incrementAndGet() <= times) {
                throw failure;
            }
            return DONE;
        };
    }

    @Test
    void aChangeThatAnotherProcessHasOutrunIsMadeAnew() {
        assertThat(races(() -> false).run(failing(3, new Outrun(false)))).isEqualTo(DONE);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void aFailureCountsIfNothingHasChangedSince() {
        RuntimeException failure = new SnapshotNotFoundException("no snapshot");
        assertThatThrownBy(() -> races(() -> false).run(failing(1, failure))).isSameAs(failure);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aFailureThatMayComeFromWhatHasChangedSinceIsTriedAgain() {
        assertThat(races(() -> true).run(failing(1, new SnapshotNotFoundException("no snapshot"))))
                .isEqualTo(DONE);
    }

    @Test
    void aChangeWhileAFailureIsLookedIntoIsAChangeToo() {
        Races races = races(() -> {
            if (looks.get() <= 2) {
                throw new Outrun(true);
            }
            return false;
        });
        assertThat(races.run(failing(2, new SnapshotNotFoundException("no snapshot"))))
                .isEqualTo(DONE);
        assertThat(looks).hasValue(2);
    }

    @Test
    void whatIsClosedIsNotLookedInto() {
        RuntimeException failure = new ClosedException("closed");
        assertThatThrownBy(() -> races(() -> true).run(failing(1, failure))).isSameAs(failure);
        assertThat(looks).hasValue(0);
    }

    @Test
    void aChangeThatNeverWinsEndsWithAConflict() {
        assertThatThrownBy(() -> races(() -> false).run(failing(Integer.MAX_VALUE, new Outrun(false))))
                .isInstanceOf(ConflictException.class)
                .hasMessage(
                        "other processes changed tenant 'acme' 100 times while it was to be changed here; nothing was"
                                + " changed by this. Try again later, or let fewer processes change it");
        assertThat(attempts).hasValue(Races.ATTEMPTS);
    }

    @Test
    void aFailureThatComesAgainWhateverHasChangedIsToldInTheEnd() {
        RuntimeException failure = new SnapshotNotFoundException("no snapshot");
        assertThatThrownBy(() -> races(() -> true).run(failing(Integer.MAX_VALUE, failure)))
                .isSameAs(failure);
        assertThat(attempts).hasValue(Races.ATTEMPTS);
    }
}
