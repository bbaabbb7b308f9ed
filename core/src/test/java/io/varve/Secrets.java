package io.varve;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a log shows of an exception. */
final class Secrets {

    private Secrets() {}

    /** The messages and stacks of an exception, its causes and what they suppressed. */
    static String textOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
