package io.varve.application.json;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts JSON between Varve's values, Jackson's and text. It needs {@code tools.jackson.core:jackson-databind} (Jackson
 * 3; as a module, {@code requires tools.jackson.databind}), which {@code varve-application} does not bring along. Nothing
 * else in this package needs it.
 *
 * <p>Numbers are exact, whatever their size. What is nested deeper than {@link JsonValue#MAX_DEPTH} is refused.
 * Thread-safe. Each method costs O(size).
 */
@SuppressWarnings("exports") // Who names Jackson's types in a module requires tools.jackson.databind already.
public final class JacksonJson {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonValue.MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Whole numbers of more digits become decimals with an exponent, so that none is written out at length. */
    private static final int MAX_WHOLE_DIGITS = 1_000;

    private JacksonJson() {}

    /**
     * Reads JSON text: one value, with nothing behind it.
     *
     * @param text the text
     * @return the value
     * @throws IllegalArgumentException if it is not JSON, an object has two members of one name or one with half a
     *     surrogate pair in its name, a number has more than 1,000 digits, or it is nested too deep; the message says where
     */
    public static JsonValue parse(String text) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("this is not JSON that can be kept: " + e.getMessage(), e);
        }
        if (node.isMissingNode()) {
            throw new IllegalArgumentException("a JSON value is expected; found empty text");
        }
        return fromNode(node);
    }

    /**
     * A value of Jackson's as one of Varve's. Bytes become a string in Base64, as Jackson writes them.
     *
     * @param node Jackson's value
     * @return the same as an immutable value
     * @throws IllegalArgumentException if it is nested too deep, or holds a number that is not finite, a missing node, or
     *     a Java object
     */
    public static JsonValue fromNode(JsonNode node) {
        return from(node, JsonValue.MAX_DEPTH);
    }

    /**
     * A value as one of Jackson's. Whole numbers become the smallest of Jackson's integers that holds them, and decimals
     * {@code DecimalNode}.
     *
     * @param value the value
     * @return the same as a new node
     * @throws IllegalArgumentException if it is nested too deep
     */
    public static JsonNode toNode(JsonValue value) {
        return to(value, JsonValue.MAX_DEPTH);
    }

    private static JsonValue from(JsonNode node, int depth) {
        return switch (node.getNodeType()) {
            case NULL -> JsonNull.INSTANCE;
            case BOOLEAN -> new JsonBoolean(node.booleanValue());
            case NUMBER -> number(node);
            case STRING -> new JsonString(node.stringValue());
            case BINARY -> new JsonString(node.asString());
            case ARRAY -> {
                requireDepth(depth);
                List<JsonValue> elements = new ArrayList<>(node.size());
                node.forEach(element -> elements.add(from(element, depth - 1)));
                yield JsonArray.ofAll(elements);
            }
            case OBJECT -> {
                requireDepth(depth);
                List<Tuple2<String, JsonValue>> members = new ArrayList<>(node.size());
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    members.add(Tuple.of(member.getKey(), from(member.getValue(), depth - 1)));
                }
                yield JsonObject.ofEntries(members);
            }
            case MISSING, POJO ->
                throw new IllegalArgumentException("a " + node.getClass().getSimpleName()
                        + " is no JSON value; convert it with ObjectMapper.valueToTree before");
        };
    }

    private static JsonNumber number(JsonNode node) {
        return switch (node.numberType()) {
            case FLOAT -> new JsonNumber(new BigDecimal(finite(node.floatValue())));
            case DOUBLE -> new JsonNumber(new BigDecimal(finite(node.doubleValue())));
            default -> new JsonNumber(node.decimalValue());
        };
    }

    /** The shortest decimal that stands for a number: as a float 0.1, which as a double it would not be. */
    private static String finite(Number value) {
        if (!Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("JSON has no " + value + "; use null or a string in its place");
        }
        return value.toString();
    }

    private static JsonNode to(JsonValue value, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof JsonArray array) {
            requireDepth(depth);
            ArrayNode node = nodes.arrayNode(array.size());
            array.elements().forEach(element -> node.add(to(element, depth - 1)));
            return node;
        }
        if (value instanceof JsonObject object) {
            requireDepth(depth);
            ObjectNode node = nodes.objectNode();
            object.members().forEach((name, member) -> node.set(name, to(member, depth - 1)));
            return node;
        }
        if (value instanceof JsonNumber number) {
            return numberNode(nodes, number);
        }
        if (value instanceof JsonString string) {
            return nodes.stringNode(string.value());
        }
        return value instanceof JsonBoolean bool ? nodes.booleanNode(bool.value()) : nodes.nullNode();
    }

    private static JsonNode numberNode(JsonNodeFactory nodes, JsonNumber number) {
        BigDecimal value = number.value();
        if (value.scale() > 0 || (long) value.precision() - value.scale() > MAX_WHOLE_DIGITS) {
            return nodes.numberNode(value);
        }
        Long whole = number.asLong().getOrNull();
        if (whole == null) {
            return nodes.numberNode(value.toBigIntegerExact());
        }
        return whole == whole.intValue() ? nodes.numberNode(whole.intValue()) : nodes.numberNode(whole.longValue());
    }

    private static void requireDepth(int left) {
        if (left == 0) {
            throw new IllegalArgumentException("arrays and objects may stand in each other up to " + JsonValue.MAX_DEPTH
                    + " deep; this is deeper");
        }
    }
}
