package io.varve.examples.tour;

import io.varve.MergePlan;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.TimelineInfo;
import io.varve.diff.MergeResolution;
import io.varve.diff.MergeRules;
import io.varve.diff.Merger;
import io.varve.diff.StatePath;
import io.varve.examples.Shop;

/** Tries something on a timeline of its own while the shop goes on, and merges what came of it. */
final class Timelines implements Scene {

    @Override
    public String title() {
        return "What if: a second timeline, and what comes of it merged";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("what-if");
        shop.apply(state -> state.withSetting("theme", "light").withSetting("currency", "EUR"));
        shop.snapshot(SnapshotRequest.named("opening"));

        Tenant<Shop> trial = shop.branch("autumn", SnapshotRef.named("opening"));
        trial.apply(state -> state.withSetting("theme", "amber").withSetting("banner", "leaves"));
        trial.apply(state -> state.withOrder(new Shop.Order("test", "acorn", 100)));
        shop.apply(state -> state.withSetting("theme", "grey"));
        shop.apply(state -> state.withOrder(new Shop.Order("ada", "jasper", 700)));
        stage.say("timelines: %s", shop.timelines().map(TimelineInfo::name).mkString(", "));
        stage.show("main went on", shop.state());
        stage.show("autumn went its own way", trial.state());

        MergeRules rules = MergeRules.strict().at("/orders", Merger.appending());
        MergePlan<Shop> plan = shop.planMerge("autumn", rules);
        stage.say("merging autumn would leave to be decided:");
        plan.conflicts().forEach(conflict -> stage.say("  %s", conflict));
        StatePath theme = StatePath.root().component("settings").key("theme");
        plan.resolve(theme, MergeResolution.theirs()).execute();
        stage.show("merged, with autumn's theme", shop.state());
        stage.check(shop.state().settings().get("banner").contains("leaves"), "the banner came along");

        shop.undoRollback();
        shop.deleteTimeline("autumn");
        stage.show("taken back, and autumn deleted", shop.state());
        stage.say("timelines: %s", shop.timelines().map(TimelineInfo::name).mkString(", "));
    }
}
