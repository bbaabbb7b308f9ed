package io.varve.examples.tour;

import io.varve.RollbackPlan;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.diff.Patch;
import io.varve.diff.StatePath;
import io.varve.examples.Shop;

/** Looks at a rollback before it is done, does a part of it, and takes a change to another tenant. */
final class PlannedRollback implements Scene {

    @Override
    public String title() {
        return "A rollback that is looked at first, and a change that is taken elsewhere";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("planned");
        shop.apply(state -> state.withSetting("theme", "light").withSetting("currency", "EUR"));
        shop.snapshot(SnapshotRequest.named("monday"));
        shop.apply(state -> state.withSetting("theme", "neon").withSetting("currency", "XXX"));
        shop.snapshot(SnapshotRequest.named("tuesday"));
        shop.apply(state -> state.withOrder(new Shop.Order("ada", "jasper", 700)));
        stage.show("what an intern has left", shop.state());

        RollbackPlan<Shop> plan = shop.planRollback(SnapshotRef.named("monday"));
        stage.say("going back to 'monday' would do this:");
        plan.diff().describe(10).lines().forEach(line -> stage.say("  %s", line));
        StatePath currency = StatePath.root().component("settings").key("currency");
        plan.only(currency).execute();
        stage.show("only the currency was rolled back", shop.state());
        stage.check(shop.state().settings().get("currency").contains("EUR"), "the currency is EUR again");
        stage.check(shop.state().orders().size() == 1, "the order stays");

        Patch<Shop> redesign = shop.diff(SnapshotRef.named("monday"), SnapshotRef.named("tuesday"))
                .toPatch()
                .except(currency);
        Tenant<Shop> branch = stage.open("branch");
        branch.apply(state -> state.withSetting("theme", "light"));
        branch.apply(redesign.asTransition());
        stage.show("the theme, taken to the branch", branch.state());
        stage.say(
                "a second time it does not fit: %s",
                redesign.apply(branch.state()).getLeft().mkString());
    }
}
