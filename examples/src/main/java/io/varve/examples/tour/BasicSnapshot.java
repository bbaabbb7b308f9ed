package io.varve.examples.tour;

import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.Tenant;
import io.varve.examples.Shop;

/** Changes a state, takes a snapshot, and reads it beside a head that has gone on. */
final class BasicSnapshot implements Scene {

    @Override
    public String title() {
        return "A snapshot keeps the state as it is now";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("basic");
        shop.apply(state -> state.withSetting("theme", "light"));
        shop.apply(state -> state.withOrder(new Shop.Order("ada", "garnet", 4_200)));
        Shop then = shop.state();

        SnapshotInfo taken = shop.snapshot();
        stage.show("snapshot " + taken.label(), then);

        shop.apply(state -> state.withSetting("theme", "dark"));
        stage.show("the head goes on", shop.state());

        Shop read = shop.at(SnapshotRef.id(taken.id())).state();
        stage.show("the snapshot is what it was", read);
        stage.check(read.equals(then), "a snapshot does not change");
    }
}
