package io.varve.examples.tour;

import io.varve.RollbackResult;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.examples.Shop;

/** Goes back to a snapshot by its name; what was replaced is kept. */
final class NamedRollback implements Scene {

    @Override
    public String title() {
        return "Going back to a name";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("named");
        shop.apply(state -> state.withSetting("theme", "light"));
        shop.snapshot(SnapshotRequest.named("v1.0")
                .by("admin")
                .describedAs("Release 1.0")
                .tagged("release"));
        shop.apply(state -> state.withSetting("theme", "pink").withOrder(new Shop.Order("bob", "opal", 9_900)));
        stage.show("after a change to regret", shop.state());

        RollbackResult<Shop> done = shop.rollback(SnapshotRef.named("v1.0"));
        stage.show("rolled back to " + done.restored().label(), shop.state());
        stage.check(shop.state().orders().isEmpty(), "the order is gone from the head");

        Shop replaced = shop.at(SnapshotRef.id(done.safety().get().id())).state();
        stage.show("kept as " + done.safety().get().label(), replaced);
        stage.check(replaced.orders().size() == 1, "what a rollback replaces is kept");
    }
}
