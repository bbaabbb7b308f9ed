package io.varve.internal.event;

/** A thread on which listeners are told. */
final class ListenerThread extends Thread {

    ListenerThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    /** Whether the caller is a listener, or called by one. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof ListenerThread;
    }
}
