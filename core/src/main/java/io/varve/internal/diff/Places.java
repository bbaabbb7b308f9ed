package io.varve.internal.diff;

import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.vavr.collection.Vector;
import java.util.Objects;

/** Some places in a state, with all that is within them. */
final class Places {

    private final Vector<StatePath> places;

    private Places(Vector<StatePath> places) {
        this.places = places;
    }

    static Places of(StatePath... places) {
        Objects.requireNonNull(places, "places");
        for (StatePath place : places) {
            Objects.requireNonNull(place, "place");
        }
        return new Places(Vector.of(places));
    }

    /**
     * Whether a change is made at one of the places, or within it.
     *
     * @throws IllegalArgumentException if it is made around one
     */
    boolean contain(StateChange change) {
        StatePath path = change.path();
        if (places.exists(path::startsWith)) {
            return true;
        }
        for (StatePath within : places.find(place -> place.startsWith(path))) {
            throw new IllegalArgumentException("the change of " + within + " can't be told apart from that of " + path
                    + ", which changes as a whole (" + change + "); name " + path + " instead");
        }
        return false;
    }
}
