package io.varve.bench.job;

import io.varve.bench.job.subject.Subject;
import java.util.function.Predicate;

/** Forgets some deposits. */
final class Forgetful extends Disguised {

    private final Predicate<String> forgets;

    Forgetful(Subject real, Predicate<String> forgets) {
        super(real);
        this.forgets = forgets;
    }

    @Override
    public void deposit(String key) {
        if (!forgets.test(key)) {
            super.deposit(key);
        }
    }
}
