package io.varve.bench.job;

import io.varve.bench.job.subject.Subject;

/** Does not read what it is asked to read. */
final class Idle extends Disguised {

    Idle(Subject real) {
        super(real);
    }

    @Override
    public long checksum() {
        return 0;
    }
}
