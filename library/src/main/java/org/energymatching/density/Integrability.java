package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * A test of whether exp(-V/ε) is integrable, on rays from the data: far out, V must rise faster than ε d log r.
 *
 * <pre>growth(r, u) = r u·∇V(x̄ + r u) / (ε d) &gt; 1   for all directions u, |u| = 1, and all large r</pre>
 *
 * <p>A sum of potentials has an equilibrium, which a certificate can test, only if this holds for the sum (Wang, Xue and Dixon,
 * arXiv 2605.05530). The directions are random, and each is moved downhill on its sphere, so that a valley that leads outwards
 * is found where the gradient leads into it. A growth below 1 disproves integrability; a growth above 1 on all rays is evidence
 * but no proof.
 *
 * @param growth the lowest growth at each radius
 * @param radii r, in multiples of the farthest sample's distance from the mean x̄
 */
public record Integrability(double[] growth, double[] radii) {

    private static final int DIRECTIONS = 64;
    private static final int TURNS = 20;

    /**
     * The growth around samples.
     *
     * @param x two rows or more, (n, …)
     * @param epsilon ε, above zero
     */
    public static Integrability of(Potential potential, Samples x, double epsilon, Rng rng) {
        if (!(epsilon > 0) || x.rows() < 2) {
            throw new UsageException(
                    "Whether exp(-V/ε) has an integral was asked at ε = " + epsilon + " around " + x.rows()
                            + " samples.",
                    "It takes a temperature above zero, and two samples or more to tell what far out is.",
                    "Pass the temperature of sampling and samples or data.");
        }
        int d = x.width();
        double[] mean = ScatterMatrix.mean(x);
        double farthest = farthest(x, mean);
        double[] radii = {4, 16, 64};
        double[] growth = new double[radii.length];
        double[][] directions = new double[DIRECTIONS][d];
        for (int i = 0; i < DIRECTIONS; i++) {
            Rng own = rng.at(i);
            Arrays.setAll(directions[i], j -> own.nextGaussian());
            normalise(directions[i]);
        }
        for (int k = 0; k < radii.length; k++) {
            double r = radii[k] * farthest;
            growth[k] = Double.POSITIVE_INFINITY;
            for (int turn = 0; turn <= TURNS; turn++) {
                float[] slopes = slopes(potential, x, mean, directions, r);
                for (int i = 0; i < DIRECTIONS; i++) {
                    growth[k] = Math.min(growth[k], turned(directions[i], slopes, i * d, turn) * r / (epsilon * d));
                }
            }
        }
        return new Integrability(growth, radii);
    }

    private static double farthest(Samples x, double[] mean) {
        double farthest = 0;
        for (int i = 0; i < x.rows(); i++) {
            double squared = 0;
            for (int j = 0; j < mean.length; j++) {
                double apart = x.values()[i * mean.length + j] - mean[j];
                squared += apart * apart;
            }
            farthest = Math.max(farthest, squared);
        }
        return Math.max(Math.sqrt(farthest), Float.MIN_NORMAL);
    }

    private static float[] slopes(Potential potential, Samples x, double[] mean, double[][] directions, double r) {
        int d = mean.length;
        float[] points = new float[directions.length * d];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) (mean[i % d] + r * directions[i / d][i % d]);
        }
        return potential
                .gradients(new Samples(points, x.shape().row().batch(directions.length)))
                .values();
    }

    /** u·∇V, with u moved downhill on the sphere by decreasing steps. */
    private static double turned(double[] u, float[] slopes, int from, int turn) {
        double radial = 0;
        for (int j = 0; j < u.length; j++) {
            radial += u[j] * slopes[from + j];
        }
        double along = 0;
        for (int j = 0; j < u.length; j++) {
            double across = slopes[from + j] - radial * u[j];
            along += across * across;
        }
        if (along > 0) {
            double by = 0.5 / (1 + turn) / Math.sqrt(along);
            for (int j = 0; j < u.length; j++) {
                u[j] -= by * (slopes[from + j] - radial * u[j]);
            }
            normalise(u);
        }
        return radial;
    }

    private static void normalise(double[] u) {
        double length = Math.sqrt(Arrays.stream(u).map(v -> v * v).sum());
        for (int j = 0; j < u.length; j++) {
            u[j] /= length;
        }
    }

    /** Whether V rises fast enough on all rays, at all radii. */
    public boolean holds() {
        return Arrays.stream(growth).allMatch(g -> g > 1);
    }
}
