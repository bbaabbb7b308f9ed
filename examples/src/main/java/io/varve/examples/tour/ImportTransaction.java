package io.varve.examples.tour;

import io.varve.ConflictException;
import io.varve.SnapshotInfo;
import io.varve.Tenant;
import io.varve.TransactionFailure;
import io.varve.TransactionResult;
import io.varve.examples.Shop;
import java.util.regex.Pattern;

/** Runs several steps, one of which fails, and goes on once its cause is gone. */
final class ImportTransaction implements Scene {

    private static final String STOCK = "stock of malachite";
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.;]) ");

    @Override
    public String title() {
        return "A transaction with checkpoints fails in the middle and resumes";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("transaction");
        TransactionFailure<Shop> failure = shop.transaction("import-42")
                .by("admin")
                .step("close the shop", state -> state.withSetting("theme", "closed"))
                .checkpoint("customers", state -> state.withSetting("customers", "1,204"))
                .step("empty the basket", state -> state.withSetting("basket", "empty"))
                .checkpoint("orders", ImportTransaction::order)
                .step("open the shop", state -> state.withSetting("theme", "light"))
                .run()
                .getLeft();
        SENTENCE_END.splitAsStream(failure.describe()).forEach(sentence -> stage.say("%s", sentence));
        stage.check(failure.failedStep() == 3, "the fourth step failed");
        stage.check(failure.lastCheckpoint().isDefined(), "there is a checkpoint to go back to");

        shop.apply(state -> state.withSetting(STOCK, "12"));
        stage.say("somebody else fills the stock");
        try {
            failure.rollbackToInitial();
            stage.check(false, "what others did is not rolled back");
        } catch (ConflictException e) {
            stage.say("going back to before the import would undo that, and is refused");
        }

        TransactionResult<Shop> result = failure.resume().get();
        stage.show("resumed, and done", result.state());
        stage.say(
                "checkpoints: %s",
                result.checkpoints().values().map(SnapshotInfo::label).mkString(", "));
        stage.check(shop.state().orders().size() == 1, "each step is in effect once");
    }

    private static Shop order(Shop state) {
        if (!state.settings().containsKey(STOCK)) {
            throw new IllegalStateException("no malachite in stock");
        }
        return state.withOrder(new Shop.Order("ada", "malachite", 1_250));
    }
}
