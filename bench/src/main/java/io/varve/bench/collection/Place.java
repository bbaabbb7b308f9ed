package io.varve.bench.collection;

import java.util.Comparator;

/**
 * A key that is a record, and has an order for the maps that need one.
 *
 * @param site one of 1,000
 * @param layer tells places of a site apart
 */
public record Place(String site, long layer) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::site).thenComparingLong(Place::layer);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
