package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.codec.Applications;
import io.varve.internal.codec.Applications.Version;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two versions of one application, compiled and loaded apart, take turns on one store. */
@ParameterizedClass
@EnumSource(Backend.class)
class TwoVersionsTest extends BackendTest {

    private static EvolvingApplication one;
    private static EvolvingApplication two;
    private static EvolvingApplication withoutEvolutions;

    /** What both versions do alike. */
    private static final String SHOW = """
                public String show(Object state) { return state.toString().replaceAll("\\\\s+", " "); }
            """;

    private static final String[] VERSION_TWO = {
        "record State(PersistentMap<Id, Order> orders, PersistentVector<Note> notes, Phase phase,"
                + " PersistentMap<String, Payment> payments, Option<String> motto) {}",
        "record Id(String zone, long number) {}",
        "record Order(java.math.BigDecimal amount, String currency, List<String> lines) {}",
        "record Note(String text, java.time.Instant at) {}",
        "enum Phase { OPEN, CLOSED }",
        "sealed interface Payment permits Card, Transfer {}",
        "record Card(String number, Option<String> owner) implements Payment {}",
        "record Transfer(String iban) implements Payment {}"
    };

    @BeforeAll
    static void compile() {
        one = application(Applications.compile(
                "record State(PersistentMap<Key, Purchase> orders, PersistentVector<String> notes, Phase phase,"
                        + " PersistentMap<String, Payment> payments) {}",
                "record Key(int number) {}",
                "record Purchase(int cents, List<String> lines) {}",
                "enum Phase { NEW, OPEN }",
                "sealed interface Payment permits Card, Cheque {}",
                "record Card(String number) implements Payment {}",
                "record Cheque(String bank, int number) implements Payment {}",
                """
                class App implements EvolvingApplication {
                    public StateManager<?> open(SnapshotStore store) {
                        return StateManager.builder(State.class)
                                .store(store)
                                .initialState(new State(
                                        PersistentMap.empty(), PersistentVector.empty(), Phase.NEW, PersistentMap.empty()))
                                .open();
                    }

                    @SuppressWarnings("unchecked")
                    public void use(StateManager<?> states, String tenant) {
                        ((Tenant<State>) states.tenant(tenant)).apply(state -> {
                            PersistentMap<Key, Purchase> orders = state.orders();
                            for (int i = 0; i < 500; i++) {
                                orders = orders.put(new Key(i), new Purchase(i, List.of("line " + i)));
                            }
                            return new State(
                                    orders,
                                    state.notes().append("a note"),
                                    state.phase(),
                                    state.payments().put("card", new Card("1234")).put("cheque", new Cheque("bank", 7)));
                        });
                    }
                """ + SHOW + "}"));
        two = versionTwo("""
                        .evolution(Evolution.ofRecord(Id.class)
                                .formerly("app.Key")
                                .computed("zone", old -> "eu"))
                        .evolution(Evolution.ofRecord(Order.class)
                                .formerly("app.Purchase")
                                .renamed("cents", "amount")
                                .convert("amount", int.class, cents -> java.math.BigDecimal.valueOf(cents, 2))
                                .computed("currency", old -> "EUR"))
                        .evolution(Evolution.ofRecord(Note.class)
                                .from(String.class, text -> new Note(text, java.time.Instant.EPOCH)))
                        .evolution(Evolution.ofEnum(Phase.class).renamed("NEW", Phase.OPEN))
                        .evolution(Evolution.ofSealed(Payment.class)
                                .fromRecord("app.Cheque", old -> new Transfer(
                                        old.get("bank", String.class) + old.get("number", Integer.class))))
                """);
        withoutEvolutions = versionTwo("");
    }

    private static EvolvingApplication versionTwo(String evolutions) {
        String[] types = java.util.Arrays.copyOf(VERSION_TWO, VERSION_TWO.length + 1);
        types[VERSION_TWO.length] = """
                class App implements EvolvingApplication {
                    public StateManager<?> open(SnapshotStore store) {
                        return StateManager.builder(State.class)
                                .store(store)
                                .initialState(new State(
                                        PersistentMap.empty(), PersistentVector.empty(), Phase.OPEN, PersistentMap.empty(),
                                        Option.none()))
                """ + evolutions + """
                                .open();
                    }

                    @SuppressWarnings("unchecked")
                    public void use(StateManager<?> states, String tenant) {
                        ((Tenant<State>) states.tenant(tenant)).apply(state -> new State(
                                state.orders().put(
                                        new Id("us", 1), new Order(new java.math.BigDecimal("9.99"), "USD", List.of("new"))),
                                state.notes().append(new Note("of two", java.time.Instant.EPOCH)),
                                Phase.CLOSED,
                                state.payments().put("transfer", new Transfer("DE1")),
                                Option.some("new")));
                    }
                """ + SHOW + "}";
        return application(Applications.compile(types));
    }

    private static EvolvingApplication application(Version version) {
        return (EvolvingApplication) version.make("App");
    }

    private void writeWithOne() {
        try (StateManager<?> states = one.open(store())) {
            states.createTenant("acme").snapshot(SnapshotRequest.named("empty"));
            one.use(states, "acme");
            states.tenant("acme").snapshot(SnapshotRequest.named("one"));
        }
    }

    @Test
    void theNewVersionReadsWhatTheOldOneWrote() {
        writeWithOne();
        try (StateManager<?> states = two.open(store())) {
            assertThat(states.verifyReadable().isReadable()).isTrue();
            String shown = two.show(states.tenant("acme").state());
            assertThat(shown)
                    .contains("Order[amount=1.23, currency=EUR, lines=[line 123]]")
                    .contains("Id[zone=eu, number=499]")
                    .contains("Note[text=a note, at=1970-01-01T00:00:00Z]")
                    .contains("phase=OPEN")
                    .contains("Card[number=1234, owner=None]")
                    .contains("Transfer[iban=bank7]")
                    .contains("motto=None");
        }
    }

    @Test
    void theNewVersionGoesOnAndGoesBackToWhatTheOldOneWrote() {
        writeWithOne();
        try (StateManager<?> states = two.open(store())) {
            Tenant<?> acme = states.tenant("acme");
            String before = two.show(acme.state());
            two.use(states, "acme");
            acme.snapshot(SnapshotRequest.named("two"));
            acme.rollback(SnapshotRef.named("one"));
            assertThat(two.show(acme.state())).isEqualTo(before);
            acme.snapshot(SnapshotRequest.named("one again"));
            two.use(states, "acme");
        }
        try (StateManager<?> states = two.open(store())) {
            assertThat(states.verifyReadable().problems()).isEmpty();
            Tenant<?> acme = states.tenant("acme");
            assertThat(acme.state()).isEqualTo(acme.at(SnapshotRef.named("two")).state());
            assertThat(acme.at(SnapshotRef.named("one again")).state())
                    .isEqualTo(acme.at(SnapshotRef.named("one")).state())
                    .isNotEqualTo(acme.state());
            assertThat(two.show(acme.state()))
                    .contains("Order[amount=9.99, currency=USD, lines=[new]]")
                    .contains("Order[amount=1.23, currency=EUR, lines=[line 123]]");
        }
    }

    @Test
    void theOldVersionStillReadsItsOwnAndIsToldWhatItCanNotRead() {
        writeWithOne();
        try (StateManager<?> states = two.open(store())) {
            two.use(states, "acme");
            states.tenant("acme").snapshot(SnapshotRequest.named("two"));
        }
        try (StateManager<?> states = one.open(store())) {
            Tenant<?> acme = states.tenant("acme");
            assertThat(one.show(acme.at(SnapshotRef.named("one")).state()))
                    .contains("Purchase[cents=123, lines=[line 123]]")
                    .contains("Cheque[bank=bank, number=7]");
            assertThatThrownBy(() -> acme.at(SnapshotRef.named("two")).state())
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessageStartingWith("State.orders[key]: was stored as app.Id, and is app.Key now");
            ReadabilityReport report = states.verifyReadable();
            assertThat(report.problems().map(ReadabilityReport.Result::state))
                    .containsExactly("the head", "snapshot 'two'");
            acme.rollback(SnapshotRef.named("one"));
            one.use(states, "acme");
        }
        try (StateManager<?> states = two.open(store())) {
            assertThat(states.verifyReadable().problems()).isEmpty();
            assertThat(two.show(states.tenant("acme").state())).contains("Order[amount=1.23");
        }
    }

    @Test
    void withoutItsEvolutionsTheNewVersionIsToldWhatItCanNotReadAndChangesNothing() {
        writeWithOne();
        try (StateManager<?> states = withoutEvolutions.open(store())) {
            assertThatThrownBy(() -> states.tenant("acme").state())
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessage("State.orders[key]: was stored as app.Key, and is app.Id now; if it was renamed, say so"
                            + " with Evolution…formerly(\"app.Key\")");
            assertThat(states.verifyReadable().problems()).hasSize(3);
        }
        try (StateManager<?> states = one.open(store())) {
            assertThat(states.verifyReadable().isReadable()).isTrue();
        }
    }

    @Test
    void aFieldThatWasWidenedIsNamedWhereTheOldVersionMeetsIt() {
        Version first = Applications.compile("record State(int count, String note) {}", app("new State(1, \"n\")"));
        Version second = Applications.compile(
                "record State(long count, String note, Option<String> more) {}",
                app("new State(2L, \"n\", Option.none())"));
        EvolvingApplication older = application(first);
        EvolvingApplication newer = application(second);
        try (StateManager<?> states = older.open(store())) {
            states.createTenant("older");
        }
        try (StateManager<?> states = newer.open(store())) {
            assertThat(newer.show(states.tenant("older").state())).isEqualTo("State[count=1, note=n, more=None]");
            states.createTenant("newer");
        }
        try (StateManager<?> states = older.open(store())) {
            assertThat(older.show(states.tenant("older").state())).isEqualTo("State[count=1, note=n]");
            assertThatThrownBy(() -> states.tenant("newer").state())
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessage("State.count: was stored as LONG, which can't be read as INT");
        }
    }

    private static String app(String initial) {
        return """
                class App implements EvolvingApplication {
                    public StateManager<?> open(SnapshotStore store) {
                        return StateManager.builder(State.class).store(store).initialState(INITIAL).open();
                    }

                    public void use(StateManager<?> states, String tenant) {}
                """.replace("INITIAL", initial) + SHOW + "}";
    }
}
