package org.energymatching.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals between processes, for tests. */
public final class Signals {

    private static final long INTERRUPT = 1L << 1; // SIGINT is signal 2, the second bit

    private Signals() {}

    /**
     * Skips a test where Ctrl-C cannot reach a child process: jobs that a shell runs in the background are started with
     * SIGINT ignored, and their children inherit it.
     */
    public static void assumeInterruptsArrive() throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean ignored = Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & INTERRUPT) != 0);
        assumeFalse(ignored, "SIGINT is ignored here, as for every job in the background");
    }
}
