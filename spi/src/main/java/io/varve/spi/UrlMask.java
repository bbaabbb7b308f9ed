package io.varve.spi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hides what is secret in a URL. Engines read URLs in different ways, so that one can't know where a password ends; where
 * that is not sure, rather too much is hidden than too little.
 */
final class UrlMask {

    private static final String HIDDEN = "***";

    /** Found anywhere in the name of a parameter, in lower case. */
    private static final Pattern SECRET_NAME = Pattern.compile("pass|pwd|pw$|secret|token|key|credential|auth");

    /** Up to the last '@', since a password may have any character. */
    private static final Pattern USER_INFO = Pattern.compile("(//[^/:]*:).*@", Pattern.DOTALL);

    /** As Oracle has it. */
    private static final Pattern USER_SLASH_PASSWORD = Pattern.compile("(:[^:/@?;&]+/)[^/].*@", Pattern.DOTALL);

    private final String url;
    private final StringBuilder masked = new StringBuilder();

    private UrlMask(String url) {
        this.url = url;
    }

    static String mask(String url) {
        String withoutUserInfo = USER_INFO.matcher(url).replaceAll("$1" + HIDDEN + "@");
        return new UrlMask(USER_SLASH_PASSWORD.matcher(withoutUserInfo).replaceAll("$1" + HIDDEN + "@"))
                .withoutSecretParameters();
    }

    private String withoutSecretParameters() {
        int nameStart = 0;
        char before = 0;
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '=' && isSecret(url.substring(nameStart, i))) {
                masked.append(c).append(HIDDEN);
                i = endOfValue(i + 1, before) - 1;
                nameStart = i + 1;
                continue;
            }
            masked.append(c);
            if (c == '?' || c == ';' || c == '&') {
                before = c;
                nameStart = i + 1;
            }
        }
        return masked.toString();
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME
                .matcher(decoded(name).toLowerCase(Locale.ROOT).strip())
                .find();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /**
     * Where the value of a parameter ends: where the next parameter begins, after the character that this one began
     * after. In quotes, and after a backslash, that character means nothing.
     */
    private int endOfValue(int from, char before) {
        char separator = before == ';' ? ';' : '&';
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == separator) {
                return i;
            }
            if (c == '\\') {
                i++;
            } else if (c == '"' || c == '\'' || c == '{') {
                int close = url.indexOf(c == '{' ? '}' : c, i + 1);
                i = close < 0 ? i : close;
            }
        }
        return url.length();
    }
}
