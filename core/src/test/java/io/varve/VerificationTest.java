package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link StateManager#verify()} finds. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VerificationTest extends BackendTest {

    private static final TenantId ACME = new TenantId("acme");

    private SnapshotStore raw;
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;

    private void openAcme() {
        states = open(
                store -> {
                    raw = store;
                    return store;
                },
                builder -> builder.durability(Durability.EVERY_TRANSITION));
        acme = states.tenantOrCreate("acme");
    }

    private static Ledger full(String version) {
        return new Ledger(
                0,
                version,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, 500)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry(version + " of " + i, i)))));
    }

    private void snapshotOf(String version) {
        acme.apply(state -> full(version));
        acme.snapshot(SnapshotRequest.named(version));
    }

    private VerificationReport.Result verified() {
        return states.verify("acme").tenants().get();
    }

    private Ref ref(String prefix) {
        return raw.scanRefs(ACME, prefix, null, 1).get(0);
    }

    private void change(RefUpdate update) {
        assertThat(raw.commit(ACME, 0, List.of(), List.of(update))).isInstanceOf(CommitResult.Applied.class);
    }

    private void lose(PageId page) {
        Ref mark = ref("g");
        assertThat(raw.deletePages(ACME, RefUpdate.check("g", mark.value()), List.of(page), Long.MAX_VALUE))
                .isOne();
    }

    @Test
    void aStoreThatNothingWasDoneToIsSound() {
        openAcme();
        List.of("v1", "v2", "v3").forEach(this::snapshotOf);
        states.createTenant("globex");

        VerificationReport report = states.verify();

        StoreCheck check = StoreCheck.of(raw, "acme");
        assertThat(report.isSound()).isTrue();
        assertThat(report.tenants().map(VerificationReport.Result::tenant)).containsExactly("acme", "globex");
        VerificationReport.Result found = report.tenants().get();
        assertThat(found.pages()).isEqualTo(check.reachable().size());
        assertThat(found.unreachablePages()).isEqualTo(check.garbage().size());
        assertThat(found.bytes()).isGreaterThan(1_000);
        assertThat(report.toString())
                .startsWith("2 tenants in ")
                .contains("all sound")
                .contains("acme: ");
    }

    @Test
    void garbageIsCountedAndNoProblem() {
        openAcme();
        List.of("v1", "v2").forEach(this::snapshotOf);
        acme.delete(SnapshotRef.named("v1"));
        closeAll();
        openAcme();

        VerificationReport.Result found = verified();
        GarbageReport.Collected collected = acme.collectGarbage();

        assertThat(found.isSound()).isTrue();
        assertThat(found.unreachablePages()).isEqualTo(collected.pagesDeleted()).isGreaterThan(10);
        assertThat(found.unreachableBytes()).isEqualTo(collected.bytesFreed());
        assertThat(verified().unreachablePages()).isZero();
    }

    @Test
    void aMissingPageIsReportedWithTheSnapshotsThatNeedIt() {
        openAcme();
        snapshotOf("v1");
        Set<PageId> first = new TreeSet<>(StoreCheck.of(raw, "acme").reachable());
        snapshotOf("v2");
        acme.delete(SnapshotRef.named("v1"));
        Set<PageId> own = StoreCheck.of(raw, "acme").garbage();
        own.retainAll(first);
        acme.apply(state -> full("v1"));
        acme.snapshot(SnapshotRequest.named("v3"));
        acme.apply(state -> full("v4"));
        PageId lost = own.stream()
                .filter(StoreCheck.of(raw, "acme").reachable()::contains)
                .findFirst()
                .orElseThrow();
        lose(lost);

        VerificationReport.Result found = verified();

        assertThat(found.isSound()).isFalse();
        assertThat(found.brokenPages()).isOne();
        VerificationReport.Problem problem = found.problems().single();
        assertThat(problem.what()).isEqualTo("page " + lost);
        assertThat(problem.neededBy()).containsExactly("snapshot 'v3'");
        assertThat(states.verify().toString())
                .contains("1 not sound")
                .contains("page " + lost + ": is missing from the store; needed by snapshot 'v3'");
    }

    @Test
    void aSnapshotWhoseNameWasLostIsReported() {
        openAcme();
        snapshotOf("v1");
        Ref name = ref("n/");
        change(RefUpdate.delete(name.name(), name.value()));

        assertThat(verified().problems().map(Object::toString).single())
                .contains("the snapshot 'v1' has a name that is not kept: ref " + name.name() + " is missing");
    }

    @Test
    void aNameWhoseSnapshotWasLostIsReported() {
        openAcme();
        snapshotOf("v1");
        Ref snapshot = ref("s/");
        change(RefUpdate.delete(snapshot.name(), snapshot.value()));

        assertThat(verified().problems().map(Object::toString).single())
                .contains(ref("n/").name() + ": keeps a name for the snapshot of the number 0");
    }

    @Test
    void aRefThatCannotBeDecodedIsReportedAndAllElseIsVerified() {
        openAcme();
        snapshotOf("v1");
        snapshotOf("v2");
        Ref snapshot = ref("s/");
        byte[] damaged = snapshot.value().clone();
        damaged[10] ^= 1;
        change(RefUpdate.replace(snapshot.name(), snapshot.value(), damaged));

        VerificationReport.Result found = verified();

        assertThat(found.problems().map(Object::toString))
                .anySatisfy(
                        problem -> assertThat(problem).contains(snapshot.name()).contains("damaged"));
        assertThat(found.pages()).isGreaterThan(10);
    }

    @Test
    void aMissingSchemaIsReported() {
        openAcme();
        snapshotOf("v1");
        List<Ref> schemas = raw.scanRefs(ACME, "t/", null, 100);
        schemas.forEach(schema -> change(RefUpdate.delete(schema.name(), schema.value())));

        VerificationReport.Result found = verified();

        assertThat(found.isSound()).isFalse();
        assertThat(found.problems()).allSatisfy(problem -> {
            assertThat(schemas).extracting(schema -> "ref " + schema.name()).contains(problem.what());
            assertThat(problem.found()).startsWith("is missing");
        });
    }

    @Test
    void progressIsTold() {
        openAcme();
        snapshotOf("v1");
        states.createTenant("globex");
        List<VerificationProgress> told = new ArrayList<>();

        VerificationReport report = states.verify(told::add);

        assertThat(told).extracting(VerificationProgress::tenant).contains("acme", "globex");
        assertThat(told).allSatisfy(each -> assertThat(each.tenants()).isEqualTo(2));
        VerificationProgress last = told.get(told.size() - 1);
        assertThat(last.tenantsDone()).isOne();
        assertThat(last.pagesRead()).isEqualTo(report.tenants().last().pages());
    }

    @Test
    void nothingIsWrittenAndNoTenantIsOpened() {
        openAcme();
        snapshotOf("v1");
        closeAll();
        AtomicBoolean wrote = new AtomicBoolean();
        StateManager<Ledger> reader = open(
                store -> new ForwardingStore(store) {
                    @Override
                    public CommitResult commit(
                            TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
                        wrote.set(true);
                        return super.commit(tenant, stamp, pages, updates);
                    }
                },
                builder -> {});

        assertThat(reader.verify().isSound()).isTrue();
        assertThat(wrote).isFalse();
        assertThat(reader.metrics().tenants()).isEmpty();
    }

    @Test
    void whatOthersWriteAndRemoveMeanwhileIsNoDamage() throws Exception {
        openAcme();
        snapshotOf("first");
        AtomicBoolean done = new AtomicBoolean();
        Workers workers = new Workers();
        workers.start(() -> {
            for (int i = 0; !done.get(); i++) {
                snapshotOf("s" + i);
                if (i > 0) {
                    acme.delete(SnapshotRef.named("s" + (i - 1)));
                }
            }
        });
        workers.start(() -> {
            while (!done.get()) {
                acme.collectGarbage();
            }
        });

        for (int i = 0; i < 10 && !workers.failed(); i++) {
            assertThat(states.verify().tenants().flatMap(VerificationReport.Result::problems))
                    .isEmpty();
        }

        done.set(true);
        workers.join();
    }

    @Test
    void onlyATenantThatIsThereIsVerified() {
        openAcme();

        assertThatThrownBy(() -> states.verify("globex"))
                .isInstanceOf(TenantNotFoundException.class)
                .hasMessageContaining("globex")
                .hasMessageContaining("acme");
    }
}
