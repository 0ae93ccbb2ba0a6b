package org.energymatching.objective;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * A mini-batch.
 *
 * @param source x₀, (B, …)
 * @param data x₁, (B, …)
 */
public record Batch(Samples source, Samples data) {

    /** Its first rows, at least one; all of them if there are no more. */
    public Batch first(int rows) {
        if (rows < 1) {
            throw new UsageException(
                    "The first " + rows + " rows of a mini-batch were asked for.",
                    "A part of a mini-batch has at least one row.",
                    "Ask for one row or more, or leave the whole mini-batch.");
        }
        return new Batch(first(source, rows), first(data, rows));
    }

    private static Samples first(Samples samples, int rows) {
        return samples.slice(0, Math.min(rows, samples.rows()));
    }
}
