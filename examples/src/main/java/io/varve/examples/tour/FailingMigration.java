package io.varve.examples.tour;

import io.varve.ApplyResult;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.examples.Shop;

/** Takes a snapshot right before a change that may go wrong, and it does. */
final class FailingMigration implements Scene {

    @Override
    public String title() {
        return "An automatic snapshot around a migration that fails";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("migration");
        shop.apply(state -> state.withSetting("currency", "DM").withOrder(new Shop.Order("ada", "jade", 700)));
        Shop before = shop.state();

        ApplyResult<Shop> failed = shop.applyWithSnapshot(
                state -> {
                    throw new IllegalStateException("no exchange rate for DM");
                },
                SnapshotRequest.automatic().describedAs("before the migration to EUR"));
        stage.say("applied: %s", failed.isApplied());
        stage.say("because: %s", failed.outcome().getLeft().getMessage());
        stage.check(shop.state().equals(before), "a transition that fails changes nothing");
        stage.say(
                "currency is still %s; the snapshot %s remains",
                currency(shop.state()), failed.snapshot().label());

        ApplyResult<Shop> migrated = shop.applyWithSnapshot(
                state -> state.withSetting("currency", "EUR"), SnapshotRequest.named("pre_migration"));
        stage.say("second try: currency %s", currency(migrated.getOrElseThrow()));
        stage.check(
                currency(shop.at(SnapshotRef.named("pre_migration")).state()).equals("DM"),
                "the snapshot is of the state before");
        stage.list(shop);
    }

    private static String currency(Shop shop) {
        return shop.settings().get("currency").getOrElse("none");
    }
}
