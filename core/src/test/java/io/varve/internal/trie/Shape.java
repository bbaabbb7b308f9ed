package io.varve.internal.trie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The shapes of tries as text: the shape that a trie has, and the shape that the rules give its contents, found bit by
 * bit with none of the trie's own code.
 */
final class Shape {

    private static final int[] WINDOWS = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4};

    private final List<Positioned> entries;

    private Shape(List<Positioned> entries) {
        this.entries = entries;
    }

    /** The shape that a trie has; fails if its nodes contradict each other. */
    static String actual(KeyHasher hasher, Object slot) {
        StringBuilder text = new StringBuilder();
        actual(hasher, slot, text);
        return text.toString();
    }

    /** The shape that a trie of these entries has to have. */
    static String required(KeyHasher hasher, Map<?, ?> contents) {
        List<Positioned> entries = contents.entrySet().stream()
                .map(entry -> new Positioned(position(hasher, entry.getKey()), entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Positioned::bits))
                .toList();
        return new Shape(entries).node(0, 0);
    }

    private static void actual(KeyHasher hasher, Object slot, StringBuilder text) {
        Node node = Slot.node(slot);
        assertThat(Slot.size(slot)).isEqualTo(node.size());
        if (node instanceof Leaf leaf) {
            assertThat(leaf.keys).hasSize(leaf.size());
            text.append('L');
            for (int i = 0; i < leaf.size(); i++) {
                assertThat(leaf.prefixes[i]).isEqualTo(Level.prefix(hasher.hash(leaf.key(i))));
                text.append(' ').append(leaf.key(i)).append('=').append(leaf.value(i));
            }
            return;
        }
        Branch branch = (Branch) node;
        int size = 0;
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            if ((branch.starts() >>> i & 1) != 0) {
                starts.add(i);
            }
        }
        assertThat(starts).hasSize(branch.childCount());
        text.append('B');
        for (int i = 0; i < branch.childCount(); i++) {
            size += Slot.size(branch.child(i));
            text.append(" (").append(starts.get(i)).append(' ');
            actual(hasher, branch.child(i), text);
            text.append(')');
        }
        assertThat(branch.size()).isEqualTo(size);
    }

    private String node(int depth, int level) {
        if (entries.size() <= 64) {
            return entries.stream().map(e -> " " + e.key + "=" + e.value).collect(Collectors.joining("", "L", ""));
        }
        int width = WINDOWS[level % WINDOWS.length];
        StringBuilder text = new StringBuilder("B");
        cut(depth, width, 0, level, text);
        return text.toString();
    }

    private void cut(int depth, int bitsLeft, int slot, int level, StringBuilder text) {
        if (entries.size() <= 64 || bitsLeft == 0) {
            String child = node(depth, level + 1);
            text.append(" (").append(slot).append(' ').append(child).append(')');
            return;
        }
        Map<Boolean, List<Positioned>> halves =
                entries.stream().collect(Collectors.partitioningBy(e -> e.bits.charAt(depth) == '1'));
        new Shape(halves.get(false)).cut(depth + 1, bitsLeft - 1, slot, level, text);
        new Shape(halves.get(true)).cut(depth + 1, bitsLeft - 1, slot + (1 << bitsLeft - 1), level, text);
    }

    private static String position(KeyHasher hasher, Object key) {
        String digest = Arrays.stream(hasher.digest(key)).mapToObj(Shape::bits).collect(Collectors.joining());
        return bits(hasher.hash(key)) + digest;
    }

    private static String bits(long word) {
        String bits = Long.toBinaryString(word);
        return "0".repeat(64 - bits.length()) + bits;
    }

    private record Positioned(String bits, Object key, Object value) {}
}
