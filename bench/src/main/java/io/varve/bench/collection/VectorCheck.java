package io.varve.bench.collection;

/** Holds a vector against the list of its elements before it is measured: a wrong answer must not look fast. */
@SuppressWarnings("ReferenceEquality") // The very objects that were put in must come out.
final class VectorCheck {

    private final String name;
    private final VectorSubject<Object> subject;
    private final Elements elements;

    VectorCheck(String name, VectorSubject<Object> subject, Elements elements) {
        this.name = name;
        this.subject = subject;
        this.elements = elements;
    }

    /** Checks all that is measured, and that older versions stay as they are. */
    void verify(Object vector) {
        holdsTheElements(vector);
        pointsChange(vector);
        versionsDiffer(vector);
        batchesChange(vector);
        if (subject.about().persistent()) {
            holdsTheElements(vector);
        }
    }

    /** Checks that a vector has these very elements in their order, by index and by visiting. */
    void holdsTheElements(Object vector) {
        require(subject.size(vector) == elements.size(), "size");
        for (int i = 0; i < elements.size(); i++) {
            require(subject.get(vector, i) == elements.items.get(i), "get");
        }
        int[] seen = new int[1];
        int[] right = new int[1];
        subject.forEach(vector, item -> {
            right[0] += seen[0] < elements.size() && elements.items.get(seen[0]) == item ? 1 : 0;
            seen[0]++;
        });
        require(seen[0] == elements.size() && right[0] == elements.size(), "iterate");
    }

    private void pointsChange(Object vector) {
        int size = elements.size();
        int index = elements.indices[0];
        Item replacement = elements.replacements[0];
        Object updated = subject.update(subject.fork(vector), index, replacement);
        require(subject.get(updated, index) == replacement && subject.size(updated) == size, "update");
        Object longer = subject.append(subject.fork(vector), replacement);
        require(subject.get(longer, size) == replacement && subject.size(longer) == size + 1, "append");
        Object later = subject.dropFirst(subject.fork(vector));
        require(subject.get(later, 0) == elements.items.get(1) && subject.size(later) == size - 1, "drop at the front");
        Object shorter = subject.dropLast(subject.fork(vector));
        require(
                subject.get(shorter, size - 2) == elements.items.get(size - 2) && subject.size(shorter) == size - 1,
                "drop at the end");
        Object twice = subject.update(subject.fork(updated), index, elements.items.get(index));
        require(
                subject.get(twice, index) == elements.items.get(index)
                        && subject.get(updated, index) == replacement
                        && subject.get(vector, index) == elements.items.get(index),
                "older versions after changes");
    }

    private void versionsDiffer(Object vector) {
        require(subject.equal(vector, elements.buildAgain(subject)), "equality of vectors built apart");
        require(subject.equal(vector, elements.changedAndBack(subject, vector)), "equality of versions");
        Object later = elements.changed(subject, vector);
        require(!subject.equal(vector, later), "inequality");
        Changes changes = new Changes();
        subject.changes(vector, later, changes);
        require(changes.checksum() == expectedChanges(), "list of changes");
    }

    /** The checksum of what {@link Elements#changed} changes. */
    long expectedChanges() {
        Changes changes = new Changes();
        for (int i = 0; i < Entries.CHANGES; i++) {
            changes.add(elements.items.get(elements.indices[i]), elements.replacements[i]);
        }
        return changes.checksum();
    }

    private void batchesChange(Object vector) {
        Object later =
                subject.updateAll(subject.fork(vector), elements.indices, elements.replacements, 0, Entries.CHANGES);
        require(subject.size(later) == elements.size(), "size after a batch");
        for (int i = 0; i < Entries.CHANGES; i++) {
            require(subject.get(later, elements.indices[i]) == elements.replacements[i], "batch");
        }
    }

    private void require(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(
                    name + " answers wrongly: " + what + ", with " + elements.size() + " elements; it is not measured");
        }
    }
}
