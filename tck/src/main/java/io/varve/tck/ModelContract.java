package io.varve.tck;

import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random sequences of all operations, compared step by step with a plain model. */
abstract class ModelContract extends ContractGroup {

    private static final int SEEDS = 4;

    ModelContract(StoreFixture fixture) {
        super(fixture);
    }

    static LongStream seeds() {
        Long only = Long.getLong(SnapshotStoreContract.SEED_PROPERTY);
        return only != null ? LongStream.of(only) : new Random().longs(SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void after_any_sequence_of_operations_the_store_equals_its_model(long seed) {
        print(seed);
        ModelRun run = new ModelRun(seed, store(), tenants("a", "a:b", "A"));
        for (int i : steps(250, 3_000)) {
            run.step();
            if (i % 100 == 99 && fixture().capabilities().durable()) {
                run.continueOn(fixture().reopened());
            }
        }
        run.finish();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tenants_changed_by_many_threads_equal_their_models(long seed) {
        print(seed);
        SnapshotStore store = store();
        Rounds steps = steps(40, 500);
        Race.of(6, thread -> () -> {
            ModelRun run = new ModelRun(seed + thread, store, tenants("t" + thread, "t" + thread + ":b"));
            for (int unused : steps) {
                run.step();
            }
            run.finish();
        });
    }

    /** A seed that is run again is run to the end: how far it came the first time depends on how fast that was. */
    private Rounds steps(int atLeast, int atMost) {
        Rounds steps = rounds(atLeast, atMost);
        return Long.getLong(SnapshotStoreContract.SEED_PROPERTY) == null ? steps : steps.all();
    }

    private static void print(long seed) {
        System.out.println(SnapshotStoreContract.SEED_PROPERTY + "=" + seed);
    }

    private static List<TenantId> tenants(String... ids) {
        return List.of(ids).stream().map(TenantId::new).toList();
    }
}
