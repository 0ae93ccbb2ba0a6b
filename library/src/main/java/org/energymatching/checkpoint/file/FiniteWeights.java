package org.energymatching.checkpoint.file;

import org.energymatching.error.DataException;

/** Checks that weights are finite: a single NaN among millions makes every energy NaN. */
public final class FiniteWeights {

    private FiniteWeights() {}

    /**
     * Refuses a tensor with a NaN or an infinity in it.
     *
     * @param source the origin of the tensor, as the subject of a message
     * @throws DataException which names the tensor and the index
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
