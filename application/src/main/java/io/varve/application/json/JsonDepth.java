package io.varve.application.json;

/** How deep values are nested in each other. */
final class JsonDepth {

    private JsonDepth() {}

    /** Whether at most so many arrays and objects stand in each other. Looks no deeper than that. */
    static boolean isWithin(JsonValue value, int depth) {
        if (value instanceof JsonArray array) {
            return depth > 0 && array.elements().forAll(element -> isWithin(element, depth - 1));
        }
        if (value instanceof JsonObject object) {
            return depth > 0 && object.members().values().forAll(member -> isWithin(member, depth - 1));
        }
        return true;
    }
}
