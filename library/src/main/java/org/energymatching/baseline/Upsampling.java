package org.energymatching.baseline;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Plane;
import org.energymatching.tensor.Shape;

/** Upsampling of coarse rows, pixel centre on block centre: images along both axes, series and vectors along the last. */
public enum Upsampling {
    /** Nearest neighbour: every value is repeated over its block. */
    NEAREST(0.5) {
        @Override
        double weight(double distance) {
            return 1;
        }
    },

    /**
     * Bicubic: Keys' cubic convolution with a = -½, as in Pillow: third-order, through four values a side, whose weights are
     * divided by their sum where some are beyond the edge. OpenCV, and PyTorch without antialiasing, use a = -¾,
     * which sharpens more.
     *
     * <p>R. Keys, "Cubic convolution interpolation for digital image processing", IEEE Transactions on Acoustics, Speech
     * and Signal Processing 29 (1981).
     */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double d = Math.abs(distance);
            return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
        }
    };

    private final double support;

    Upsampling(double support) {
        this.support = support;
    }

    /** The weight of a coarse value at this distance, in coarse pixels. */
    abstract double weight(double distance);

    /**
     * Rows with {@code factor} times as many values along each axis.
     *
     * @param coarse rows (C, h, w), (C, l) or (d)
     * @param factor 2 or more
     */
    public Samples apply(Samples coarse, int factor) {
        if (factor < 2) {
            throw new UsageException(
                    "Rows were to become " + factor + " times finer.",
                    "The factor is 2 or more.",
                    "Pass the factor that they were made coarser by.");
        }
        Shape row = coarse.shape().row();
        Plane from = Plane.of(row);
        int height = row.rank() == 3 ? from.height() * factor : 1;
        int width = from.width() * factor;
        float[] wide = along(coarse.values(), coarse.values().length / from.width(), from.width(), 1, factor);
        float[] fine =
                row.rank() == 3 ? along(wide, coarse.rows() * from.channels(), from.height(), width, factor) : wide;
        Shape shape = from.resized(row, height, width).batch(coarse.rows());
        return new Samples(fine, shape);
    }

    /** Upsamples one axis: {@code outer} blocks of {@code size} lines of {@code inner} values each. */
    private float[] along(float[] values, int outer, int size, int inner, int factor) {
        float[] fine = new float[values.length * factor];
        for (int i = 0; i < size * factor; i++) {
            double centre = (i + 0.5) / factor;
            int first = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.max(first + 1, Math.min(size, (int) (centre + support + 0.5)));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] = weight(first + k + 0.5 - centre);
                sum += weights[k];
            }
            for (int block = 0; block < outer; block++) {
                for (int j = 0; j < inner; j++) {
                    double value = 0;
                    for (int k = 0; k < weights.length; k++) {
                        value += weights[k] / sum * values[(block * size + first + k) * inner + j];
                    }
                    fine[(block * size * factor + i) * inner + j] = (float) value;
                }
            }
        }
        return fine;
    }
}
