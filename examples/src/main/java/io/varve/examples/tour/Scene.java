package io.varve.examples.tour;

/** One thing that Varve does, shown with a tenant of its own. */
interface Scene {

    /** What is shown, in a few words. */
    String title();

    /** Shows it, and checks that what is said is so. */
    void play(Stage stage);
}
