package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.Operation.Status;
import io.varve.UndoRefusedException.Reason;
import io.vavr.collection.Seq;
import java.util.stream.Stream;

/** Tests of tenants that keep a log of operations. */
abstract class LoggedTest extends BackendTest {

    static final TransitionContext CONTEXT =
            TransitionContext.by("admin").because("the price list of May").with("ticket", "42");

    final TestClock clock = new TestClock();

    final Tenant<Ledger> acme(Durability mode, int limit) {
        return open(builder -> builder.durability(mode).undoLimit(limit).clock(clock))
                .createTenant("acme");
    }

    final Tenant<Ledger> acme() {
        return acme(Durability.ON_SNAPSHOT, 100);
    }

    final Tenant<Ledger> reopened(int limit) {
        return reopen(builder -> builder.undoLimit(limit).clock(clock)).tenant("acme");
    }

    static void count(Tenant<Ledger> tenant, int times) {
        for (int i = 0; i < times; i++) {
            tenant.apply(Ledger::incremented);
        }
    }

    static Seq<Status> statuses(Tenant<Ledger> tenant) {
        return tenant.operations().map(Operation::status);
    }

    static void requireRefused(Runnable call, Reason reason, String... parts) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        UndoRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(Stream.concat(Stream.of("acme"), Stream.of(parts))
                                .toArray(String[]::new)));
    }
}
