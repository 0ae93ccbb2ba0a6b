package org.energymatching.metric;

import org.energymatching.Samples;

/**
 * The peak signal-to-noise ratio of restored images in decibels: PSNR = 10 log₁₀(L² / MSE), with the range L = 2 of pixels
 * in [-1, 1].
 *
 * <p>One number per image, over all its channels; publications report the mean of these. 20 is poor, 30 good, and infinity
 * is an image without any error.
 */
public final class PeakSignalToNoise {

    private static final double RANGE = 2;

    private PeakSignalToNoise() {}

    /**
     * The ratio of each row.
     *
     * @throws org.energymatching.error.UsageException if the shapes differ or are empty
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double[] perRow(Samples truth, Samples estimate) {
        PairedSamples.require(truth, estimate);
        int width = truth.width();
        double[] ratios = new double[truth.rows()];
        for (int row = 0; row < ratios.length; row++) {
            double squares = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                double error = (double) estimate.values()[i] - truth.values()[i];
                squares += error * error;
            }
            ratios[row] = 10 * Math.log10(RANGE * RANGE * width / squares);
        }
        return ratios;
    }
}
