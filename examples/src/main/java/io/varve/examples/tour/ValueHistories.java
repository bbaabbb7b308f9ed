package io.varve.examples.tour;

import io.varve.SnapshotFilter;
import io.varve.SnapshotInfo;
import io.varve.SnapshotPage;
import io.varve.SnapshotQuery;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.ValueChange;
import io.varve.diff.StatePath;
import io.varve.examples.Shop;
import java.time.Duration;

/** Asks for snapshots a page at a time, and who changed one setting and when. */
final class ValueHistories implements Scene {

    @Override
    public String title() {
        return "Queries: snapshots page by page, and the history of one setting";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("queries");
        shop.snapshot();
        change(stage, shop, "ada", "light", SnapshotRequest.named("march").tagged("release"));
        change(stage, shop, "bob", "neon", SnapshotRequest.automatic().describedAs("before the complaints"));
        shop.apply(TransitionContext.by("cyd"), state -> state.withOrder(new Shop.Order("ada", "opal", 900)));
        shop.snapshot(SnapshotRequest.named("april").tagged("release", "broken"));
        change(stage, shop, "ada", "dark", SnapshotRequest.named("may").tagged("release"));

        SnapshotPage page = shop.snapshots(
                SnapshotQuery.of(SnapshotFilter.all()).newestFirst().limitedTo(2));
        stage.say(
                "the newest two: %s", page.snapshots().map(SnapshotInfo::label).mkString(", "));
        stage.say(
                "the next two: %s",
                shop.snapshots(page.next().get())
                        .snapshots()
                        .map(SnapshotInfo::label)
                        .mkString(", "));
        stage.say(
                "releases that work: %s",
                shop.snapshots(SnapshotFilter.all().tagged("release").notTagged("broken"))
                        .map(SnapshotInfo::label)
                        .mkString(", "));

        StatePath theme = StatePath.root().component("settings").key("theme");
        stage.say("the theme, newest first:");
        for (ValueChange each : shop.historyOf(theme).newestFirst()) {
            stage.say("  %s", each);
        }
        stage.check(shop.historyOf(theme).iterator().next().who().contains("ada"), "ada chose the first theme");
    }

    private static void change(Stage stage, Tenant<Shop> shop, String who, String theme, SnapshotRequest request) {
        stage.pass(Duration.ofHours(1));
        shop.apply(TransitionContext.by(who), state -> state.withSetting("theme", theme));
        shop.snapshot(request);
    }
}
