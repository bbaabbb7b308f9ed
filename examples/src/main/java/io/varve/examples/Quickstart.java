package io.varve.examples;

import io.varve.Durability;
import io.varve.RetentionPolicy;
import io.varve.Snapshot;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.spi.SnapshotStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;

/** The README's example, printed step by step: a shop's state with snapshots, time travel and a rollback. */
public final class Quickstart {

    private final PrintWriter out;

    Quickstart(PrintWriter out) {
        this.out = out;
    }

    /**
     * Runs the example on RocksDB in a temporary folder.
     *
     * @param args none
     * @throws IOException if there is no room for the folder
     */
    public static void main(String[] args) throws IOException {
        new Quickstart(new PrintWriter(System.out, true, StandardCharsets.UTF_8)).run();
    }

    void run() throws IOException {
        Path folder = Files.createTempDirectory("varve-quickstart-");
        String url = "rocksdb:" + folder.resolve("shop");

        try (StateManager<Shop> states = open(url)) {
            Tenant<Shop> acme = states.createTenant("acme");

            // A transition is a pure function from one state to the next.
            acme.apply(shop -> shop.withSetting("theme", "light"));
            acme.apply(
                    shop -> shop.withSession("s-42", new Shop.Session("ada", Instant.parse("2030-01-01T00:00:00Z"))));
            acme.apply(shop -> shop.withOrder(new Shop.Order("ada", "garnet", 4_200)));
            SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1.0")
                    .by("admin")
                    .describedAs("Release 1.0")
                    .tagged("release"));
            print("v1.0 is on disk since " + v1.createdAt(), acme.state());

            // A change that turns out to be wrong.
            acme.apply(shop -> shop.withSetting("theme", "dark").withOrder(new Shop.Order("ada", "opal", 9_900)));
            print("the head has gone on", acme.state());

            // Time travel: looking at the past changes nothing.
            Snapshot<Shop> past = acme.at(SnapshotRef.named("v1.0"));
            print("v1.0, read beside the head", past.state());

            // Going back. The head that is replaced is kept by a safety snapshot.
            acme.rollback(SnapshotRef.named("v1.0"));
            print("the head after the rollback", acme.state());
        }

        // The process may end here. What was done is still there when the next one opens the store.
        try (StateManager<Shop> states = open(url)) {
            Tenant<Shop> acme = states.tenant("acme");
            print("the head after reopening", acme.state());
            out.println("snapshots:");
            for (SnapshotInfo info : acme.snapshots()) {
                out.printf(
                        "  #%d %s %s %s%n",
                        info.sequence(),
                        info.label(),
                        info.createdAt(),
                        info.description().getOrElse(""));
            }
            print("what the rollback replaced", acme.at(SnapshotRef.latest()).state());
        }
        deleteRecursively(folder);
    }

    private static StateManager<Shop> open(String url) {
        return StateManager.builder(Shop.class)
                .store(SnapshotStores.open(url)) // or memory: , jdbc:h2:file:…
                .initialState(Shop.empty())
                .retention(RetentionPolicy.keepAutomatic(10).keepNamed(50))
                .durability(Durability.ON_SNAPSHOT)
                .open();
    }

    private void print(String what, Shop shop) {
        out.printf(
                "%-28s theme %s, orders %s%n",
                what + ":",
                shop.settings().get("theme").getOrElse("none"),
                shop.orders().map(Shop.Order::item).mkString(", "));
    }

    private static void deleteRecursively(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
