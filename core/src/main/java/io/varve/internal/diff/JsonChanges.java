package io.varve.internal.diff;

import io.varve.diff.StateChange;

/** Writes changes as JSON, in the form that {@link io.varve.diff.StateDiff#toJson()} describes. */
final class JsonChanges {

    private final StringBuilder out = new StringBuilder();
    private final JsonText json;

    JsonChanges(Structure structure) {
        this.json = new JsonText(structure, out);
    }

    String of(Iterable<StateChange> changes) {
        out.append('[');
        for (StateChange change : changes) {
            out.append(out.length() == 1 ? "{\"kind\":" : ",{\"kind\":");
            json.string(kindOf(change));
            out.append(",\"path\":");
            json.string(change.path().toString());
            out.append(",\"pointer\":");
            json.string(change.path().toPointer());
            if (change instanceof StateChange.Moved moved) {
                member("from", moved.from());
                member("to", moved.to());
            } else {
                change.valueBefore().forEach(value -> member("before", value));
                change.valueAfter().forEach(value -> member("after", value));
            }
            out.append('}');
        }
        return out.append(']').toString();
    }

    private static String kindOf(StateChange change) {
        if (change instanceof StateChange.Added) {
            return "added";
        }
        if (change instanceof StateChange.Removed) {
            return "removed";
        }
        return change instanceof StateChange.Moved ? "moved" : "replaced";
    }

    private void member(String name, Object value) {
        out.append(",\"").append(name).append("\":");
        json.value(value);
    }
}
