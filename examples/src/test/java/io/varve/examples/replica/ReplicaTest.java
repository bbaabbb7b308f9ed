package io.varve.examples.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.AuditEntry;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.diff.MergeRules;
import io.varve.event.ListenerOptions;
import io.varve.event.TenantListener;
import io.varve.examples.Shop;
import io.varve.spi.SnapshotStores;
import java.nio.file.Path;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaTest {

    @TempDir
    Path folder;

    private StateManager<Shop> open(String name) {
        return StateManager.builder(Shop.class)
                .store(SnapshotStores.open("rocksdb:" + folder.resolve(name)))
                .initialState(Shop.empty())
                .open();
    }

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void nothingFailed() {
        assertThat(failures).isEmpty();
    }

    private StateManager<Shop> openSource(TenantListener<Shop> listener, ListenerOptions options) {
        return StateManager.builder(Shop.class)
                .store(SnapshotStores.open("rocksdb:" + folder.resolve("source")))
                .initialState(Shop.empty())
                .listener(listener, options)
                .onBackgroundFailure((tenant, failure) -> failures.add(tenant + ": " + failure))
                .open();
    }

    private static void act(Tenant<Shop> tenant, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> tenant.snapshot();
            case 1 -> {
                tenant.snapshot(SnapshotRequest.automatic());
                tenant.rollback(SnapshotRef.index(random.nextInt(tenant.snapshotCount())));
            }
            case 2 -> {
                Tenant<Shop> branch = tenant.branch("branch", SnapshotRef.head());
                branch.apply(shop -> shop.withSetting("branch", "" + random.nextInt()));
                tenant.merge("branch", MergeRules.strict());
                tenant.deleteTimeline("branch");
            }
            case 3 -> tenant.apply(shop -> shop.withOrder(new Shop.Order("ada", "tea", random.nextInt(100))));
            default -> {
                int key = random.nextInt(50);
                tenant.apply(
                        TransitionContext.by("ada"), shop -> shop.withSetting("key " + key, "" + random.nextInt()));
            }
        }
    }

    @Test
    void theCopiesAreWhatTheTenantsAreThroughRestartsAndGaps() {
        long seed = new SplittableRandom().nextLong();
        System.out.println("ReplicaTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 5; round++) {
            if (round == 2) {
                // The source goes on without the replica.
                try (StateManager<Shop> source = open("source")) {
                    act(source.tenantOrCreate("acme"), random);
                    act(source.tenantOrCreate("acme"), random);
                }
            }
            try (StateManager<Shop> copies = open("copies")) {
                // Some rounds have no room for what happens.
                ListenerOptions options = ListenerOptions.DEFAULT.capacity(round % 2 == 0 ? 1 : 1_000);
                try (StateManager<Shop> source = openSource(new Replica<>(copies), options)) {
                    for (int i = 0; i < 60; i++) {
                        act(source.tenantOrCreate(random.nextInt(3) == 0 ? "globex" : "acme"), random);
                    }
                    var unused = source.tenantOrCreate("globex");
                }
                try (StateManager<Shop> source = open("source")) {
                    requireEqual(copies.tenant("acme"), source.tenant("acme"));
                    requireEqual(copies.tenant("globex"), source.tenant("globex"));
                }
            }
        }
    }

    private static void requireEqual(Tenant<Shop> copy, Tenant<Shop> source) {
        assertThat(copy.state().settings()).isEqualTo(source.state().settings());
        assertThat(copy.state().orders()).isEqualTo(source.state().orders());
    }

    @Test
    void whoChangedTheSourceChangedTheCopy() {
        try (StateManager<Shop> copies = open("copies")) {
            try (StateManager<Shop> source = openSource(new Replica<>(copies), ListenerOptions.DEFAULT)) {
                source.createTenant("acme")
                        .apply(
                                TransitionContext.by("ada").because("it is dark"),
                                shop -> shop.withSetting("theme", "dark"));
                source.createTenant("gone");
                source.removeTenant("gone");
            }
            assertThat(copies.tenant("acme").audit().flatMap(AuditEntry::who)).containsExactly("ada");
            assertThat(copies.tenant("acme").audit().flatMap(AuditEntry::reason))
                    .containsExactly("it is dark");
            assertThat(copies.tenants()).containsExactly("acme");
        }
    }

    @Test
    void aCopyThatIsUpToDateIsLeftAsItIs() {
        try (StateManager<Shop> copies = open("copies")) {
            try (StateManager<Shop> source = openSource(new Replica<>(copies), ListenerOptions.DEFAULT)) {
                source.createTenant("acme").apply(shop -> shop.withSetting("theme", "dark"));
            }
            int entries = copies.tenant("acme").audit().size();
            try (StateManager<Shop> source = openSource(new Replica<>(copies), ListenerOptions.DEFAULT)) {
                assertThat(source.tenant("acme").state().settings()).hasSize(1);
            }
            assertThat(copies.tenant("acme").audit()).hasSize(entries);
        }
    }
}
