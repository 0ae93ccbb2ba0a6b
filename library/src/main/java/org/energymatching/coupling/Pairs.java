package org.energymatching.coupling;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * Source and data points in step: row i of one belongs to row i of the other.
 *
 * @param source x₀, (B, …)
 * @param data x₁, (B, …)
 */
public record Pairs(Samples source, Samples data) {

    /** Checks that the two have one shape. */
    public Pairs {
        if (!source.shape().equals(data.shape())) {
            throw new UsageException(
                    "A source of shape " + source.shape() + " was to be paired with data of shape " + data.shape()
                            + ".",
                    "Source and data have the same number of points, of the same shape.",
                    "Choose a source distribution as wide as the data.");
        }
    }
}
