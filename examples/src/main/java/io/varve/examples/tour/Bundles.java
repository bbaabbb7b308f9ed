package io.varve.examples.tour;

import io.varve.BundleRefusedException;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.bundle.BundleExport;
import io.varve.bundle.ImportResult;
import io.varve.examples.Shop;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;

/** Carries a shop to another tenant, as to another environment: all of it without what is secret, then what is new. */
final class Bundles implements Scene {

    @Override
    public String title() {
        return "Bundles: a shop is carried elsewhere, without what is secret";
    }

    @Override
    public void play(Stage stage) {
        Tenant<Shop> shop = stage.open("production");
        shop.apply(state -> state.withSetting("theme", "light").withSetting("token", "s3cr3t"));
        shop.apply(state -> state.withOrder(new Shop.Order("ada", "amber", 900)));
        shop.snapshot(SnapshotRequest.named("monday").describedAs("Before the sale"));

        byte[] monday = written(redacted(shop));
        Tenant<Shop> copy = read(stage, monday).tenant();
        stage.show("the copy", copy.state());
        stage.list(copy);
        stage.check(!copy.state().settings().containsKey("token"), "the token stayed behind");

        stage.pass(Duration.ofDays(1));
        shop.apply(state -> state.withOrder(new Shop.Order("bob", "opal", 1_200)));
        shop.snapshot(SnapshotRequest.named("tuesday"));
        byte[] tuesday = written(redacted(shop).since(SnapshotRef.named("monday")));
        try {
            read(stage, Arrays.copyOf(tuesday, tuesday.length - 1));
        } catch (BundleRefusedException e) {
            stage.say("a bundle that lacks its last byte: %s", e.reason());
        }
        stage.say("tuesday's bundle added %d snapshot", read(stage, tuesday).snapshotsAdded());
        stage.show("the copy", copy.state());
        stage.check(copy.snapshots().equals(shop.snapshots()), "the copy has the same snapshots");
    }

    private static BundleExport<Shop> redacted(Tenant<Shop> shop) {
        return shop.exportBundle()
                .transforming(
                        state -> new Shop(state.sessions(), state.settings().remove("token"), state.orders()));
    }

    private static byte[] written(BundleExport<Shop> export) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        try {
            export.to(bundle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundle.toByteArray();
    }

    private static ImportResult<Shop> read(Stage stage, byte[] bundle) {
        try {
            return stage.states().importBundle().as("staging").from(new ByteArrayInputStream(bundle));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
