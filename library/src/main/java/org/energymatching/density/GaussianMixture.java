package org.energymatching.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.potential.MixturePotential;
import org.energymatching.nn.potential.ResidualPotential;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * A weighted sum of Gaussians, p(x) = Σ w_k N(x; μ_k, Σ_k); {@link ExpectationMaximisation} fits one.
 *
 * @param weights w_k, none negative; their sum is 1
 * @param components the Gaussians, all of one width
 */
public record GaussianMixture(double[] weights, List<Gaussian> components) implements Density {

    public GaussianMixture {
        components = List.copyOf(components);
        int widths = (int) components.stream().map(Gaussian::shape).distinct().count();
        double sum = Arrays.stream(weights).sum();
        if (widths != 1
                || weights.length != components.size()
                || Arrays.stream(weights).anyMatch(w -> !(w >= 0))
                || Math.abs(sum - 1) > 1e-9) {
            throw new UsageException(
                    "A mixture of " + components.size() + " Gaussians of " + widths + " different widths came with "
                            + weights.length + " weights, whose sum is " + sum + ".",
                    "There is a weight for each Gaussian, none is negative and they sum to 1; all have one width.",
                    "Divide the weights by their sum.");
        }
    }

    /** Equal isotropic Gaussians at these centres. */
    public static GaussianMixture round(double[][] centres, double deviation) {
        double[] weights = new double[centres.length];
        Arrays.fill(weights, 1.0 / centres.length);
        return new GaussianMixture(
                weights,
                Arrays.stream(centres)
                        .map(centre -> new Gaussian(centre, diagonal(centre.length, deviation)))
                        .toList());
    }

    /** The base mixture of a residual potential, if the network has one. */
    public static Optional<GaussianMixture> tiltedBy(Architecture network) {
        return network instanceof ResidualPotential tilted ? Optional.of(of(tilted.base())) : Optional.empty();
    }

    /** The mixture of this energy. */
    public static GaussianMixture of(MixturePotential energy) {
        int d = energy.inputs();
        List<Gaussian> components = new ArrayList<>();
        double[] weights = new double[energy.components()];
        for (int k = 0; k < weights.length; k++) {
            DoubleMatrix factor = new DoubleMatrix(d, d, energy.whitening(k)).triangularInverse();
            double[] mean =
                    factor.times(new DoubleMatrix(d, 1, energy.offset(k))).values();
            components.add(new Gaussian(Arrays.stream(mean).map(m -> -m).toArray(), factor.values()));
            weights[k] = Math.exp(energy.logMass(k) - components.get(k).logHighest());
        }
        double sum = Arrays.stream(weights).sum();
        return new GaussianMixture(Arrays.stream(weights).map(w -> w / sum).toArray(), components);
    }

    /** -log q as a potential in the engine. */
    public MixturePotential energy() {
        int d = shape().length();
        float[] whitening = new float[components.size() * d * d];
        float[] offsets = new float[components.size() * d];
        double[] logMasses = new double[components.size()];
        for (int k = 0; k < components.size(); k++) {
            Gaussian component = components.get(k);
            DoubleMatrix inverse = component.whitening();
            System.arraycopy(DoubleMatrix.rounded(inverse.values()), 0, whitening, k * d * d, d * d);
            double[] whiteMean =
                    inverse.times(new DoubleMatrix(d, 1, component.mean())).values();
            for (int i = 0; i < d; i++) {
                offsets[k * d + i] = (float) -whiteMean[i];
            }
            logMasses[k] = Math.log(weights[k]) + component.logHighest();
        }
        return new MixturePotential(d, whitening, offsets, logMasses);
    }

    /** The distribution of some columns, in the order in which they are given. */
    public GaussianMixture marginal(int... columns) {
        int d = shape().length();
        BitSet chosen = new BitSet();
        Arrays.stream(columns).forEach(chosen::set);
        if (columns.length == 0 || chosen.cardinality() < columns.length || chosen.length() > d) {
            throw new UsageException(
                    "The columns " + Arrays.toString(columns) + " of a mixture of " + d + " were asked for.",
                    "There is one or more, each once, from 0 to " + (d - 1) + ".",
                    "Name such columns.");
        }
        int[] order = IntStream.concat(
                        Arrays.stream(columns), IntStream.range(0, d).filter(j -> !chosen.get(j)))
                .toArray();
        return new GaussianMixture(
                weights,
                components.stream()
                        .map(c -> new SplitGaussian(c.mean(), c.covariance(), order, columns.length).marginal())
                        .toList());
    }

    /** The distribution of rows whose known values are those of a row; see {@link ConditionalMixture}. */
    public ConditionalMixture given(float... row) {
        return ConditionalMixture.of(this, row);
    }

    /** Rows (n, d) with their missing values, NaN, drawn given the others; row i uses {@code rng.at(i)}. */
    public Samples completed(Samples rows, Rng rng) {
        float[] values = rows.values().clone();
        int d = rows.width();
        int[] incomplete = rows.incomplete();
        Workers.common().map(incomplete.length, i -> {
            int row = incomplete[i];
            given(rows.row(row)).draw(rng.at(row), values, row * d);
            return i;
        });
        return new Samples(values, rows.shape()).given(rows.conditions());
    }

    /** Σ_k w_k μ_k. */
    public double[] mean() {
        double[] mean = new double[shape().length()];
        for (int k = 0; k < weights.length; k++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += weights[k] * components.get(k).mean()[i];
            }
        }
        return mean;
    }

    /** The Gaussian of the same mean m and covariance Σ_k w_k (Σ_k + μ_k μ_kᵀ) - m mᵀ. */
    Gaussian moments() {
        int d = shape().length();
        double[] mean = mean();
        double[] covariance = new double[d * d];
        for (int k = 0; k < weights.length; k++) {
            double[] own = components.get(k).covariance();
            double[] at = components.get(k).mean();
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i * d + j] += weights[k] * (own[i * d + j] + (at[i] - mean[i]) * (at[j] - mean[j]));
                }
            }
        }
        return Gaussian.of(mean, covariance);
    }

    /** The distribution of x + σz for x of this mixture and standard normal z, without structure finer than σ. */
    public GaussianMixture smoothed(double sigma) {
        return new GaussianMixture(
                weights, components.stream().map(c -> c.smoothed(sigma)).toList());
    }

    /** These Gaussians with their deviations multiplied by a factor. */
    public GaussianMixture widened(double factor) {
        return new GaussianMixture(
                weights,
                components.stream()
                        .map(c -> new Gaussian(
                                c.mean(),
                                Arrays.stream(c.factor()).map(v -> factor * v).toArray()))
                        .toList());
    }

    @Override
    public Shape shape() {
        return components.get(0).shape();
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        component(rng.nextDouble()).draw(rng, out, offset);
    }

    /** The Gaussian that a number in [0, 1) selects by the weights. */
    Gaussian component(double at) {
        return components.get(picked(weights, at));
    }

    /** The index that a number in [0, 1) selects by the shares. */
    static int picked(double[] shares, double at) {
        double left = at;
        int k = 0;
        while (k < shares.length - 1 && left >= shares[k]) {
            left -= shares[k++];
        }
        return k;
    }

    @Override
    public double[] logDensities(Samples x) {
        double[][] each = components.stream().map(c -> c.logDensities(x)).toArray(double[][]::new);
        double[] terms = new double[weights.length];
        return IntStream.range(0, x.rows())
                .mapToDouble(i -> {
                    Arrays.setAll(terms, k -> Math.log(weights[k]) + each[k][i]);
                    return LogSum.of(terms);
                })
                .toArray();
    }

    /** As in {@code GaussianMixture(20 of width 48)}. */
    @Override
    public String toString() {
        return "GaussianMixture(" + weights.length + " of width " + shape().length() + ")";
    }

    private static double[] diagonal(int d, double value) {
        double[] matrix = new double[d * d];
        for (int j = 0; j < d; j++) {
            matrix[j * d + j] = value;
        }
        return matrix;
    }
}
