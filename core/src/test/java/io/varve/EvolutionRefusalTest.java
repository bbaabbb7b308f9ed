package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.math.BigDecimal;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An evolution that does not fit the types is refused when the manager is opened. */
class EvolutionRefusalTest {

    public record Shop(PersistentMap<String, Order> orders) {}

    public record Order(BigDecimal amount, Status status, Shape shape) {}

    public enum Status {
        OPEN,
        DONE
    }

    public sealed interface Shape permits Circle, Square {}

    public record Circle(int radius) implements Shape {}

    public record Square(int side) implements Shape {}

    public record Elsewhere(String text) {}

    private static final String NAME = EvolutionRefusalTest.class.getName() + "$";

    private static RecordEvolution<Order> order() {
        return Evolution.ofRecord(Order.class);
    }

    private static EnumEvolution<Status> status() {
        return Evolution.ofEnum(Status.class);
    }

    private static SealedEvolution<Shape> shape() {
        return Evolution.ofSealed(Shape.class);
    }

    static Stream<Arguments> wrong() {
        String order = "evolution of " + NAME + "Order (Shop.orders[value]): ";
        return Stream.of(
                Arguments.of(
                        order
                                + "component 'amout', which is renamed from 'total', is none of today's, which are: amount,"
                                + " status, shape",
                        order().renamed("total", "amout")),
                Arguments.of(
                        order + "component 'x', which is computed, is none of today's",
                        order().computed("x", old -> 1)),
                Arguments.of(
                        order + "component 'x', which is converted from java.lang.String, is none of today's",
                        order().convert("x", String.class, text -> text)),
                Arguments.of(
                        order + "component 'amount' is renamed to its own name", order().renamed("amount", "amount")),
                Arguments.of(
                        order + "component 'total' is renamed twice",
                        order().renamed("total", "amount").renamed("total", "status")),
                Arguments.of(
                        order + "component 'amount' is computed twice",
                        order().computed("amount", old -> 1).computed("amount", old -> 2)),
                Arguments.of(
                        order + "component 'amount' is converted from java.lang.String twice",
                        order().convert("amount", String.class, BigDecimal::new)
                                .convert("amount", String.class, BigDecimal::new)),
                Arguments.of(
                        order + "component 'amount' is converted from java.math.BigDecimal, which is its type today",
                        order().convert("amount", BigDecimal.class, BigDecimal::negate)),
                Arguments.of(
                        order + "what was stored as 'Old' is told of twice",
                        order().formerly("Old").formerly("Old")),
                Arguments.of(
                        order + "what was stored as 'Old' is told of twice",
                        order().formerly("Old")
                                .fromRecord("Old", old -> new Order(BigDecimal.ONE, Status.OPEN, new Circle(1)))),
                Arguments.of(
                        order + "'" + NAME + "Order' is its name today, not one that it had",
                        order().formerly(NAME + "Order")),
                Arguments.of(order + "a name that it had is blank", order().formerly(" ")),
                Arguments.of(order + "it is converted from itself", order().from(Order.class, old -> old)),
                Arguments.of(
                        "evolution: what a conversion begins with has to be a type that could be in a state; the"
                                + " conversion of " + NAME
                                + "Order.amount from java.util.Date: java.util.Date is mutable;"
                                + " use java.time",
                        order().convert("amount", Date.class, date -> BigDecimal.ONE)),
                Arguments.of(
                        "evolution of " + NAME
                                + "Status (Shop.orders[value].status): 'OPEN' is one of today's constants,"
                                + " so it is read as itself",
                        status().renamed("OPEN", Status.DONE)),
                Arguments.of(
                        "evolution of " + NAME
                                + "Status (Shop.orders[value].status): the constant 'NEW' is renamed twice",
                        status().renamed("NEW", Status.OPEN).renamed("NEW", Status.DONE)),
                Arguments.of(
                        "evolution of " + NAME + "Shape (Shop.orders[value].shape): what was stored as " + NAME
                                + "Circle would be read by a function and as " + NAME + "Circle; say it once",
                        shape().fromRecord(NAME + "Circle", old -> new Square(1))),
                Arguments.of(
                        "evolution of " + NAME
                                + "Elsewhere: the type is no part of Shop and is kept by no rule of its own;"
                                + " these are: " + NAME + "Circle, ",
                        Evolution.ofRecord(Elsewhere.class).formerly("Old")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatDoesNotFitIsRefusedWithThePathAndTheName(String message, Evolution evolution) {
        assertRefused(message, evolution);
    }

    @Test
    void oneTypeHasOneEvolution() {
        assertRefused(
                "evolution of " + NAME
                        + "Order (Shop.orders[value]): is given twice; put all that became of the type into"
                        + " one evolution",
                order().formerly("A"),
                order().formerly("B"));
    }

    @Test
    void twoCasesCanNotHaveHadOneName() {
        assertRefused(
                "evolution of " + NAME + "Shape (Shop.orders[value].shape): what was stored as Oval would be read by "
                        + NAME + "Square and as " + NAME + "Circle; say it once",
                Evolution.ofRecord(Circle.class).formerly("Oval"),
                Evolution.ofRecord(Square.class).formerly("Oval"));
        assertRefused(
                "evolution of " + NAME + "Shape (Shop.orders[value].shape): what was stored as " + NAME
                        + "Square would be read by " + NAME + "Circle and as " + NAME + "Square; say it once",
                Evolution.ofRecord(Circle.class).formerly(NAME + "Square"));
    }

    @Test
    void onlyRecordsEnumsAndSealedTypesEvolve() {
        assertThatThrownBy(() -> Evolution.ofSealed(Status.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a sealed interface");
        assertThatThrownBy(() -> Evolution.ofSealed(String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(String message, Evolution... evolutions) {
        SnapshotStore store = SnapshotStores.open("memory:");
        StateManagerBuilder<Shop> builder =
                StateManager.builder(Shop.class).store(store).initialState(new Shop(PersistentMap.empty()));
        for (Evolution each : evolutions) {
            builder.evolution(each);
        }
        assertThatThrownBy(builder::open)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> store.scanTenants(null, 1))
                .as("the store is closed")
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED));
    }
}
