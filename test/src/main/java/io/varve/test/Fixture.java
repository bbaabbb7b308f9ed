package io.varve.test;

import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.Tenant;
import io.varve.diff.StateDiff;
import java.util.Objects;
import org.opentest4j.AssertionFailedError;

/**
 * A state that some version of the application has stored, as today's types read it. It can be used until the test ends.
 *
 * @param <S> the type of the state
 */
public final class Fixture<S> {

    private final FixtureName name;
    private final Tenant<S> tenant;

    Fixture(FixtureName name, Tenant<S> tenant) {
        this.name = name;
        this.tenant = tenant;
    }

    /**
     * The version of the application that wrote it.
     *
     * @return the version, as {@link StateFixtures#version} said then
     */
    public String version() {
        return name.version();
    }

    /**
     * The name of the example that it was.
     *
     * @return the name, as {@link StateFixtures#example} said then
     */
    public String example() {
        return name.example();
    }

    /**
     * Whether it is of an example.
     *
     * @param name its name
     * @return true if it is
     */
    public boolean isOf(String name) {
        return example().equals(Objects.requireNonNull(name, "name"));
    }

    /**
     * The state.
     *
     * @return what today's types make of it
     */
    public S state() {
        return tenant.state();
    }

    /**
     * The tenant of which it is the head, in memory. A test may change it: the file stays what it is.
     *
     * @return the tenant
     */
    public Tenant<S> tenant() {
        return tenant;
    }

    /**
     * Fails if the state reads as another than it should.
     *
     * @param expected what it should be
     * @throws AssertionFailedError if it is not; the message lists the first 20 places, and says what to do
     */
    public void requireState(S expected) {
        Objects.requireNonNull(expected, "expected");
        String differences = StateAssertions.differences(diffTo(expected));
        if (!differences.isEmpty()) {
            throw new AssertionFailedError("fixture " + name + " does not read as it should, from what is expected to"
                    + " what it reads as:" + differences
                    + "\nIf what is stored means something else today, mend the evolution that reads it; if the"
                    + " expectation was wrong, mend that. The fixture stays as it is: it is what users of version "
                    + version() + " have stored.");
        }
    }

    /** By the tenant, which knows how to look into types that are not public. */
    private StateDiff<S> diffTo(S expected) {
        S read = state();
        S unusedExpected = tenant.apply(state -> expected);
        SnapshotInfo written = tenant.snapshot();
        S unusedRead = tenant.apply(state -> read);
        return tenant.diff(SnapshotRef.id(written.id()), SnapshotRef.head());
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
