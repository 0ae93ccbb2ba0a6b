package org.energymatching;

import org.energymatching.error.UsageException;

/** A distribution with a known density: the base distribution of a flow, or the reference of a likelihood. */
public interface Density extends Distribution {

    /**
     * log p of each row in nats, where p integrates to 1 over the numbers of a row: (B, …) to B numbers.
     *
     * @throws UsageException if the rows have another width
     */
    double[] logDensities(Samples x);

    /** Refuses rows of another width than this distribution's. */
    default void requireWidthOf(Samples x) {
        if (x.width() != shape().length()) {
            throw new UsageException(
                    "The density of " + x + " was asked for.",
                    "Rows have as many numbers as those of the distribution: " + shape().length() + ".",
                    "Pass rows with the same columns.");
        }
    }
}
