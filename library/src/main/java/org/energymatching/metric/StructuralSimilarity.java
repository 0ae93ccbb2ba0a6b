package org.energymatching.metric;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;

/**
 * The structural similarity of images: means, variances and the covariance of two images in a small window, compared and
 * averaged over all windows.
 *
 * <pre>
 * SSIM = (2 μ_x μ_y + C₁)(2 σ_xy + C₂) / ((μ_x² + μ_y² + C₁)(σ_x² + σ_y² + C₂)),  C₁ = (0.01 L)²,  C₂ = (0.03 L)²
 * </pre>
 *
 * <p>Moments are weighted by a Gaussian of deviation 1.5 in 11 x 11 pixels, variances divide by the sum of the weights,
 * only windows entirely inside the image are used, channels are averaged, and L = 2, the range of pixels in [-1, 1]. These
 * are the choices of the original, and of scikit-image with {@code gaussian_weights=True, sigma=1.5,
 * use_sample_covariance=False, data_range=2}. 1 means equal.
 *
 * <p>Z. Wang, A. Bovik, H. Sheikh and E. Simoncelli, "Image quality assessment: from error visibility to structural
 * similarity", IEEE Transactions on Image Processing 13 (2004).
 */
public final class StructuralSimilarity {

    private static final int RADIUS = 5;
    private static final int WINDOW = 2 * RADIUS + 1;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.02 * 0.02;
    private static final double C2 = 0.06 * 0.06;
    private static final double[] WEIGHTS = weights();

    private StructuralSimilarity() {}

    private static double[] weights() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            weights[i] = Math.exp(-0.5 * (i - RADIUS) * (i - RADIUS) / (SIGMA * SIGMA));
            sum += weights[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /**
     * The similarity of each row.
     *
     * @param truth (n, C, H, W), H and W at least 11
     * @param estimate of the same shape
     * @throws UsageException if the shapes differ, or the images are smaller than a window
     * @throws org.energymatching.error.DataException if a value is NaN or infinite
     */
    public static double[] perRow(Samples truth, Samples estimate) {
        PairedSamples.require(truth, estimate);
        if (truth.shape().rank() != 4
                || truth.shape().at(2) < WINDOW
                || truth.shape().at(3) < WINDOW) {
            throw new UsageException(
                    "The structural similarity of rows of shape "
                            + truth.shape().row() + " was asked for.",
                    "Rows are images (channels, height, width) of at least " + WINDOW + "x" + WINDOW + " pixels.",
                    "Compare smaller rows by their PSNR or mean absolute error.");
        }
        int height = (int) truth.shape().at(2);
        int width = (int) truth.shape().at(3);
        int planes = truth.width() / (height * width);
        return Workers.common()
                .map(truth.rows(), row -> {
                    double sum = 0;
                    for (int plane = row * planes; plane < (row + 1) * planes; plane++) {
                        sum += plane(truth.values(), estimate.values(), plane * height * width, height, width);
                    }
                    return sum / planes;
                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static double plane(float[] first, float[] second, int from, int height, int width) {
        int pixels = height * width;
        double[][] moments = new double[5][pixels];
        for (int i = 0; i < pixels; i++) {
            double x = first[from + i];
            double y = second[from + i];
            moments[0][i] = x;
            moments[1][i] = y;
            moments[2][i] = x * x;
            moments[3][i] = y * y;
            moments[4][i] = x * y;
        }
        for (int k = 0; k < moments.length; k++) {
            moments[k] = filtered(moments[k], height, width);
        }
        double sum = 0;
        for (int i = 0; i < moments[0].length; i++) {
            double x = moments[0][i];
            double y = moments[1][i];
            double variances = moments[2][i] - x * x + moments[3][i] - y * y;
            double covariance = moments[4][i] - x * y;
            sum += (2 * x * y + C1) * (2 * covariance + C2) / ((x * x + y * y + C1) * (variances + C2));
        }
        return sum / moments[0].length;
    }

    /** The weighted mean in every window inside the image: (H - 10) x (W - 10) of them. */
    private static double[] filtered(double[] plane, int height, int width) {
        int inner = width - WINDOW + 1;
        double[] along = new double[height * inner];
        for (int i = 0; i < along.length; i++) {
            int start = i / inner * width + i % inner;
            for (int k = 0; k < WINDOW; k++) {
                along[i] += WEIGHTS[k] * plane[start + k];
            }
        }
        double[] filtered = new double[(height - WINDOW + 1) * inner];
        for (int i = 0; i < filtered.length; i++) {
            for (int k = 0; k < WINDOW; k++) {
                filtered[i] += WEIGHTS[k] * along[i + k * inner];
            }
        }
        return filtered;
    }
}
