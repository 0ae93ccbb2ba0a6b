package org.energymatching.checkpoint.file;

import org.energymatching.error.DataException;

/** The check that weights are numbers: a single NaN among millions makes every energy one. */
public final class FiniteWeights {

    private FiniteWeights() {}

    /**
     * Refuses a tensor with a NaN or an infinity in it.
     *
     * @param source where it comes from, to begin a sentence with
     * @throws DataException naming the tensor and the place
     */
    public static void require(String source, String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException(
                        source + " gives the weight " + values[i] + " at place " + (i + 1) + " of the tensor '" + name
                                + "'.",
                        "Every weight is a finite number.",
                        "Use weights from before training went astray, or restore the file from a copy.");
            }
        }
    }
}
