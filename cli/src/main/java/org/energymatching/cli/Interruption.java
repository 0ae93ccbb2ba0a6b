package org.energymatching.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, and SIGTERM alike, as a polite request: a verb that listens finishes its step, saves, and returns {@link Exit#INTERRUPTED}.
 *
 * <p>A verb that doesn't listen is ended at once, as usual. One that listens has a minute.
 */
public final class Interruption implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private @Nullable Thread hook;

    Interruption() {}

    /** From now on Ctrl-C only sets {@link #requested()}; call it before the work begins. */
    public void listen() {
        if (hook == null) {
            hook = new Thread(this::request, "interruption");
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** Whether Ctrl-C was pressed; to be asked between two steps. */
    public boolean requested() {
        return requested;
    }

    /** Lets the program end; called by {@link Em} once the result is printed. */
    @Override
    public void close() {
        finished.countDown();
        if (hook != null && !requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The program is ending already, and the hook finds its work done.
            }
        }
    }

    private void request() {
        requested = true;
        try {
            boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("Stopped without saving: the current step took longer than a minute.");
            }
            // The JVM would end with 128 + 15 after SIGTERM; the program's exit code for either signal is 130.
            Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
