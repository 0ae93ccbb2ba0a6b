package org.energymatching.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a verb tells what is going on: standard error, so that standard output holds the result alone.
 *
 * <p>For one thread.
 */
public final class Console {

    private final PrintStream err;
    private final Terminal terminal;
    private final boolean quiet;
    private final Interruption interruption;
    private final Compute compute;
    private @Nullable Progress progress;

    Console(PrintStream err, Terminal terminal, boolean quiet, Interruption interruption, Compute compute) {
        this.err = err;
        this.terminal = terminal;
        this.quiet = quiet;
        this.interruption = interruption;
        this.compute = compute;
    }

    /** One line of information; nothing under {@code --quiet}. */
    public void info(String line) {
        if (!quiet) {
            warn(line);
        }
    }

    /** One line that is said even under {@code --quiet}. */
    public void warn(String line) {
        if (progress != null) {
            progress.erase();
        }
        err.println(Printable.sentence(line));
    }

    /**
     * Begins to show the progress of {@code total} equal pieces of work; close it before the next one.
     *
     * @param label what is being done, in a word or two
     */
    public Progress progress(String label, long total) {
        progress = new Progress(quiet ? null : err, terminal, label, total, System::nanoTime);
        return progress;
    }

    /** What becomes of Ctrl-C. */
    public Interruption interruption() {
        return interruption;
    }

    /** What the command line asks to compute with. */
    public Compute compute() {
        return compute;
    }

    /** Prints an error, with its first word in red where colours are welcome. */
    void error(Failure failure) {
        String word = terminal.colour() ? "\u001B[1;31merror:\u001B[0m " : "error: ";
        if (progress != null) {
            progress.erase();
        }
        err.println(word + failure.happened());
        err.println("       " + failure.expected());
        err.println("       " + failure.remedy());
    }
}
