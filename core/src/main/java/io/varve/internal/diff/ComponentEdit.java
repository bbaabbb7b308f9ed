package io.varve.internal.diff;

import io.varve.diff.StatePath.Component;
import io.varve.diff.StatePath.Step;
import io.vavr.Tuple;
import io.vavr.Tuple1;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple4;
import io.vavr.Tuple5;
import io.vavr.Tuple6;
import io.vavr.Tuple7;
import io.vavr.Tuple8;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A record or a tuple, which is made of all its components. */
final class ComponentEdit implements Edit {

    private final List<String> names;
    private final @Nullable Object[] parts;
    private final Function<@Nullable Object[], Object> maker;

    /**
     * Begins to edit.
     *
     * @param names the components' names, in the order of their values
     * @param parts their values
     * @param maker makes the value of these
     */
    ComponentEdit(List<String> names, @Nullable Object[] parts, Function<@Nullable Object[], Object> maker) {
        this.names = names;
        this.parts = parts;
        this.maker = maker;
    }

    static Edit of(Tuple tuple) {
        List<String> names =
                IntStream.rangeClosed(1, tuple.arity()).mapToObj(i -> "_" + i).toList();
        return new ComponentEdit(names, tuple.toSeq().toJavaArray(), ComponentEdit::tuple);
    }

    @Override
    public boolean has(Step step) {
        return step instanceof Component component && names.contains(component.name());
    }

    @Override
    public @Nullable Object at(Step step) {
        return parts[index(step)];
    }

    @Override
    public void set(Step step, @Nullable Object part) {
        parts[index(step)] = part;
    }

    @Override
    public Object done() {
        return maker.apply(parts);
    }

    private int index(Step step) {
        return names.indexOf(((Component) step).name());
    }

    private static Object tuple(@Nullable Object[] all) {
        return switch (all.length) {
            case 1 -> new Tuple1<>(all[0]);
            case 2 -> new Tuple2<>(all[0], all[1]);
            case 3 -> new Tuple3<>(all[0], all[1], all[2]);
            case 4 -> new Tuple4<>(all[0], all[1], all[2], all[3]);
            case 5 -> new Tuple5<>(all[0], all[1], all[2], all[3], all[4]);
            case 6 -> new Tuple6<>(all[0], all[1], all[2], all[3], all[4], all[5]);
            case 7 -> new Tuple7<>(all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
            case 8 -> new Tuple8<>(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
            default -> throw new AssertionError("no tuple that can be compared has " + all.length + " parts");
        };
    }
}
