package io.varve.bench.collection;

/**
 * The value that every collection holds.
 *
 * @param id tells it from others, and is what is summed up
 * @param name one of a few
 */
public record Item(long id, String name) {

    private static final String[] NAMES = {"basalt", "chert", "gneiss", "marl", "schist", "shale", "slate", "tuff"};

    static Item of(long id) {
        return new Item(id, NAMES[(int) (id & 7)]);
    }
}
