package io.varve.application;

import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import java.io.Serial;

/** Values were refused, by a validator or because they could not be stored. */
public final class InvalidDataException extends ApplicationStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> objections;

    InvalidDataException(TreeMap<String, String> objections) {
        super((objections.size() == 1 ? "a value is" : objections.size() + " values are")
                + " refused, and nothing was changed: "
                + objections.map(each -> "'" + each._1 + "': " + each._2).mkString("; "));
        this.objections = objections;
    }

    /**
     * What is wrong with each value that was refused.
     *
     * @return the objections by key
     */
    public SortedMap<String, String> objections() {
        return objections;
    }
}
