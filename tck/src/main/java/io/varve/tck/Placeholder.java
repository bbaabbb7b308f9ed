package io.varve.tck;

/** Keeps the exported package from being empty, which javac refuses; delete it with the first real class. */
public final class Placeholder {
    private Placeholder() {}
}
