package io.varve.application.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.vavr.Tuple;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

final class JsonValueTest {

    private static final JsonObject ADA = JsonObject.of("name", JsonValue.of("Ada"))
            .put("born", JsonValue.of(1815))
            .put("tags", JsonArray.of(JsonValue.of("math"), JsonObject.of("a/b~c", JsonValue.of(true))));

    @Test
    void numbers_are_equal_if_their_values_are() {
        assertThat(JsonValue.of(new BigDecimal("1.500")))
                .isEqualTo(JsonValue.of(1.5))
                .hasSameHashCodeAs(JsonValue.of(1.5));
        assertThat(JsonValue.of(1000)).isEqualTo(JsonValue.of(new BigDecimal("1E+3")));
        assertThat(JsonValue.of(new BigDecimal("0.00"))).isEqualTo(JsonValue.of(0));
        assertThat(JsonValue.of(1)).isNotEqualTo(JsonValue.of(2)).isNotEqualTo(JsonValue.of("1"));
    }

    @Test
    void the_order_of_members_does_not_count() {
        JsonObject forward = JsonObject.of("a", JsonValue.of(1)).put("b", JsonValue.of(2));
        JsonObject backward = JsonObject.of("b", JsonValue.of(2)).put("a", JsonValue.of(1));

        assertThat(forward).isEqualTo(backward).hasSameHashCodeAs(backward).hasToString(backward.toString());
    }

    @Test
    void members_in_an_order_of_their_own_are_brought_into_the_natural_one() {
        TreeMap<String, JsonValue> reversed = TreeMap.of(Comparator.<String>reverseOrder(), "a", JsonValue.of(1))
                .put("b", JsonValue.of(2));

        assertThat(new JsonObject(reversed)).hasToString("{\"a\":1,\"b\":2}");
        assertThat(JsonObject.ofAll(HashMap.of("b", JsonValue.of(2), "a", JsonValue.of(1))))
                .isEqualTo(new JsonObject(reversed));
    }

    @Test
    void a_value_is_what_it_is_and_nothing_else() {
        assertThat(JsonValue.of(7).asLong()).isEqualTo(Option.some(7L));
        assertThat(JsonValue.of(7).asString()).isEmpty();
        assertThat(JsonValue.of(7.5).asLong()).isEmpty();
        assertThat(JsonValue.of(7.5).asDouble()).isEqualTo(Option.some(7.5));
        assertThat(JsonValue.of(7).asNumber()).isEqualTo(Option.some(BigDecimal.valueOf(7)));
        assertThat(JsonValue.of(true).asBoolean()).isEqualTo(Option.some(true));
        assertThat(JsonValue.of("x").asString()).isEqualTo(Option.some("x"));
        assertThat(JsonValue.of("x").asNumber()).isEmpty();
        assertThat(JsonValue.ofNull().isNull()).isTrue();
        assertThat(JsonValue.ofNull().asBoolean()).isEmpty();
        assertThat(JsonArray.of(JsonValue.of(1)).asArray()).isEqualTo(Option.some(Vector.of(JsonValue.of(1))));
        assertThat(ADA.asObject().get().keySet()).containsExactly("born", "name", "tags");
        assertThat(ADA.asArray()).isEmpty();
        assertThat(ADA.isNull()).isFalse();
    }

    @Test
    void a_number_beyond_a_long_is_none_at_once_however_large() {
        assertThat(JsonValue.of(new BigDecimal("1E+2000000000")).asLong()).isEmpty();
        assertThat(JsonValue.of(new BigDecimal("1E-2000000000")).asLong()).isEmpty();
        assertThat(JsonValue.of(new BigDecimal("1E+2000000000")).asDouble()).contains(Double.POSITIVE_INFINITY);
        assertThat(JsonValue.of(new BigDecimal("9223372036854775808")).asLong()).isEmpty();
        assertThat(JsonValue.of(Long.MIN_VALUE).asLong()).contains(Long.MIN_VALUE);
    }

    @Test
    void what_is_no_number_of_json_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonValue.of(Double.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.of(Double.NEGATIVE_INFINITY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonValue.of(new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE)))
                .withMessageContaining("exponent");
    }

    @Test
    void nulls_are_refused() {
        assertThatNullPointerException().isThrownBy(() -> JsonValue.of((String) null));
        assertThatNullPointerException().isThrownBy(() -> JsonValue.of((BigDecimal) null));
        assertThatNullPointerException().isThrownBy(() -> JsonArray.of((JsonValue) null));
        assertThatNullPointerException().isThrownBy(() -> JsonArray.ofAll(Arrays.asList(JsonNull.INSTANCE, null)));
        assertThatNullPointerException().isThrownBy(() -> JsonArray.empty().append(null));
        assertThatNullPointerException().isThrownBy(() -> JsonObject.of("a", null));
        assertThatNullPointerException().isThrownBy(() -> JsonObject.of(null, JsonNull.INSTANCE));
        assertThatNullPointerException()
                .isThrownBy(() -> JsonObject.ofEntries(Vector.of(Tuple.of("a", (JsonValue) null))));
    }

    @Test
    void a_pointer_leads_through_objects_and_arrays() {
        assertThat(ADA.at("")).contains(ADA);
        assertThat(ADA.at("/name")).contains(JsonValue.of("Ada"));
        assertThat(ADA.at("/tags/0")).contains(JsonValue.of("math"));
        assertThat(ADA.at("/tags/1/a~1b~0c")).contains(JsonValue.of(true));
        assertThat(JsonObject.of("", JsonValue.of(1)).at("/")).contains(JsonValue.of(1));
        assertThat(JsonObject.of("~1", JsonValue.of(1)).at("/~01")).contains(JsonValue.of(1));
    }

    @Test
    void a_pointer_to_nothing_leads_to_none() {
        assertThat(ADA.at("/nobody")).isEmpty();
        assertThat(ADA.at("/name/x")).isEmpty();
        assertThat(ADA.at("/tags/2")).isEmpty();
        assertThat(ADA.at("/tags/00")).isEmpty();
        assertThat(ADA.at("/tags/-1")).isEmpty();
        assertThat(ADA.at("/tags/-")).isEmpty();
        assertThat(ADA.at("/tags/99999999999999999999")).isEmpty();
    }

    @Test
    void what_is_no_pointer_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ADA.at("name")).withMessageContaining("'/name'");
        assertThatIllegalArgumentException().isThrownBy(() -> ADA.at("/a~2"));
        assertThatIllegalArgumentException().isThrownBy(() -> ADA.at("/a~"));
    }

    @Test
    void the_text_is_json() {
        assertThat(ADA).hasToString("{\"born\":1815,\"name\":\"Ada\",\"tags\":[\"math\",{\"a/b~c\":true}]}");
        assertThat(JsonArray.of(JsonValue.ofNull(), JsonArray.empty(), JsonObject.empty()))
                .hasToString("[null,[],{}]");
        assertThat(JsonValue.of("\"\\\n\u0001\ud800")).hasToString("\"\\\"\\\\\\n\\u0001\\ud800\"");
        assertThat(JsonValue.of(1_000_000)).hasToString("1000000");
        assertThat(JsonValue.of(new BigDecimal("1E+100"))).hasToString("1E+100");
        assertThat(JsonValue.of(0.1)).hasToString("0.1");
    }

    @Test
    void elements_and_members_can_be_changed_without_changing_what_was() {
        JsonObject without = ADA.remove("tags");

        assertThat(without.get("tags")).isEmpty();
        assertThat(ADA.get("tags")).isNotEmpty();
        assertThat(without.remove("tags")).isSameAs(without);
        assertThat(without.size()).isEqualTo(2);
        assertThat(JsonArray.of(JsonValue.of(1)).append(JsonValue.of(2)).get(1)).contains(JsonValue.of(2));
        assertThat(JsonArray.empty().get(0)).isEmpty();
    }

    @Test
    void depth_counts_arrays_and_objects_in_each_other() {
        assertThat(nested(JsonValue.MAX_DEPTH).isWithinMaxDepth()).isTrue();
        assertThat(nested(JsonValue.MAX_DEPTH + 1).isWithinMaxDepth()).isFalse();
        assertThat(nested(100_000).isWithinMaxDepth()).isFalse();
    }

    static JsonValue nested(int depth) {
        JsonValue value = JsonValue.of(1);
        for (int i = 0; i < depth; i++) {
            value = i % 2 == 0 ? JsonArray.of(value) : JsonObject.of("a", value);
        }
        return value;
    }
}
