package io.varve.examples.tour;

import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantEvent;
import io.varve.examples.Shop;
import io.varve.examples.replica.Replica;
import io.varve.spi.SnapshotStores;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Has two listeners told what becomes of a shop: one that writes it down, and one that keeps a copy elsewhere. */
final class Followers implements Scene {

    @Override
    public String title() {
        return "Events: somebody who writes down what happens, and a replica that follows";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("followed");
        try (StateManager<Shop> copies = StateManager.builder(Shop.class)
                .store(SnapshotStores.open("memory:"))
                .initialState(Shop.empty())
                .open()) {
            List<String> diary = new CopyOnWriteArrayList<>();
            ListenerRegistration writer = shop.listen(event -> write(event, diary));
            ListenerRegistration replica = shop.listen(new Replica<>(copies));

            shop.apply(TransitionContext.by("ada"), state -> state.withSetting("theme", "light"));
            shop.snapshot(SnapshotRequest.named("opening"));
            shop.apply(TransitionContext.by("ben"), state -> state.withOrder(new Shop.Order("cleo", "agate", 500)));
            shop.rollback(TransitionContext.by("ada"), SnapshotRef.named("opening"));
            shop.undoRollback();

            boolean isTold =
                    writer.awaitDelivered(Duration.ofMinutes(1)) && replica.awaitDelivered(Duration.ofMinutes(1));
            stage.check(isTold, "listeners are told of all of it");
            diary.forEach(line -> stage.say("  %s", line));
            Tenant<Shop> copy = copies.tenant("followed");
            stage.show("the copy, in another store", copy.state());
            stage.check(copy.state().equals(shop.state()), "the copy is what the shop is");
            writer.close();
            replica.close();
        }
    }

    private static void write(TenantEvent<Shop> event, List<String> diary) {
        if (event instanceof TenantEvent.HeadChanged<Shop> changed) {
            diary.add("version " + event.position().version() + ": " + changed.kind()
                    + changed.context().flatMap(TransitionContext::who).fold(() -> "", who -> " by " + who)
                    + ", orders "
                    + changed.before().get().orders().size() + " → "
                    + changed.after().get().orders().size());
        } else if (event instanceof TenantEvent.SnapshotTaken<Shop> taken) {
            diary.add("snapshot " + taken.snapshot().label() + ", "
                    + taken.snapshot().kind());
        }
    }
}
