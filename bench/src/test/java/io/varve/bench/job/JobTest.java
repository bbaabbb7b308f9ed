package io.varve.bench.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.CannotException;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.Subject;
import io.varve.bench.job.subject.Subjects;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobTest {

    private static final int SIZE = 300;
    /** For whom each account costs a query. */
    private static final int FEW = 20;
    /** So many more that the oldest are dropped. */
    private static final int MORE = 15;

    private static final int FORGOTTEN = 5;

    private final StoreFolder folder = new StoreFolder();

    @AfterEach
    void remove() {
        folder.close();
    }

    private Job job(String subject) {
        return new Job(Subjects.open(subject, folder.path(), Subjects.KEPT), subject.equals("javers") ? FEW : SIZE);
    }

    static Iterable<String> subjects() {
        return Subjects.names();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everySubjectDoesItsWorkOrSaysWhyItCant(String name) {
        try (Job job = job(name)) {
            Subject subject = job.subject();
            assertThat(subject.name()).isEqualTo(name);
            assertSaysWhyItCannot(subject);
            job.fill(Job.HISTORY);
            job.verify();
            job.verifyReopened();
            job.fill(MORE);
            if (job.can(Ability.LIST)) {
                assertThat(subject.list()).isEqualTo(job.can(Ability.DELETE) ? Subjects.KEPT : 1 + Job.HISTORY + MORE);
            }
            if (job.can(Ability.COMPARE)) {
                job.check(subject.compare(1, 0), 1);
                job.check(subject.compare(3, 0), 3);
            }
            if (job.can(Ability.DELETE)) {
                subject.deleteOldest(FORGOTTEN);
                job.verifyHead();
            }
            if (job.can(Ability.ROLLBACK)) {
                subject.rollback(Job.HISTORY);
                job.checkSum(subject.checksum(), Job.HISTORY);
                if (job.can(Ability.FORWARD)) {
                    subject.rollback(0);
                } else {
                    job.droppedNewest(Job.HISTORY);
                }
                job.verifyHead();
            }
            subject.deposit(Keys.of(1));
            assertThat(subject.get(Keys.of(1)).balance())
                    .isGreaterThan(Account.of(1).balance());
        }
    }

    private static void assertSaysWhyItCannot(Subject subject) {
        Map<Ability, String> cannot = subject.cannot();
        for (Map.Entry<Ability, String> each : cannot.entrySet()) {
            assertThat(each.getValue()).isNotBlank();
            assertThatThrownBy(() -> ask(subject, each.getKey()))
                    .isInstanceOf(CannotException.class)
                    .hasMessage(subject.name() + " can't: " + each.getValue());
        }
    }

    private static void ask(Subject subject, Ability ability) {
        switch (ability) {
            case REOPEN -> subject.stop();
            case PAST -> subject.at(0);
            case ROLLBACK -> subject.rollback(0);
            case LIST -> subject.list();
            case DELETE -> subject.deleteOldest(0);
            case COMPARE -> subject.compare(0, 0);
            // no calls of their own
            case DURABLE, PAST_REOPENED, FORWARD -> throw subject.cannot(ability);
        }
    }

    @Test
    void aSubjectThatForgetsADepositIsNotMeasured() {
        try (Job job = new Job(new Forgetful(Subjects.open("vavr", folder.path(), 50), key -> true), SIZE)) {
            job.fill(1);
            assertThatThrownBy(job::verify).hasMessageContaining("is wrong about");
        }
    }

    @Test
    void aSubjectThatForgetsOneDepositOfOneAccountIsNotMeasured() {
        String[] left = {Keys.of(new Keys(SIZE).nextNumber())};
        try (Job job = new Job(
                new Forgetful(Subjects.open("vavr", folder.path(), 50), key -> {
                    boolean forget = key.equals(left[0]);
                    left[0] = forget ? "" : left[0];
                    return forget;
                }),
                SIZE)) {
            job.fill(Job.HISTORY);
            assertThatThrownBy(job::verify).hasMessageContaining("is wrong about");
        }
    }

    @Test
    void aSubjectThatGivesTheHeadForThePastIsNotMeasured() {
        try (Job job = new Job(new Lazy(Subjects.open("vavr", folder.path(), 50)), SIZE)) {
            job.fill(Job.HISTORY);
            assertThatThrownBy(job::verify).hasMessageContaining("40 snapshots back");
        }
    }

    @Test
    void aSubjectThatDoesNotReadAnythingIsNotMeasured() {
        try (Job job = new Job(new Idle(Subjects.open("vavr", folder.path(), 50)), SIZE)) {
            assertThatThrownBy(job::verify).hasMessageContaining("the checksum 0 snapshots back");
        }
    }

    @Test
    void theModelKnowsWhatEachSnapshotChanged() {
        Model model = new Model(10);
        long loaded = model.checksum(0);
        model.changeAndSnapshot(1, 1, 2);
        model.changeAndSnapshot(2);
        assertThat(model.account(2, 0)).isEqualTo(Account.of(2).deposit(2));
        assertThat(model.account(2, 1)).isEqualTo(Account.of(2).deposit(1));
        assertThat(model.account(2, 2)).isEqualTo(Account.of(2));
        assertThat(model.checksum(2)).isEqualTo(loaded);
        assertThat(model.changed(2).accounts()).isEqualTo(2);
        assertThat(model.changed(2).deposited()).isEqualTo(4);
        model.dropOldest(1);
        assertThat(model.snapshots()).isEqualTo(2);
        model.dropNewest(2);
        assertThat(model.account(2, 0)).isEqualTo(Account.of(2));
        assertThat(model.snapshots()).isZero();
    }
}
