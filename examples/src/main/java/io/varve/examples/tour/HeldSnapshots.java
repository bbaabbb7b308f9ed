package io.varve.examples.tour;

import io.varve.AuditEntry;
import io.varve.HoldRequest;
import io.varve.RetentionPolicy;
import io.varve.RetentionRule;
import io.varve.SnapshotHeldException;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.examples.Shop;
import java.time.Duration;

/** Keeps one snapshot for each of a few days, and one that somebody needs, until it is released. */
final class HeldSnapshots implements Scene {

    @Override
    public String title() {
        return "Policies: the newest of each day, and what somebody holds";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("held");
        for (int number = 1; number <= 8; number++) {
            int sale = number;
            shop.apply(state -> state.withSetting("theme", "sale " + sale));
            shop.snapshot(SnapshotRequest.named("sale-" + number));
            stage.pass(Duration.ofHours(9));
        }
        SnapshotRef second = SnapshotRef.named("sale-2");
        shop.hold(second, HoldRequest.named("dispute").by("legal").because("a wrong price"));

        RetentionPolicy policy = RetentionPolicy.keepOnly(RetentionRule.daily(2));
        shop.planRetention(policy).describe().lines().forEach(line -> stage.say("%s", line));
        shop.prune(TransitionContext.by("admin"), policy);
        try {
            shop.delete(second);
        } catch (SnapshotHeldException e) {
            stage.say("deleting it by hand: %s", e.getMessage());
        }
        stage.check(shop.find(second).isDefined(), "what is held stays");

        shop.release(TransitionContext.by("legal").because("settled"), second, "dispute");
        shop.prune(policy);
        stage.check(shop.find(second).isEmpty(), "what was released goes");
        for (AuditEntry entry : shop.audit()) {
            stage.say(
                    "%-8s %-7s %s",
                    entry.kind(),
                    entry.who().getOrElse("nobody"),
                    entry.reason().getOrElse(""));
        }
    }
}
