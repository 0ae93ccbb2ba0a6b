package org.energymatching.metric;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/** The requirements on two sets of samples for a distance between them. */
public final class ComparableSamples {

    private static final int FEWEST_ROWS = 2;

    private ComparableSamples() {}

    /** Checks that both have two rows or more, that they are equally wide, and that all values are finite. */
    public static void require(Samples first, Samples second) {
        if (first.width() != second.width() || first.width() == 0) {
            throw new UsageException(
                    "The first samples are " + first.width() + " wide and the second " + second.width() + ".",
                    "Both have the same width, at least 1.",
                    "Compare samples of the same kind.");
        }
        require(first, "first");
        require(second, "second");
    }

    /** Checks one set. */
    static void require(Samples samples, String which) {
        if (samples.rows() < FEWEST_ROWS) {
            throw new UsageException(
                    "The " + which + " samples have " + samples.rows() + " rows.",
                    "A distance between distributions needs at least " + FEWEST_ROWS + " rows on each side.",
                    "Draw more samples.");
        }
        PairedSamples.finite(samples, which + " samples");
    }
}
