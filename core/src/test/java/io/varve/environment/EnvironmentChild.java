package io.varve.environment;

import io.varve.Backend;
import io.varve.Durability;
import io.varve.Ledger;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.StoreFailedException;
import io.varve.Tenant;
import io.varve.VarveException;
import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * An application to which something happens. It prints what it learns, a line each: {@code cause mode what: text}.
 *
 * <ul>
 *   <li>{@code failure}: what the first call threw that failed
 *   <li>{@code listener}: what the listener for failures in the background was told first
 *   <li>{@code before}, {@code during}, {@code after}: the number of the head that is read before and after the cause, and
 *       after another change once it has ended
 *   <li>{@code found}: the head and the number of snapshots, after the store was closed and opened again
 *   <li>{@code expected}: the same before it was closed
 *   <li>{@code read-only}, {@code without-handles}: what opening throws where the file system is read-only, or no handle of
 *       a file is left
 * </ul>
 */
final class EnvironmentChild {

    /** A commit of it is larger than {@link Cause#FILE_BYTES}. */
    private static final int TEXT = 100_000;
    /** More than wait in line in {@code ASYNC} mode. */
    private static final int MOST_CALLS = 3_000;

    private static final int TRIES = 10;

    private final Backend backend;
    private final Path volume;
    private final Cause cause;
    private final Durability mode;
    private final Path store;
    private final Random random = new Random(1);
    private final ConcurrentLinkedQueue<VarveException> told = new ConcurrentLinkedQueue<>();
    private int snapshots;

    private EnvironmentChild(Backend backend, Path volume, Cause cause, Durability mode) {
        this.backend = backend;
        this.volume = volume;
        this.cause = cause;
        this.mode = mode;
        this.store = volume.resolve(cause + "-" + mode);
    }

    public static void main(String[] arguments) throws IOException {
        Backend backend = Backend.valueOf(arguments[0]);
        Path volume = Path.of(arguments[1]);
        boolean mounted = Boolean.parseBoolean(arguments[2]);
        Shell.run("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--nofile=300:");
        for (Cause cause : Cause.values()) {
            for (Durability mode : new Durability[] {Durability.EVERY_TRANSITION, Durability.ASYNC}) {
                if (cause.concerns(backend) && (mounted || !cause.needsVolume())) {
                    new EnvironmentChild(backend, volume, cause, mode).run();
                }
            }
        }
        new EnvironmentChild(backend, volume, Cause.FOLDER_MOVED, Durability.EVERY_TRANSITION).openWithoutHandles();
        if (mounted) {
            new EnvironmentChild(backend, volume, Cause.DISK_FULL, Durability.EVERY_TRANSITION).openReadOnly();
        }
    }

    private StateManager<Ledger> open() {
        Map<String, String> small = backend == Backend.ROCKSDB ? Map.of("writeBufferMiB", "2") : Map.of();
        SnapshotStore opened = SnapshotStores.open(backend.url(store), small);
        return StateManager.builder(Ledger.class)
                .store(opened)
                .initialState(new Ledger(0, "", PersistentMap.empty()))
                .durability(mode)
                .onBackgroundFailure((tenant, failure) -> told.add(failure))
                .open();
    }

    private void run() throws IOException {
        Files.createDirectory(store);
        long acknowledged;
        try (StateManager<Ledger> states = open()) {
            Tenant<Ledger> tenant = states.createTenant("acme");
            change(tenant);
            say("before", tenant.state().count());
            cause.begin(volume, store);
            try {
                say("failure", changeUntilItFails(tenant));
                say("during", tenant.state().count());
                if (!told.isEmpty()) {
                    say("listener", told.peek());
                }
            } finally {
                cause.end(volume, store);
            }
            acknowledged = tenant.state().count();
            changeWhenItWorks(tenant);
            say("after", tenant.state().count() - acknowledged);
            acknowledged = tenant.state().count();
        }
        try (StateManager<Ledger> states = open()) {
            Tenant<Ledger> tenant = states.tenant("acme");
            tenant.snapshots().forEach(info -> {
                long number = Long.parseLong(info.name().get());
                require(tenant.at(SnapshotRef.id(info.id())).state().count() == number, info.label());
            });
            say("expected", acknowledged + " " + snapshots);
            say("found", tenant.state().count() + " " + tenant.snapshotCount());
            require(states.verifyReadable().isReadable(), "what is found is readable");
        }
    }

    /** A change of the head and, every other time, a snapshot of it. */
    private void change(Tenant<Ledger> tenant) {
        long number = tenant.apply(state -> new Ledger(state.count() + 1, text(), state.entries()))
                .count();
        if (number % 2 == 0) {
            tenant.snapshot(SnapshotRequest.named(Long.toString(number)));
            snapshots++;
        }
    }

    /** Which no compression makes small. */
    private String text() {
        StringBuilder text = new StringBuilder(TEXT);
        random.ints(TEXT, '0', 'z').forEach(c -> text.append((char) c));
        return text.toString();
    }

    private VarveException changeUntilItFails(Tenant<Ledger> tenant) {
        for (int i = 0; i < MOST_CALLS; i++) {
            try {
                change(tenant);
            } catch (VarveException e) {
                return e;
            }
        }
        throw new IllegalStateException("nothing failed in " + MOST_CALLS + " calls");
    }

    /** In {@code ASYNC} mode, a failure from before may still have to be told. */
    private void changeWhenItWorks(Tenant<Ledger> tenant) {
        int tries = mode == Durability.ASYNC ? TRIES : 1;
        for (int tried = 1; ; tried++) {
            try {
                change(tenant);
                return;
            } catch (StoreFailedException e) {
                if (tried == tries) {
                    throw e;
                }
            }
        }
    }

    private void openWithoutHandles() throws IOException {
        long before = headFound();
        Cause.NO_HANDLES.begin(volume, store);
        try {
            say("without-handles", failureOf(this::open));
        } finally {
            Cause.NO_HANDLES.end(volume, store);
        }
        require(headFound() == before, "the head is the same after a failure to open");
    }

    private void openReadOnly() throws IOException {
        long before = headFound();
        Shell.run("mount", "-o", "remount,ro", volume.toString());
        try {
            say("read-only", failureOf(this::open));
        } finally {
            Shell.run("mount", "-o", "remount,rw", volume.toString());
        }
        require(headFound() == before, "the head is the same after a failure to open");
    }

    private long headFound() {
        try (StateManager<Ledger> states = open()) {
            return states.tenant("acme").state().count();
        }
    }

    private static RuntimeException failureOf(Supplier<StateManager<Ledger>> opening) {
        try (StateManager<Ledger> states = opening.get()) {
            throw new IllegalStateException("was opened: " + states);
        } catch (VarveException | StoreException e) {
            return e;
        }
    }

    private void say(String what, Object text) {
        System.out.println(
                cause + " " + mode + " " + what + ": " + text.toString().replace('\n', ' '));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
