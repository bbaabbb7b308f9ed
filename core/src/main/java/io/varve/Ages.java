package io.varve;

import java.time.Duration;

/** How long something is, for a reader: at most two units, such as {@code 3 d 4 h}. */
final class Ages {

    private Ages() {}

    static String describe(Duration age) {
        if (age.compareTo(Duration.ofSeconds(1)) < 0) {
            return "less than 1 s";
        }
        long days = age.toDays();
        if (days > 0) {
            return join(days, "d", age.toHoursPart(), "h");
        }
        if (age.toHours() > 0) {
            return join(age.toHours(), "h", age.toMinutesPart(), "min");
        }
        return age.toMinutes() > 0
                ? join(age.toMinutes(), "min", age.toSecondsPart(), "s")
                : join(age.toSeconds(), "s", 0, "");
    }

    private static String join(long major, String majorUnit, int minor, String minorUnit) {
        return major + " " + majorUnit + (minor == 0 ? "" : " " + minor + " " + minorUnit);
    }
}
