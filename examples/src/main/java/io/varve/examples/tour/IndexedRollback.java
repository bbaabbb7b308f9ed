package io.varve.examples.tour;

import io.varve.SnapshotRef;
import io.varve.Tenant;
import io.varve.examples.Shop;
import java.time.Duration;

/** Walks through the history by position. */
final class IndexedRollback implements Scene {

    @Override
    public String title() {
        return "Going back by position: 0 is the oldest";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("indexed");
        for (String theme : new String[] {"light", "sepia", "dark", "neon"}) {
            shop.apply(state -> state.withSetting("theme", theme));
            shop.snapshot();
            stage.pass(Duration.ofMinutes(10));
        }
        for (int i = 0; i < shop.snapshotCount(); i++) {
            stage.show("index " + i, shop.at(SnapshotRef.index(i)).state());
        }
        shop.rollback(SnapshotRef.index(1));
        stage.show("rolled back to index 1", shop.state());
        stage.check(shop.state().settings().get("theme").contains("sepia"), "index 1 is the second snapshot");
        stage.check(shop.snapshotCount() == 4, "newer snapshots stay");
        stage.say("there are still %d snapshots: going back destroys none", shop.snapshotCount());
    }
}
