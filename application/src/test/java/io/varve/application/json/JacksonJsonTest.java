package io.varve.application.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class JacksonJsonTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int ROUNDS = 2_000;

    @Test
    void a_value_is_the_same_after_it_was_jackson_s() {
        forSeeds((seed, random) -> {
            JsonValue value = new RandomJson(random).value(4);

            assertThat(JacksonJson.fromNode(JacksonJson.toNode(value)))
                    .as("seed " + seed)
                    .isEqualTo(value);
        });
    }

    @Test
    void a_value_is_the_same_after_it_was_text() {
        forSeeds((seed, random) -> {
            JsonValue value = new RandomJson(random).value(4);

            assertThat(JacksonJson.parse(value.toString())).as("seed " + seed).isEqualTo(value);
        });
    }

    @Test
    void a_node_is_the_same_after_it_was_a_value() {
        forSeeds((seed, random) -> {
            JsonNode node = node(random, 4);

            assertThat(JacksonJson.toNode(JacksonJson.fromNode(node)))
                    .as("seed " + seed)
                    .isEqualTo(node);
        });
    }

    @Test
    void jackson_and_varve_write_text_of_the_same_meaning() {
        JsonMapper mapper = JsonMapper.builder().build();
        forSeeds((seed, random) -> {
            JsonNode node = node(random, 4);

            assertThat(JacksonJson.parse(mapper.writeValueAsString(node)))
                    .as("seed " + seed)
                    .isEqualTo(JacksonJson.fromNode(node));
        });
    }

    @Test
    void numbers_are_exact() {
        String digits = "123456789".repeat(50);
        assertThat(JacksonJson.parse(digits).asNumber()).contains(new BigDecimal(digits));
        assertThat(JacksonJson.parse("0.1").asNumber()).contains(new BigDecimal("0.1"));
        assertThat(JacksonJson.parse("0." + digits).asNumber()).contains(new BigDecimal("0." + digits));
        assertThat(JacksonJson.parse("1e1000000").asNumber()).contains(new BigDecimal("1e1000000"));
        assertThat(JacksonJson.fromNode(NODES.numberNode(0.1f)).asNumber()).contains(new BigDecimal("0.1"));
        assertThat(JacksonJson.fromNode(NODES.numberNode(0.1)).asNumber()).contains(new BigDecimal("0.1"));
    }

    @Test
    void whole_numbers_become_the_smallest_node_that_holds_them() {
        assertThat(JacksonJson.toNode(JsonValue.of(7)).isInt()).isTrue();
        assertThat(JacksonJson.toNode(JsonValue.of(1L << 40)).isLong()).isTrue();
        assertThat(JacksonJson.toNode(JsonValue.of(new BigDecimal("1E+30"))).isBigInteger())
                .isTrue();
        assertThat(JacksonJson.toNode(JsonValue.of(new BigDecimal("1E+2000000000")))
                        .isBigDecimal())
                .isTrue();
        assertThat(JacksonJson.toNode(JsonValue.of(7.5)).isBigDecimal()).isTrue();
    }

    @Test
    void text_that_is_not_one_json_value_is_refused() {
        for (String text : new String[] {"", "  ", "{", "[1,]", "1 2", "{} x", "nope", "{'a':1}", "NaN", "01", "\"a"}) {
            assertThatIllegalArgumentException().as("text '" + text + "'").isThrownBy(() -> JacksonJson.parse(text));
        }
    }

    @Test
    void a_name_that_stands_twice_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonJson.parse("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}"))
                .withMessageContaining("\"c\"");
    }

    @Test
    void what_is_nested_too_deep_is_refused_on_every_way() {
        String deep = "[".repeat(JsonValue.MAX_DEPTH) + "]".repeat(JsonValue.MAX_DEPTH);
        JsonNode node = NODES.nullNode();
        for (int i = 0; i <= JsonValue.MAX_DEPTH; i++) {
            node = NODES.arrayNode().add(node);
        }
        JsonNode tooDeep = node;

        assertThat(JacksonJson.parse(deep)).hasToString(deep);
        assertThatIllegalArgumentException().isThrownBy(() -> JacksonJson.parse("[" + deep + "]"));
        assertThatIllegalArgumentException().isThrownBy(() -> JacksonJson.parse("[".repeat(1_000_000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonJson.fromNode(tooDeep))
                .withMessageContaining("200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonJson.toNode(JsonValueTest.nested(JsonValue.MAX_DEPTH + 1)))
                .withMessageContaining("200");
    }

    @Test
    void what_json_does_not_have_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonJson.fromNode(NODES.numberNode(Double.NaN)))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonJson.fromNode(NODES.numberNode(Float.POSITIVE_INFINITY)));
        assertThatIllegalArgumentException().isThrownBy(() -> JacksonJson.fromNode(NODES.missingNode()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonJson.fromNode(NODES.pojoNode(new Object())))
                .withMessageContaining("valueToTree");
    }

    @Test
    void bytes_become_base64() {
        assertThat(JacksonJson.fromNode(NODES.binaryNode(new byte[] {1, 2, 3}))).isEqualTo(JsonValue.of("AQID"));
    }

    @FunctionalInterface
    private interface Round {
        void run(long seed, Random random);
    }

    private static void forSeeds(Round round) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            round.run(seed, new Random(seed));
        }
    }

    /** A node as Jackson's own parser would make it, which uses the smallest kind of number. */
    private static JsonNode node(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextLong() | 1L << 40);
            case 4 -> NODES.numberNode(new BigInteger(300, random).setBit(200).setBit(0));
            case 5 -> NODES.stringNode("text " + random.nextInt(50));
            case 6 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(node(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("name " + random.nextInt(9), node(random, depth - 1));
                }
                yield object;
            }
        };
    }
}
