package io.varve.internal.diff;

import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Element;
import io.varve.diff.StatePath.Index;
import io.varve.diff.StatePath.Present;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.Seq;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a walk finds as operations of a JSON Patch (RFC 6902), each of which is done on what the ones before it left. */
final class JsonPatchWriter {

    private final Structure structure;
    private final StringBuilder out = new StringBuilder();
    private final JsonText json;

    /** The collection in which something came or went last. */
    private @Nullable Seq<Step> collection;

    /** How many elements of it went, if it is a sequence. */
    private int gone;

    /** Its elements as they are by now, if it is a set. */
    private List<Object> elements = List.of();

    JsonPatchWriter(Structure structure) {
        this.structure = structure;
        this.json = new JsonText(structure, out);
    }

    String of(Walk walk) {
        out.append('[');
        for (StateChange change = walk.advance(); change != null; change = walk.advance()) {
            out.append(out.length() == 1 ? "" : ",");
            write(change, walk);
        }
        return out.append(']').toString();
    }

    private void write(StateChange change, Walk walk) {
        StatePath path = change.path();
        Step last = path.steps().lastOption().getOrNull();
        if (change instanceof StateChange.Replaced || last instanceof Present) {
            operation("replace", path, change);
        } else if (last instanceof Element element) {
            write(change, element, walk);
        } else if (change instanceof StateChange.Removed && last instanceof Index at) {
            enter(path);
            // Those that went before it have made it move up.
            operation("remove", parent(path).index(at.index() - gone), change);
            gone++;
        } else {
            operation(change instanceof StateChange.Added ? "add" : "remove", path, change);
        }
    }

    private void write(StateChange change, Element step, Walk walk) {
        StatePath path = change.path();
        if (enter(path)) {
            elements = structure.order().sorted((Iterable<?>)
                    walk.before(path.steps().size() - 1));
        }
        if (change instanceof StateChange.Added) {
            int found = Collections.binarySearch(elements, step.element(), structure.order());
            int at = found < 0 ? -found - 1 : found;
            elements.add(at, step.element());
            operation("add", parent(path).index(at), change);
        } else {
            int at = elements.indexOf(step.element());
            elements.remove(at);
            operation("remove", parent(path).index(at), change);
        }
    }

    /** Whether a path leads into another collection than the last one did. */
    private boolean enter(StatePath path) {
        Seq<Step> around = path.steps().init();
        if (around.equals(collection)) {
            return false;
        }
        collection = around;
        gone = 0;
        return true;
    }

    private static StatePath parent(StatePath path) {
        return new StatePath(path.steps().init());
    }

    private void operation(String name, StatePath at, StateChange change) {
        out.append("{\"op\":\"").append(name).append("\",\"path\":");
        json.string(at.toPointer());
        if (!name.equals("remove")) {
            out.append(",\"value\":");
            json.value(change.valueAfter().getOrNull());
        }
        out.append('}');
    }
}
