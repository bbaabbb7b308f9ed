package io.varve.internal.engine;

import java.util.Arrays;

/** Worlds in the order in which they were found, each with the one from which it was found first. */
final class WorldSet {

    private static final int WIDTH = SharedWorld.LONGS;

    private long[] worlds = new long[WIDTH << 10];
    private int[] origins = new int[1 << 10];
    private int[] table = new int[1 << 11];
    private int size;

    /** Adds a world, unless it is there. */
    boolean add(long[] world, int origin) {
        if (size == origins.length) {
            grow();
        }
        int slot = slot(world);
        if (table[slot] != 0) {
            return false;
        }
        System.arraycopy(world, 0, worlds, WIDTH * size, WIDTH);
        origins[size] = origin;
        table[slot] = ++size;
        return true;
    }

    int size() {
        return size;
    }

    long[] get(int index) {
        return Arrays.copyOfRange(worlds, WIDTH * index, WIDTH * (index + 1));
    }

    int origin(int index) {
        return origins[index];
    }

    private int slot(long[] world) {
        int slot = hash(world) & table.length - 1;
        while (table[slot] != 0 && !isAt(table[slot] - 1, world)) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private boolean isAt(int index, long[] world) {
        return Arrays.equals(worlds, WIDTH * index, WIDTH * (index + 1), world, 0, WIDTH);
    }

    private static int hash(long[] world) {
        long hash = 0;
        for (long part : world) {
            hash = (hash ^ part) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }

    private void grow() {
        worlds = Arrays.copyOf(worlds, 2 * worlds.length);
        origins = Arrays.copyOf(origins, 2 * origins.length);
        table = new int[2 * table.length];
        for (int i = 0; i < size; i++) {
            table[slot(get(i))] = i + 1;
        }
    }
}
