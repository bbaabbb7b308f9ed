package io.varve.internal.engine;

import io.varve.BackgroundFailureListener;
import io.varve.Durability;
import io.varve.Evolution;
import io.varve.GarbagePolicy;
import io.varve.KeyProvider;
import io.varve.PruningPolicy;
import io.varve.RetentionPolicy;
import io.varve.Sharing;
import io.varve.SnapshotPolicy;
import io.varve.StateValidator;
import io.varve.event.ListenerOptions;
import io.varve.event.TenantListener;
import io.varve.internal.codec.CustomType;
import io.varve.metrics.MetricsListener;
import io.varve.spi.SnapshotStore;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What {@link io.varve.StateManagerBuilder} gathered; see there for each. */
public record EngineSettings<S>(
        Type stateType,
        SnapshotStore store,
        S initialState,
        RetentionPolicy retention,
        Durability durability,
        Clock clock,
        MethodHandles.@Nullable Lookup lookup,
        List<CustomType<?>> customTypes,
        List<Evolution> evolutions,
        long memoryBudget,
        BackgroundFailureListener listener,
        List<StateValidator<? super S>> validators,
        int auditLimit,
        int undoLimit,
        boolean takeOver,
        OptionalLong stateLimit,
        @Nullable MetricsListener metricsListener,
        Option<Sharing> sharing,
        @Nullable KeyProvider encryption,
        GarbagePolicy garbage,
        PruningPolicy pruning,
        SnapshotPolicy automaticSnapshots,
        List<Told<S>> listeners) {

    /** A listener that is told of all tenants, and how. */
    public record Told<S>(TenantListener<S> listener, ListenerOptions options) {}
}
