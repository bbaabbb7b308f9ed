package io.varve.examples.tour;

import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.examples.Shop;

/** Goes back to the snapshot that was taken last, and takes that back again. */
final class LatestRollback implements Scene {

    @Override
    public String title() {
        return "Going back to the latest snapshot, and undoing it";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("latest");
        for (String item : new String[] {"amber", "beryl", "citrine"}) {
            shop.apply(state -> state.withOrder(new Shop.Order("ada", item, 1_000)));
            shop.snapshot(SnapshotRequest.automatic().describedAs("after " + item));
        }
        shop.apply(state -> state.withOrder(new Shop.Order("mallory", "glass", 99_999)));
        stage.show("a doubtful order came in", shop.state());

        shop.rollback(SnapshotRef.latest());
        stage.show("back at the latest snapshot", shop.state());
        stage.check(shop.state().orders().size() == 3, "the doubtful order is gone");

        shop.undoRollback();
        stage.show("it was genuine: undone", shop.state());
        stage.check(shop.state().orders().size() == 4, "undoing a rollback brings everything back");
    }
}
