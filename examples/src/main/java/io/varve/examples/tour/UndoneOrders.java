package io.varve.examples.tour;

import io.varve.Operation;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.UndoRefusedException;
import io.varve.UndoResult;
import io.varve.examples.Shop;

/** Undoes and redoes as an editor does, without a snapshot; even a snapshot that was deleted comes back. */
final class UndoneOrders implements Scene {

    @Override
    public String title() {
        return "Undo: back and forth, and to what was left aside";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("undone");
        TransitionContext eve = TransitionContext.by("eve");
        shop.apply(eve, state -> state.withSetting("theme", "light"));
        shop.snapshot(SnapshotRequest.named("opening"));
        shop.apply(eve, state -> state.withSetting("theme", "dark"));
        shop.delete(SnapshotRef.named("opening"));

        UndoResult<Shop> deletion = shop.undo();
        stage.say("undo: %s, %d more to undo", deletion.operation().kind(), deletion.undoable());
        stage.check(shop.find(SnapshotRef.named("opening")).isDefined(), "the snapshot is back");
        stage.show("undo once more", shop.undo().state());
        stage.show("redo", shop.redo().state());
        shop.undo();

        shop.apply(eve, state -> state.withSetting("theme", "pink"));
        try {
            shop.redo();
        } catch (UndoRefusedException e) {
            stage.say("redo after another change: %s", e.reason());
        }
        for (Operation operation : shop.operations()) {
            stage.say(
                    "  #%d  %-10s %-6s %s",
                    operation.number(),
                    operation.kind(),
                    operation.status(),
                    operation.who().getOrElse(""));
        }
        stage.show("return to #2", shop.returnTo(eve, 2).state());
        stage.check(shop.state().settings().get("theme").contains("dark"), "nothing was lost");
    }
}
