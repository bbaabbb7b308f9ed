package io.varve.examples.tour;

import io.varve.Snapshot;
import io.varve.SnapshotRef;
import io.varve.Tenant;
import io.varve.examples.Shop;
import java.time.Duration;
import java.time.Instant;

/** Finds out when a wrong value came in, without touching the head. */
final class TimeTravel implements Scene {

    @Override
    public String title() {
        return "Time travel: when did the tax go wrong?";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("time-travel");
        for (int hour = 0; hour < 8; hour++) {
            String tax = hour < 5 ? "19 %" : "91 %";
            int number = hour;
            shop.apply(state -> state.withSetting("tax", tax).withOrder(new Shop.Order("ada", "stone " + number, 100)));
            shop.snapshot();
            stage.pass(Duration.ofHours(1));
        }
        Shop head = shop.state();
        Instant complaint = stage.now();
        stage.say("at %s a customer complains about the tax: %s", complaint, tax(head));

        int good = 0;
        int bad = shop.snapshotCount() - 1;
        while (bad - good > 1) {
            int middle = (good + bad) / 2;
            Snapshot<Shop> past = shop.at(SnapshotRef.index(middle));
            stage.say("looking at %s: %s", past.info().createdAt(), tax(past.state()));
            if (tax(past.state()).equals("19 %")) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Instant wrongSince = shop.at(SnapshotRef.index(bad)).info().createdAt();
        stage.check(
                tax(shop.at(SnapshotRef.asOf(wrongSince.minusSeconds(1))).state())
                        .equals("19 %"),
                "it was right before");
        stage.say("wrong since %s. What changed there:", wrongSince);
        shop.diff(SnapshotRef.index(good), SnapshotRef.index(bad))
                .summary()
                .toString()
                .lines()
                .forEach(line -> stage.say("  %s", line));

        shop.apply(state -> state.withSetting("tax", "19 %"));
        stage.say(
                "corrected at the head, which keeps all %d orders: %s",
                shop.state().orders().size(), tax(shop.state()));
        stage.check(shop.state().orders().size() == 8, "no order is lost");
    }

    private static String tax(Shop shop) {
        return shop.settings().get("tax").getOrElse("none");
    }
}
