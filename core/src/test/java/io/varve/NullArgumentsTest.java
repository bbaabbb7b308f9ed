package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.Serializer;
import io.varve.RetentionPolicy.Limits;
import io.varve.diff.MergeRules;
import io.varve.diff.Patch;
import io.varve.diff.PatchConflict;
import io.varve.diff.PatchConflict.Reason;
import io.varve.diff.PathPattern;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.varve.event.ListenerOptions;
import io.varve.generic.GenericReader;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null that is passed is answered with a NullPointerException that names the parameter. */
class NullArgumentsTest {

    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;
    private Ledger head;

    @BeforeEach
    void open() {
        states = StateManager.builder(Ledger.class)
                .store(Backend.MEMORY.open(java.nio.file.Path.of("")))
                .initialState(Ledger.EMPTY)
                .open();
        acme = states.createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));
        head = acme.apply(Ledger::incremented);
    }

    @AfterEach
    void close() {
        states.close();
    }

    private static Arguments manager(String call, String parameter, Consumer<StateManager<Ledger>> body) {
        return Arguments.of(call, parameter, body);
    }

    static Stream<Arguments> managerCalls() {
        return Stream.of(
                manager("createTenant", "id", states -> states.createTenant(null)),
                manager("findTenant", "id", states -> states.findTenant(null)),
                manager("tenant", "id", states -> states.tenant(null)),
                manager("import", "tenant", states -> states.importBundle().as(null)),
                manager("import", "context", states -> states.importBundle().by(null)),
                manager("import", "listener", states -> states.importBundle().watchedBy(null)),
                manager("removeTenant", "id", states -> states.removeTenant(null)),
                manager("verify", "id", states -> states.verify((String) null)),
                manager("verify", "progress", states -> states.verify((Consumer<? super VerificationProgress>) null)),
                manager("verify of a tenant", "progress", states -> states.verify("acme", null)),
                manager("verifyReadable", "id", states -> states.verifyReadable(null)));
    }

    @ParameterizedTest(name = "{0}({1})")
    @MethodSource("managerCalls")
    void aManagerRefusesNull(String call, String parameter, Consumer<StateManager<Ledger>> body) {
        assertThatThrownBy(() -> body.accept(states))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining(parameter);
    }

    private static Arguments tenant(String call, String parameter, Consumer<Tenant<Ledger>> body) {
        return Arguments.of(call, parameter, body);
    }

    static Stream<Arguments> tenantCalls() {
        return Stream.of(
                tenant("apply", "transition", tenant -> tenant.apply(null)),
                tenant("applyAll", "transitions", tenant -> tenant.applyAll(null)),
                tenant(
                        "applyAll of null",
                        "transition",
                        tenant -> tenant.applyAll(Arrays.<Transition<Ledger>>asList(Ledger::incremented, null))),
                tenant("transaction", "name", tenant -> tenant.transaction(null)),
                tenant("listen", "listener", tenant -> tenant.listen(null)),
                tenant("listen", "listener", tenant -> tenant.listen(null, ListenerOptions.DEFAULT)),
                tenant("listen", "options", tenant -> tenant.listen(event -> {}, null)),
                tenant("branch", "name", tenant -> tenant.branch(null, SnapshotRef.head())),
                tenant("branch", "from", tenant -> tenant.branch("a", null)),
                tenant("findTimeline", "name", tenant -> tenant.findTimeline(null)),
                tenant("timeline", "name", tenant -> tenant.timeline(null)),
                tenant("renameTimeline", "name", tenant -> tenant.renameTimeline(null, "b")),
                tenant("renameTimeline", "next", tenant -> tenant.renameTimeline("a", null)),
                tenant("deleteTimeline", "name", tenant -> tenant.deleteTimeline(null)),
                tenant("planMerge", "from", tenant -> tenant.planMerge(null, MergeRules.strict())),
                tenant("planMerge", "rules", tenant -> tenant.planMerge("a", null)),
                tenant("merge", "from", tenant -> tenant.merge(null, MergeRules.strict())),
                tenant("merge", "rules", tenant -> tenant.merge("a", null)),
                tenant("merge", "context", tenant -> tenant.merge(null, "a", MergeRules.strict())),
                tenant("merge", "options", tenant -> tenant.merge("a", MergeRules.strict(), (RollbackOption[]) null)),
                tenant("by", "creator", tenant -> tenant.transaction().by(null)),
                tenant("step", "transition", tenant -> tenant.transaction().step(null)),
                tenant("step", "name", tenant -> tenant.transaction().step(null, Ledger::incremented)),
                tenant("step", "transition", tenant -> tenant.transaction().step("a", null)),
                tenant("checkpoint", "name", tenant -> tenant.transaction().checkpoint(null, Ledger::incremented)),
                tenant(
                        "checkpoint",
                        "transition",
                        tenant -> tenant.transaction().checkpoint("a", null)),
                tenant(
                        "resumeFrom",
                        "checkpoint",
                        tenant -> tenant.transaction().resumeFrom(null)),
                tenant(
                        "failure.rollbackTo",
                        "checkpoint",
                        tenant -> failureOf(tenant).rollbackTo(null)),
                tenant(
                        "failure.rollbackTo",
                        "options",
                        tenant -> failureOf(tenant).rollbackTo("a", (RollbackOption[]) null)),
                tenant(
                        "failure.rollbackToInitial",
                        "option",
                        tenant -> failureOf(tenant).rollbackToInitial((RollbackOption) null)),
                tenant(
                        "failure.resumeFrom",
                        "checkpoint",
                        tenant -> failureOf(tenant).resumeFrom(null)),
                tenant(
                        "apply with null",
                        "context",
                        tenant -> tenant.apply((TransitionContext) null, Ledger::incremented)),
                tenant("apply in a context", "transition", tenant -> tenant.apply(TransitionContext.anonymous(), null)),
                tenant(
                        "applyAll with null",
                        "context",
                        tenant -> tenant.applyAll((TransitionContext) null, List.of(Ledger::incremented))),
                tenant(
                        "applyAll in a context",
                        "transitions",
                        tenant -> tenant.applyAll(TransitionContext.anonymous(), null)),
                tenant(
                        "rollback with null",
                        "context",
                        tenant -> tenant.rollback((TransitionContext) null, SnapshotRef.named("v1"))),
                tenant(
                        "rollback in a context",
                        "ref",
                        tenant -> tenant.rollback(TransitionContext.anonymous(), (SnapshotRef) null)),
                tenant("snapshot", "request", tenant -> tenant.snapshot(null)),
                tenant("footprint", "ref", tenant -> tenant.footprint(null)),
                tenant("snapshotCost", "ref", tenant -> tenant.snapshotCost(null)),
                tenant("rollback", "ref", tenant -> tenant.rollback(null)),
                tenant(
                        "rollback",
                        "options",
                        tenant -> tenant.rollback(SnapshotRef.named("v1"), (RollbackOption[]) null)),
                tenant(
                        "rollback with null",
                        "option",
                        tenant -> tenant.rollback(SnapshotRef.named("v1"), (RollbackOption) null)),
                tenant("planRollback", "ref", tenant -> tenant.planRollback(null)),
                tenant("only", "places", tenant -> plan(tenant).only((StatePath[]) null)),
                tenant("only with null", "place", tenant -> plan(tenant).only((StatePath) null)),
                tenant("except", "places", tenant -> plan(tenant).except((StatePath[]) null)),
                tenant("execute", "context", tenant -> plan(tenant).execute((TransitionContext) null)),
                tenant("execute", "options", tenant -> plan(tenant).execute((RollbackOption[]) null)),
                tenant("execute with null", "option", tenant -> plan(tenant).execute((RollbackOption) null)),
                tenant("revert", "from", tenant -> tenant.revert(null, SnapshotRef.named("v1"))),
                tenant("revert", "to", tenant -> tenant.revert(SnapshotRef.named("v1"), null)),
                tenant(
                        "revert",
                        "context",
                        tenant -> tenant.revert(null, SnapshotRef.named("v1"), SnapshotRef.named("v1"))),
                tenant(
                        "revert with null",
                        "option",
                        tenant ->
                                tenant.revert(SnapshotRef.named("v1"), SnapshotRef.named("v1"), (RollbackOption) null)),
                tenant("at", "ref", tenant -> tenant.at(null)),
                tenant("find", "ref", tenant -> tenant.find(null)),
                tenant("diff", "from", tenant -> tenant.diff(null, SnapshotRef.head())),
                tenant("diff", "to", tenant -> tenant.diff(SnapshotRef.named("v1"), null)),
                tenant(
                        "applyWithSnapshot",
                        "transition",
                        tenant -> tenant.applyWithSnapshot(null, SnapshotRequest.automatic())),
                tenant("applyWithSnapshot", "request", tenant -> tenant.applyWithSnapshot(state -> state, null)),
                tenant("undoRollback", "options", tenant -> tenant.undoRollback((RollbackOption[]) null)),
                tenant("undoRollback with null", "option", tenant -> tenant.undoRollback((RollbackOption) null)),
                tenant("undo", "context", tenant -> tenant.undo(null)),
                tenant("redo", "context", tenant -> tenant.redo(null)),
                tenant("returnTo", "context", tenant -> tenant.returnTo(null, 1)),
                tenant("snapshots", "filter", tenant -> tenant.snapshots((SnapshotFilter) null)),
                tenant("snapshots", "query", tenant -> tenant.snapshots((SnapshotQuery) null)),
                tenant("historyOf", "path", tenant -> tenant.historyOf(null)),
                tenant("prune", "context", tenant -> tenant.prune(null, RetentionPolicy.keepAll())),
                tenant("snapshotCount", "filter", tenant -> tenant.snapshotCount(null)),
                tenant("prune", "policy", tenant -> tenant.prune(null)),
                tenant("planRetention", "policy", tenant -> tenant.planRetention(null)),
                tenant("hold", "ref", tenant -> tenant.hold(null, HoldRequest.named("a"))),
                tenant("hold", "request", tenant -> tenant.hold(SnapshotRef.named("v1"), null)),
                tenant("release", "ref", tenant -> tenant.release(null, "a")),
                tenant("release", "hold", tenant -> tenant.release(SnapshotRef.named("v1"), null)),
                tenant("release", "context", tenant -> tenant.release(null, SnapshotRef.named("v1"), "a")),
                tenant("export", "filter", tenant -> tenant.exportBundle().snapshots(null)),
                tenant("export", "base", tenant -> tenant.exportBundle().since(null)),
                tenant(
                        "export",
                        "transformation",
                        tenant -> tenant.exportBundle().transforming(null)),
                tenant("export", "listener", tenant -> tenant.exportBundle().watchedBy(null)),
                tenant("delete", "ref", tenant -> tenant.delete(null)));
    }

    private static RollbackPlan<Ledger> plan(Tenant<Ledger> tenant) {
        return tenant.planRollback(SnapshotRef.named("v1"));
    }

    private static TransactionFailure<Ledger> failureOf(Tenant<Ledger> tenant) {
        return tenant.transaction().step(state -> null).run().getLeft();
    }

    @ParameterizedTest(name = "{0}({1})")
    @MethodSource("tenantCalls")
    void aTenantRefusesNullAndStaysWhatItIs(String call, String parameter, Consumer<Tenant<Ledger>> body) {
        assertThatThrownBy(() -> body.accept(acme))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining(parameter);
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots()).hasSize(1);
        acme.apply(Ledger::incremented);
        acme.snapshot();
    }

    private static Arguments builder(String call, String parameter, Consumer<StateManagerBuilder<Ledger>> body) {
        return Arguments.of(call, parameter, body);
    }

    static Stream<Arguments> builderCalls() {
        return Stream.of(
                builder("store", "store", builder -> builder.store(null)),
                builder("initialState", "state", builder -> builder.initialState(null)),
                builder("retention", "retention", builder -> builder.retention(null)),
                builder("garbage", "garbage", builder -> builder.garbage(null)),
                builder("pruning", "pruning", builder -> builder.pruning(null)),
                builder("automaticSnapshots", "automaticSnapshots", builder -> builder.automaticSnapshots(null)),
                builder("durability", "durability", builder -> builder.durability(null)),
                builder("clock", "clock", builder -> builder.clock(null)),
                builder("lookup", "lookup", builder -> builder.lookup(null)),
                builder("serializer", "name", builder -> builder.serializer(null, String.class, noSerializer())),
                builder("serializer", "type", builder -> builder.serializer("name", null, noSerializer())),
                builder("serializer", "serializer", builder -> builder.serializer("name", String.class, null)),
                builder("evolution", "evolution", builder -> builder.evolution(null)),
                builder("validator", "validator", builder -> builder.validator(null)),
                builder("onBackgroundFailure", "listener", builder -> builder.onBackgroundFailure(null)),
                builder("encryption", "encryption", builder -> builder.encryption(null)),
                builder("listener", "listener", builder -> builder.listener(null)),
                builder("listener", "options", builder -> builder.listener(event -> {}, null)),
                builder("metricsListener", "listener", builder -> builder.metricsListener(null)));
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> Serializer<T> noSerializer() {
        return new Serializer<>() {
            @Override
            public void write(
                    com.esotericsoftware.kryo.kryo5.Kryo kryo,
                    com.esotericsoftware.kryo.kryo5.io.Output output,
                    T value) {
                throw new AssertionError("never called");
            }

            @Override
            public T read(
                    com.esotericsoftware.kryo.kryo5.Kryo kryo,
                    com.esotericsoftware.kryo.kryo5.io.Input input,
                    Class<? extends T> type) {
                throw new AssertionError("never called");
            }
        };
    }

    /** Where a builder's method has one parameter, its own name says more than the parameter's. */
    @ParameterizedTest(name = "{0}({1})")
    @MethodSource("builderCalls")
    void aBuilderRefusesNull(String call, String parameter, Consumer<StateManagerBuilder<Ledger>> body) {
        assertThatThrownBy(() -> body.accept(StateManager.builder(Ledger.class)))
                .isInstanceOf(NullPointerException.class)
                .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase(parameter));
    }

    private static Arguments value(String call, String parameter, Runnable body) {
        return Arguments.of(call, parameter, body);
    }

    static Stream<Arguments> valueCalls() {
        SnapshotRequest request = SnapshotRequest.automatic();
        SnapshotFilter filter = SnapshotFilter.all();
        RetentionPolicy everything = RetentionPolicy.keepAll();
        return Stream.of(
                value("StateManager.builder", "stateType", () -> StateManager.builder((Class<?>) null)),
                value("StateManager.builder", "stateType", () -> StateManager.builder((TypeRef<?>) null)),
                value("TypeRef.of", "type", () -> TypeRef.of(null)),
                value("SnapshotRef.named", "name", () -> SnapshotRef.named(null)),
                value("SnapshotRef.id", "id", () -> SnapshotRef.id(null)),
                value("SnapshotRef.asOf", "instant", () -> SnapshotRef.asOf(null)),
                value("SnapshotRequest.named", "name", () -> SnapshotRequest.named(null)),
                value("by", "creator", () -> request.by(null)),
                value("describedAs", "text", () -> request.describedAs(null)),
                value("tagged", "more", () -> request.tagged((String[]) null)),
                value("tagged with null", "more", () -> request.tagged("tag", null)),
                value("with", "key", () -> request.with(null, "value")),
                value("with", "value", () -> request.with("key", null)),
                value("TransitionContext.by", "who", () -> TransitionContext.by(null)),
                value("because", "text", () -> TransitionContext.by("admin").because(null)),
                value("with", "key", () -> TransitionContext.by("admin").with(null, "value")),
                value("with", "value", () -> TransitionContext.by("admin").with("key", null)),
                value(
                        "new TransitionContext",
                        "who",
                        () -> new TransitionContext(null, Option.none(), HashMap.empty())),
                value(
                        "new TransitionContext",
                        "reason",
                        () -> new TransitionContext(Option.none(), null, HashMap.empty())),
                value(
                        "new TransitionContext",
                        "metadata",
                        () -> new TransitionContext(Option.none(), Option.none(), null)),
                value("StateValidator.requiring", "condition", () -> StateValidator.requiring(null, "")),
                value("StateValidator.requiring", "message", () -> StateValidator.requiring(state -> true, null)),
                value(
                        "and",
                        "other",
                        () -> StateValidator.requiring(state -> true, "").and(null)),
                value("requiring", "condition", () -> same().requiring(null, "")),
                value("requiring", "message", () -> same().requiring(state -> true, null)),
                value("ensuring", "condition", () -> same().ensuring(null, "")),
                value("ensuring", "message", () -> same().ensuring(state -> true, null)),
                value("andThen", "next", () -> same().andThen(null)),
                value("new SnapshotRequest", "name", () -> request(null, Option.none(), Option.none())),
                value("new SnapshotRequest", "createdBy", () -> request(Option.none(), null, Option.none())),
                value("new SnapshotRequest", "description", () -> request(Option.none(), Option.none(), null)),
                value(
                        "new RetentionPolicy",
                        "automatic",
                        () -> new RetentionPolicy(null, Limits.none(), Vector.empty(), Option.none())),
                value(
                        "new RetentionPolicy",
                        "named",
                        () -> new RetentionPolicy(Limits.none(), null, Vector.empty(), Option.none())),
                value(
                        "new RetentionPolicy",
                        "rules",
                        () -> new RetentionPolicy(Limits.none(), Limits.none(), null, Option.none())),
                value(
                        "new RetentionPolicy",
                        "bytes",
                        () -> new RetentionPolicy(Limits.none(), Limits.none(), Vector.empty(), null)),
                value("keepOnly", "rule", () -> RetentionPolicy.keepOnly((RetentionRule) null)),
                value("andKeep", "rule", () -> everything.andKeep((RetentionRule) null)),
                value("of", "filter", () -> RetentionRule.last(1).of(null)),
                value("within", "time", () -> RetentionRule.within(null)),
                value("in", "newZone", () -> RetentionRule.daily(1).in(null)),
                value("SnapshotQuery.of", "filter", () -> SnapshotQuery.of(null)),
                value("taggedAny", "anyOf", () -> filter.taggedAny((String[]) null)),
                value("notTagged", "noneOf", () -> filter.notTagged("a", null)),
                value("described", "text", () -> filter.described(null)),
                value("childOf", "id", () -> filter.childOf(null)),
                value("every", "time", () -> SnapshotPolicy.every(null)),
                value("whenChanged", "pattern", () -> SnapshotPolicy.whenChanged((String) null)),
                value("and", "other", () -> SnapshotPolicy.never().and(null)),
                value("or", "other", () -> SnapshotPolicy.never().or(null)),
                value("PruningPolicy.every", "time", () -> PruningPolicy.every(null)),
                value("held", "hold", () -> request.held(null)),
                value("HoldRequest.named", "name", () -> HoldRequest.named(null)),
                value("by", "who", () -> HoldRequest.named("a").by(null)),
                value("because", "text", () -> HoldRequest.named("a").because(null)),
                value("until", "end", () -> HoldRequest.named("a").until(null)),
                value("lasting", "time", () -> HoldRequest.named("a").lasting(null)),
                value("placedAt", "now", () -> HoldRequest.named("a").placedAt(null)),
                value("keepAutomaticFor", "age", () -> everything.keepAutomaticFor(null)),
                value("keepNamedFor", "age", () -> everything.keepNamedFor(null)),
                value("plan", "snapshots", () -> everything.plan(null, HashSet.empty(), Instant.EPOCH)),
                value("plan", "held", () -> everything.plan(Vector.empty(), null, Instant.EPOCH)),
                value("plan", "now", () -> everything.plan(Vector.empty(), HashSet.empty(), null)),
                value("SnapshotFilter.by", "creator", () -> filter.by(null)),
                value("SnapshotFilter.namedLike", "pattern", () -> filter.namedLike(null)),
                value("SnapshotFilter.tagged", "allOf", () -> filter.tagged((String[]) null)),
                value("SnapshotFilter.tagged with null", "allOf", () -> filter.tagged("tag", null)),
                value("SnapshotFilter.ofKind", "anyOf", () -> filter.ofKind((SnapshotKind[]) null)),
                value("SnapshotFilter.with", "key", () -> filter.with(null, "value")),
                value("SnapshotFilter.with", "value", () -> filter.with("key", null)),
                value("SnapshotFilter.from", "earliest", () -> filter.from(null)),
                value("SnapshotFilter.until", "end", () -> filter.until(null)),
                value("new RetentionPlan", "decisions", () -> new RetentionPlan(null)),
                value("new Decision", "snapshot", () -> new RetentionPlan.Decision(null, true, "")),
                value("new Snapshot", "info", () -> new Snapshot<>(null, "state")),
                value(
                        "new TransactionResult",
                        "transaction",
                        () -> new TransactionResult<>(null, 0, Option.none(), LinkedHashMap.empty(), 0, "state")),
                value(
                        "new TransactionResult",
                        "state",
                        () -> new TransactionResult<>("t", 0, Option.none(), LinkedHashMap.empty(), 0, null)),
                value("new RollbackResult", "restored", () -> new RollbackResult<>(null, Option.none(), "state")),
                value("apply", "state", () -> patch().apply(null)),
                value(
                        "StateDiff.with",
                        "rules",
                        () -> StateDiff.between("a", "b").with(null)),
                value("PathPattern.of", "text", () -> PathPattern.of(null)),
                value("compose", "next", () -> patch().compose(null)),
                value("Patch.only", "places", () -> patch().only((StatePath[]) null)),
                value("Patch.except", "place", () -> patch().except((StatePath) null)),
                value("new PatchConflict", "change", () -> new PatchConflict(null, Reason.DIFFERENT, Option.none())),
                value("new RevertResult", "from", () -> new RevertResult<>(null, null, Option.none(), "state")),
                value("new SnapshotInfo", "id", () -> info(null, Instant.EPOCH, SnapshotKind.AUTOMATIC)),
                value("new SnapshotInfo", "createdAt", () -> info("id", null, SnapshotKind.AUTOMATIC)),
                value("new SnapshotInfo", "kind", () -> info("id", Instant.EPOCH, null)));
    }

    private static Patch<String> patch() {
        return StateDiff.between("a", "b").toPatch();
    }

    private static Transition<Ledger> same() {
        return state -> state;
    }

    private static void request(Option<String> name, Option<String> createdBy, Option<String> description) {
        List.of(new SnapshotRequest(
                name, createdBy, description, HashSet.empty(), HashMap.empty(), false, Vector.empty()));
    }

    private static void info(String id, Instant createdAt, SnapshotKind kind) {
        List.of(new SnapshotInfo(
                id,
                0,
                Option.none(),
                kind,
                createdAt,
                Option.none(),
                Option.none(),
                HashSet.empty(),
                HashMap.empty(),
                0));
    }

    @ParameterizedTest(name = "{0}({1})")
    @MethodSource("valueCalls")
    void aValueRefusesNull(String call, String parameter, Runnable body) {
        assertThatThrownBy(body::run).isInstanceOf(NullPointerException.class).hasMessageContaining(parameter);
    }

    static Stream<Arguments> evolutionCalls() {
        RecordEvolution<Ledger> record = Evolution.ofRecord(Ledger.class);
        EnumEvolution<Durability> constants = Evolution.ofEnum(Durability.class);
        return Stream.of(
                evolution("ofRecord", "type", () -> Evolution.ofRecord(null)),
                evolution("ofEnum", "type", () -> Evolution.ofEnum(null)),
                evolution("ofSealed", "type", () -> Evolution.ofSealed(null)),
                evolution("formerly", "name", () -> record.formerly(null)),
                evolution("renamed", "stored", () -> record.renamed(null, "note")),
                evolution("renamed", "today", () -> record.renamed("text", null)),
                evolution("convert", "component", () -> record.convert(null, String.class, text -> text)),
                evolution("convert", "source", () -> record.convert("note", (Class<String>) null, text -> text)),
                evolution("convert", "function", () -> record.convert("note", String.class, null)),
                evolution("computed", "function", () -> record.computed("note", null)),
                evolution("from", "source", () -> record.from(null, old -> Ledger.EMPTY)),
                evolution("fromRecord", "name", () -> record.fromRecord(null, old -> Ledger.EMPTY)),
                evolution("renamed", "today", () -> constants.renamed("OLD", null)),
                evolution("GenericReader.open", "store", () -> GenericReader.open(null)),
                evolution("GenericReader.open", "store", () -> GenericReader.open(null, new TestKeys())),
                evolution("EncryptionKey", "id", () -> EncryptionKey.of(null, TestKeys.random())),
                evolution("EncryptionKey", "secret", () -> new EncryptionKey("id", null)));
    }

    private static Arguments evolution(String call, String parameter, Executable body) {
        return Arguments.of(call, parameter, body);
    }

    @ParameterizedTest(name = "{0}({1})")
    @MethodSource("evolutionCalls")
    void anEvolutionRefusesNull(String call, String parameter, Executable body) {
        assertThatThrownBy(body::execute)
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining(parameter);
    }
}
