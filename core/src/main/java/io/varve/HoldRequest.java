package io.varve;

import io.varve.internal.text.TextLimits;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How a snapshot is to be held, see {@link SnapshotHold}. Immutable: each method returns a new request.
 *
 * <pre>{@code
 * HoldRequest.named("audit-2026").by("legal").because("case 12").lasting(Duration.ofDays(90))
 * }</pre>
 *
 * @param name the hold's name, 1 to {@value SnapshotRequest#MAX_NAME_LENGTH} characters without control characters
 * @param by who places it, as long as a name at most
 * @param reason why, at most {@value SnapshotRequest#MAX_TEXT_LENGTH} characters
 * @param until when it ends; none if that is not said, or said by {@code lasting}
 * @param lasting how long it lasts from when it is placed, positive; none if that is not said, or said by {@code until}
 */
public record HoldRequest(
        String name, Option<String> by, Option<String> reason, Option<Instant> until, Option<Duration> lasting) {

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException if a text is too long, a name is empty or has control characters, the duration is
     *     not positive, or the end is said twice
     */
    public HoldRequest {
        TextLimits.requireName("a hold's name", name);
        Objects.requireNonNull(by, "by").forEach(text -> TextLimits.requireName("who places a hold", text));
        Objects.requireNonNull(reason, "reason").forEach(text -> TextLimits.requireText("the reason of a hold", text));
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(lasting, "lasting").forEach(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a hold lasts for a positive time; found " + time);
            }
        });
        if (until.isDefined() && lasting.isDefined()) {
            throw new IllegalArgumentException(
                    "a hold ends at a time or after a time, not both; found " + until.get() + " and " + lasting.get());
        }
    }

    /**
     * A hold that lasts until it is released.
     *
     * @param name its name
     * @return the request
     * @throws IllegalArgumentException if the name is empty, too long or has control characters
     */
    public static HoldRequest named(String name) {
        Objects.requireNonNull(name, "name");
        return new HoldRequest(name, Option.none(), Option.none(), Option.none(), Option.none());
    }

    /**
     * Says who places it.
     *
     * @param who a name
     * @return a new request
     * @throws IllegalArgumentException if the name is empty, too long or has control characters
     */
    public HoldRequest by(String who) {
        return new HoldRequest(name, Option.some(Objects.requireNonNull(who, "who")), reason, until, lasting);
    }

    /**
     * Says why.
     *
     * @param text the reason
     * @return a new request
     * @throws IllegalArgumentException if it is too long
     */
    public HoldRequest because(String text) {
        return new HoldRequest(name, by, Option.some(Objects.requireNonNull(text, "text")), until, lasting);
    }

    /**
     * Lets it end at a time.
     *
     * @param end the time, which has to be to come when the hold is placed
     * @return a new request
     */
    public HoldRequest until(Instant end) {
        return new HoldRequest(name, by, reason, Option.some(Objects.requireNonNull(end, "end")), Option.none());
    }

    /**
     * Lets it end some time after it was placed.
     *
     * @param time how long after, positive
     * @return a new request
     * @throws IllegalArgumentException if it is not positive
     */
    public HoldRequest lasting(Duration time) {
        return new HoldRequest(name, by, reason, Option.none(), Option.some(Objects.requireNonNull(time, "time")));
    }

    /**
     * The hold that this is if it is placed at some time.
     *
     * @param now the time
     * @return the hold
     * @throws IllegalArgumentException if it would have ended by then, or would end later than time can be told
     */
    public SnapshotHold placedAt(Instant now) {
        Objects.requireNonNull(now, "now");
        until.forEach(end -> {
            if (!end.isAfter(now)) {
                throw new IllegalArgumentException(
                        "the hold '" + name + "' would have ended already: it is to last until " + end + ", and it is "
                                + now + "; give a later time");
            }
        });
        return new SnapshotHold(name, by, reason, now, until.orElse(() -> lasting.map(time -> endOf(now, time))));
    }

    private Instant endOf(Instant now, Duration time) {
        try {
            return now.plus(time);
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "the hold '" + name + "' would last for " + time
                            + ", longer than time can be told; leave it out for" + " a hold without an end",
                    e);
        }
    }
}
