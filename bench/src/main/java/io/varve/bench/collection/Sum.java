package io.varve.bench.collection;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Counts what is iterated over and adds up its ids, so that nothing can be skipped. */
final class Sum implements BiConsumer<Object, Item>, Consumer<Item> {

    private long count;
    private long ids;

    @Override
    public void accept(Object key, Item value) {
        if (key != null) { // touched, as a user would
            accept(value);
        }
    }

    @Override
    public void accept(Item value) {
        count++;
        ids += value.id();
    }

    /** One number for all that was seen. */
    long checksum() {
        return count * 1_000_003 + ids;
    }
}
