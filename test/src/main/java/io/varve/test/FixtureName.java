package io.varve.test;

import java.util.regex.Pattern;

/** Which fixture it is: what a version stored of an example. */
record FixtureName(String version, String example) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    static String require(String what, String part) {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    what + " becomes the name of a file: 1 to 100 ASCII letters, digits and . _ + -, the"
                            + " first a letter or digit; found '" + part + "'");
        }
        return part;
    }

    @Override
    public String toString() {
        return version + "/" + example;
    }
}
