package org.energymatching.objective;

import org.energymatching.Samples;

/**
 * A mini-batch.
 *
 * @param source x₀, (B, …)
 * @param data x₁, (B, …)
 */
public record Batch(Samples source, Samples data) {}
