package io.varve;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;

/** A span of the calendar, of which a {@link RetentionRule} keeps the newest snapshot. */
public enum RetentionPeriod {
    /** From a full hour to the next. */
    HOUR("hours"),
    /** From midnight to midnight. */
    DAY("days"),
    /** From Monday to Sunday, numbered as ISO 8601 does. */
    WEEK("weeks"),
    /** A month of the calendar. */
    MONTH("months"),
    /** A year of the calendar. */
    YEAR("years");

    private final String plural;

    RetentionPeriod(String plural) {
        this.plural = plural;
    }

    /** How reports call several. */
    String plural() {
        return plural;
    }

    /** The period that an instant is in, such as {@code 2026-W09}; different periods have different labels. */
    String labelOf(Instant instant, ZoneId zone) {
        ZonedDateTime time = instant.atZone(zone);
        return switch (this) {
            // With the offset, since an hour of the clock comes twice when summer ends.
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toOffsetDateTime().toString();
            case DAY -> time.toLocalDate().toString();
            case WEEK ->
                String.format(
                        java.util.Locale.ROOT,
                        "%04d-W%02d",
                        time.get(IsoFields.WEEK_BASED_YEAR),
                        time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> time.toLocalDate().toString().replaceFirst("-\\d\\d$", "");
            case YEAR -> Integer.toString(time.getYear());
        };
    }
}
