package org.energymatching.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a verb: on standard error, so that standard output has only the result.
 *
 * <p>For one thread.
 */
public final class Console {

    private final PrintStream err;
    private final Terminal terminal;
    private final boolean quiet;
    private final Interruption interruption;
    private final Compute compute;
    private final Group group;
    private @Nullable Progress progress;

    Console(
            PrintStream err,
            Terminal terminal,
            boolean quiet,
            Interruption interruption,
            Compute compute,
            Group group) {
        this.group = group;
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

    /** One line that is printed even under {@code --quiet}. */
    public void warn(String line) {
        if (progress != null) {
            progress.erase();
        }
        err.println(Printable.sentence(line));
    }

    /**
     * Starts the progress bar of {@code total} equal pieces of work; close it before the next one.
     *
     * @param label the work, in a word or two
     */
    public Progress progress(String label, long total) {
        progress = new Progress(quiet ? null : err, terminal, label, total, System::nanoTime);
        return progress;
    }

    /** The handling of Ctrl-C. */
    public Interruption interruption() {
        return interruption;
    }

    /** The threads and the device of the command line. */
    public Compute compute() {
        return compute;
    }

    /** The processes that carry out this command together. */
    public Group group() {
        return group;
    }

    /** Prints an error, with its first word in red if colours are enabled. */
    void error(Failure failure) {
        String word = terminal.colour() ? "\u001B[1;31merror:\u001B[0m " : "error: ";
        if (progress != null) {
            progress.erase();
        }
        err.println(word + group.prefix() + failure.happened());
        err.println("       " + failure.expected());
        err.println("       " + failure.remedy());
    }
}
