package org.energymatching.cli;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * How many threads compute: what the command line asks for, or else the configuration, or else as many as suit the machine.
 *
 * @param asked {@code --threads}; null leaves the choice
 */
public record Threads(@Nullable Integer asked) {

    /** Refuses numbers that are not positive. */
    public Threads {
        if (asked != null && asked < 1) {
            throw new UsageException(
                    "The work was to be done by " + asked + " threads.",
                    "One thread or more was expected.",
                    "Choose for example --threads 1, or leave it out.");
        }
    }

    /**
     * Settles the number; it counts if nothing was computed yet.
     *
     * @param configured {@code run.threads}; 0 leaves the choice
     */
    public void settle(int configured) {
        int chosen = asked != null ? asked : configured;
        if (chosen > 0) {
            System.setProperty(Workers.THREADS, Integer.toString(chosen));
        }
    }
}
