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
            change.valueBefore().forEach(value -> member("before", value));
            change.valueAfter().forEach(value -> member("after", value));
            out.append('}');
        }
        return out.append(']').toString();
    }

    private static String kindOf(StateChange change) {
        if (change instanceof StateChange.Added) {
            return "added";
        }
        return change instanceof StateChange.Removed ? "removed" : "replaced";
    }

    private void member(String name, Object value) {
        out.append(",\"").append(name).append("\":");
        json.value(value);
    }
}
