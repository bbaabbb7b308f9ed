package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Accounts;
import io.varve.bench.job.subject.Subject;
import java.util.Map;

/** A subject that does what another does, and is there to be made wrong. */
class Disguised implements Subject {

    private final Subject real;

    Disguised(Subject real) {
        this.real = real;
    }

    @Override
    public String name() {
        return "disguised";
    }

    @Override
    public Map<Ability, String> cannot() {
        return real.cannot();
    }

    @Override
    public void load(int size) {
        real.load(size);
    }

    @Override
    public void deposit(String key) {
        real.deposit(key);
    }

    @Override
    public void snapshot() {
        real.snapshot();
    }

    @Override
    public Account get(String key) {
        return real.get(key);
    }

    @Override
    public long checksum() {
        return real.checksum();
    }

    @Override
    public Accounts at(int snapshotsBack) {
        return real.at(snapshotsBack);
    }

    @Override
    public void close() {
        real.close();
    }
}
