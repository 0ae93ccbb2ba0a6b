package org.energymatching.density;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * A mixture of Gaussians at several widths, q(x) = Σ_r s_r Σ_k w_k N(x; μ_k, b_r² Σ_k), which covers the data and the region
 * around them.
 *
 * @param mixture the Gaussians
 * @param widths b_r, the factors of their deviations
 * @param shares s_r, the weight of each width; their sum is 1
 */
public record WidenedMixture(GaussianMixture mixture, double[] widths, double[] shares) implements Density {

    private static final double NEAR = 1.3;
    private static final double NEAR_SHARE = 0.7;
    private static final double FAR = 4;
    private static final double STRIDE = 3;

    public WidenedMixture {
        if (widths.length == 0
                || widths.length != shares.length
                || Arrays.stream(widths).anyMatch(b -> !(b > 0 && Double.isFinite(b)))
                || Arrays.stream(shares).anyMatch(s -> !(s > 0))
                || Math.abs(Arrays.stream(shares).sum() - 1) > 1e-9) {
            throw new UsageException(
                    "A mixture at the widths " + Arrays.toString(widths) + " in shares of " + Arrays.toString(shares)
                            + " was asked for.",
                    "There is a share for each width, all are above zero, and the shares sum to 1.",
                    "Choose for example the widths 1.3 and 4 in shares of 0.7 and 0.3.");
        }
    }

    /**
     * Widths up to four deviations: a share of 0.7 is a little wider than the mixture, with 1.69 times its volume in any
     * dimension; a share of 0.3 has widths from there to 4 with a ratio of about 1 + 3/√d. Since the distance of a Gaussian's
     * points from its centre has a relative scatter of 1/√(2d), the shells of neighbouring widths overlap. In the plane the
     * widths are 1.3 and 4.
     */
    public static WidenedMixture around(GaussianMixture mixture) {
        int d = mixture.shape().length();
        double near = Math.pow(NEAR, 2.0 / d);
        double stride = 1 + STRIDE / Math.sqrt(d);
        int steps = Math.max(1, (int) Math.ceil(Math.log(FAR / near) / Math.log(stride) - 0.1));
        double[] widths = new double[steps + 1];
        double[] shares = new double[steps + 1];
        for (int r = 0; r <= steps; r++) {
            widths[r] = near * Math.pow(FAR / near, r / (double) steps);
            shares[r] = r == 0 ? NEAR_SHARE : (1 - NEAR_SHARE) / steps;
        }
        return new WidenedMixture(mixture, widths, shares);
    }

    @Override
    public Shape shape() {
        return mixture.shape();
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        double width = widths[GaussianMixture.picked(shares, rng.nextDouble())];
        Gaussian component = mixture.component(rng.nextDouble());
        component.draw(rng, out, offset);
        double[] mean = component.mean();
        for (int j = 0; j < mean.length; j++) {
            out[offset + j] = (float) (mean[j] + width * (out[offset + j] - mean[j]));
        }
    }

    @Override
    public double[] logDensities(Samples x) {
        List<Gaussian> components = mixture.components();
        int count = components.size();
        double[][] each = components.stream().map(c -> c.logDensities(x)).toArray(double[][]::new);
        double[] highest = components.stream().mapToDouble(Gaussian::logHighest).toArray();
        double[] constants = new double[widths.length * count];
        for (int r = 0; r < widths.length; r++) {
            for (int k = 0; k < count; k++) {
                constants[r * count + k] =
                        Math.log(shares[r] * mixture.weights()[k]) + highest[k] - x.width() * Math.log(widths[r]);
            }
        }
        double[] terms = new double[constants.length];
        return IntStream.range(0, x.rows())
                .mapToDouble(i -> {
                    for (int k = 0; k < count; k++) {
                        double half = each[k][i] - highest[k]; // -½ |L⁻¹(x - μ)|²
                        for (int r = 0; r < widths.length; r++) {
                            terms[r * count + k] = constants[r * count + k] + half / (widths[r] * widths[r]);
                        }
                    }
                    return LogSum.of(terms);
                })
                .toArray();
    }

    /** As in {@code WidenedMixture(GaussianMixture(20 of width 48) at [1.0, 4.0])}. */
    @Override
    public String toString() {
        return "WidenedMixture(" + mixture + " at " + Arrays.toString(widths) + ")";
    }
}
