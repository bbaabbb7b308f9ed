package io.varve.bench.job;

import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.Subject;
import io.varve.bench.job.subject.Subjects;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.TearDown;

/** What the benchmarks of the job have in common: a job in a folder of its own, which is verified in the end. */
@SuppressWarnings("NullAway.Init") // JMH calls the setup of the subclass, which calls begin()
public abstract class JobBenchmark extends ForkedBenchmark {

    StoreFolder folder;
    Job job;

    /** Loads the accounts and makes a history. */
    final void begin(String subject, int size, int snapshots) {
        folder = new StoreFolder();
        begin(Subjects.open(subject, folder.path(), Subjects.KEPT), size, snapshots);
    }

    final void begin(Subject subject, int size, int snapshots) {
        job = new Job(subject, size);
        job.fill(snapshots);
        job.verify();
    }

    /** A subject that is wrong in the end was not measured. */
    @TearDown(Level.Trial)
    public void end() {
        try {
            job.verify();
            job.verifyReopened();
        } finally {
            job.close();
            folder.close();
        }
    }
}
