package io.varve.application.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

/** Seeded values, with an eye for the edges. */
public final class RandomJson {

    private static final String[] STRINGS = {
        "", "a", "zebra", "ä€😀", "\u0000\u001f\n\t\\\"/", "\ud83d", "x\udc00y", "~1/~0", "null", "  ", "\u2028"
    };

    private final Random random;

    public RandomJson(Random random) {
        this.random = random;
    }

    public JsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> JsonValue.ofNull();
            case 1 -> JsonValue.of(random.nextBoolean());
            case 2 -> JsonValue.of(string());
            case 3, 4 -> JsonValue.of(number());
            case 5 -> {
                JsonArray array = JsonArray.empty();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array = array.append(value(depth - 1));
                }
                yield array;
            }
            default -> object(depth - 1);
        };
    }

    public JsonObject object(int depth) {
        JsonObject object = JsonObject.empty();
        for (int i = random.nextInt(5); i > 0; i--) {
            object = object.put(name(), value(depth));
        }
        return object;
    }

    private String string() {
        return STRINGS[random.nextInt(STRINGS.length)] + (random.nextBoolean() ? "" : random.nextInt(100));
    }

    /** Without halves of surrogate pairs, which Jackson does not read in names. */
    private String name() {
        String name = string();
        return name.startsWith("\ud83d") || name.startsWith("x\udc00") ? "half" : name;
    }

    private BigDecimal number() {
        return switch (random.nextInt(6)) {
            case 0 -> BigDecimal.valueOf(random.nextInt(10) - 5);
            case 1 -> BigDecimal.valueOf(random.nextLong());
            case 2 -> new BigDecimal(new BigInteger(900, random), 0);
            case 3 -> new BigDecimal(new BigInteger(200, random).negate(), random.nextInt(400) - 200);
            case 4 -> new BigDecimal(BigInteger.valueOf(random.nextInt(1000)), random.nextInt());
            default -> BigDecimal.valueOf(random.nextDouble());
        };
    }
}
