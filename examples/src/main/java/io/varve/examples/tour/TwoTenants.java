package io.varve.examples.tour;

import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.examples.Shop;

/** Two tenants with the same names for everything never meet. */
final class TwoTenants implements Scene {

    @Override
    public String title() {
        return "Two tenants never see each other";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> acme = stage.open("acme");
        Tenant<Shop> globex = stage.open("globex");
        acme.apply(state -> state.withSetting("theme", "acme red"));
        globex.apply(state -> state.withSetting("theme", "globex blue"));
        SnapshotInfo secret = acme.snapshot(SnapshotRequest.named("v1.0"));
        globex.snapshot(SnapshotRequest.named("v1.0"));

        acme.apply(state -> state.withSetting("theme", "acme green"));
        acme.rollback(SnapshotRef.named("v1.0"));
        stage.show("acme after its rollback", acme.state());
        stage.show("globex, untouched", globex.state());

        try {
            globex.at(SnapshotRef.id(secret.id()));
            stage.check(false, "an id of another tenant leads nowhere");
        } catch (SnapshotNotFoundException e) {
            stage.say("acme's snapshot id in globex's hands: no such snapshot");
        }
        stage.states().removeTenant("acme");
        stage.say("acme is removed; globex still has %d snapshot", globex.snapshotCount());
        stage.check(stage.states().findTenant("acme").isEmpty(), "acme is gone");
        stage.check(globex.state().settings().get("theme").contains("globex blue"), "globex is what it was");
    }
}
