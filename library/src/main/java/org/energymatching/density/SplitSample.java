package org.energymatching.density;

import org.energymatching.Samples;

/**
 * The means of a quantity over the first and the second half of a chain's steps at each temperature.
 *
 * <p>A single step counts as second half; the first is then what it is.
 */
final class SplitSample {

    private final double[][] earlier;
    private final double[][] later;

    SplitSample(int chains, int temperatures) {
        earlier = new double[chains][temperatures];
        later = new double[chains][temperatures];
    }

    /** Values of draws, at the temperature where none has to settle. */
    void draws(double[] values) {
        add(0, 0, 1, values);
    }

    /** The values after step {@code step} of {@code steps} at temperature k. */
    void add(int k, int step, int steps, double[] values) {
        int first = steps / 2;
        for (int i = 0; i < values.length; i++) {
            if (step >= first) {
                later[i][k] += values[i] / (steps - first);
            }
            if (step < first || steps == 1) {
                earlier[i][k] += values[i] / Math.max(1, first);
            }
        }
    }

    AnnealedRun run(double[] betas, double[] logWeights, double logVolume, Samples ends) {
        return new AnnealedRun(betas, earlier, later, logWeights, logVolume, ends);
    }
}
