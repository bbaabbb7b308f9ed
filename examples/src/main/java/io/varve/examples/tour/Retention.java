package io.varve.examples.tour;

import io.varve.RetentionPlan;
import io.varve.RetentionPolicy;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.examples.Shop;
import java.time.Duration;

/** Shows what a policy would remove, and why, and then removes it. */
final class Retention implements Scene {

    @Override
    public String title() {
        return "Retention: what stays, what goes, and why";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("retention");
        for (int day = 1; day <= 6; day++) {
            int number = day;
            shop.apply(state -> state.withSetting("theme", "of day " + number));
            shop.snapshot();
            if (day % 2 == 0) {
                shop.snapshot(SnapshotRequest.named("release-" + day));
            }
            stage.pass(Duration.ofDays(1));
        }
        RetentionPolicy policy = RetentionPolicy.keepAutomatic(4)
                .keepAutomaticFor(Duration.ofDays(3))
                .keepNamed(2);
        for (RetentionPlan.Decision decision : shop.planRetention(policy).decisions()) {
            stage.say(
                    "%-6s %-13s %s",
                    decision.keep() ? "keep" : "remove", decision.snapshot().label(), decision.reason());
        }
        stage.check(shop.snapshotCount() == 9, "a plan removes nothing");

        RetentionPlan done = shop.prune(policy);
        stage.say("pruned: %d removed, %d left", done.removed().size(), shop.snapshotCount());
        stage.check(shop.snapshotCount() == done.kept().size(), "exactly the rest is left");
        stage.check(shop.find(SnapshotRef.named("release-2")).isEmpty(), "a removed snapshot takes its name along");
        stage.say("index 0 is now %s", shop.find(SnapshotRef.index(0)).get().label());
    }
}
