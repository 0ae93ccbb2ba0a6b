package org.energymatching.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The handling of Ctrl-C and SIGTERM. While a verb handles them they are a request: it finishes its step, saves, and returns
 * {@link Exit#INTERRUPTED}, within a minute. Otherwise they end the program at once, with the same exit code.
 */
public final class Interruption implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    /** Zero when there is nothing to wait for. */
    private final CountDownLatch finished = new CountDownLatch(1);

    private final Thread hook = new Thread(this::request, "interruption");
    private volatile boolean listening;
    private volatile boolean requested;

    private Interruption() {}

    /** From now on, until it is closed, the program handles Ctrl-C. */
    static Interruption begin() {
        Interruption interruption = new Interruption();
        try {
            Runtime.getRuntime().addShutdownHook(interruption.hook);
        } catch (IllegalStateException e) {
            // The program is ending already.
        }
        return interruption;
    }

    /** From now on Ctrl-C only sets {@link #requested()}; call it before the work starts. */
    public void listen() {
        listening = true;
    }

    /** Whether Ctrl-C was pressed; check it between two steps. */
    public boolean requested() {
        return requested;
    }

    /** From now on, permanently, Ctrl-C ends the program at once; call it when all is saved. */
    public void stopListening() {
        listening = false;
        finished.countDown();
    }

    /** Lets the program end; called by {@link Em} once the result is printed. */
    @Override
    public void close() {
        finished.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The program is ending already, and the hook has nothing left to do.
            }
        }
    }

    private void request() {
        requested = true;
        try {
            if (listening && !finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Stopped without saving: the current step took longer than a minute.");
            }
            // The JVM would end with 128 + 15 after SIGTERM; the program's exit code for either signal is 130.
            Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
