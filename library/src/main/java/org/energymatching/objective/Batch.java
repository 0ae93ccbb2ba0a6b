package org.energymatching.objective;

import org.energymatching.Samples;

/**
 * A mini-batch.
 *
 * @param source x₀, (B, …)
 * @param data x₁, (B, …)
 */
public record Batch(Samples source, Samples data) {

    /** Its first rows; all of them if there are no more. */
    public Batch first(int rows) {
        return new Batch(first(source, rows), first(data, rows));
    }

    private static Samples first(Samples samples, int rows) {
        return samples.slice(0, Math.min(rows, samples.rows()));
    }
}
