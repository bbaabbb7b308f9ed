/** A ready-made state for applications, and the transitions that change it. */
module io.varve.application {
    requires transitive io.varve.core;
    requires transitive io.vavr;
    requires static tools.jackson.databind; // only for who calls JacksonJson; transitive, it would bind everybody
    requires static org.jspecify;

    exports io.varve.application;
    exports io.varve.application.json;

    opens io.varve.application.internal to
            io.varve.core; // which stores the records in it; nobody else can make one
}
