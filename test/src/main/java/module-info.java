/** For an application's own tests: {@link io.varve.test.StateFixtures} proves that today's types read what earlier versions have stored. */
module io.varve.test {
    requires transitive io.varve.core;
    requires transitive org.junit.jupiter.api;
    requires io.varve.store.memory;
    requires io.vavr;
    requires org.opentest4j;
    requires static org.jspecify;

    exports io.varve.test;
}
