package org.energymatching.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * The distribution of the Hessian's eigenvalues at each point, estimated from products with random vectors: for points of
 * more numbers than {@link HessianSpectrum} has time for.
 *
 * <pre>
 * #{i : |λ_i| &lt; τ} = tr f(H) ≈ d/P Σ_p z_pᵀ f(H) z_p ≈ d/P Σ_p Σ_{k : |θ_pk| &lt; τ} w_pk,    f = 1 on (-τ, τ), else 0
 * </pre>
 *
 * <p>z_p are P random directions of length 1; θ_pk and w_pk are the nodes and the weights of the Gauss quadrature that K
 * steps of Lanczos' method make from z_p. It takes P·K products in place of d. The standard error is that over the
 * directions; for a count of r of d it is about √(2 r (1 - r/d)/P) where K is large enough, so few flat directions among
 * many are estimated badly. S. Ubaru, J. Chen, Y. Saad, "Fast estimation of tr(f(A)) via stochastic Lanczos quadrature",
 * SIAM Journal on Matrix Analysis and Applications 38 (2017).
 *
 * @param dimensions d
 * @param nodes θ for each point and direction, K or fewer; not copied
 * @param weights w, which add up to 1 for each point and direction; not copied
 */
public record LanczosSpectrum(int dimensions, double[][][] nodes, double[][][] weights) implements Spectrum {

    /**
     * The estimates at the points, (n, …).
     *
     * @param probes P, at least 2, or there is no error to tell
     * @param steps K
     * @param rng the directions of point i come from {@code rng.at(i)}
     */
    public static LanczosSpectrum of(Hessian hessian, Samples points, int probes, int steps, Rng rng) {
        return of(hessian, points, probes, steps, rng, PointBlocks.rows(points), () -> {});
    }

    /**
     * As above, on all cores, a block of points on each.
     *
     * @param blockRows how many points are computed together; a network needs memory for each
     * @param onProduct is called after each product, P·K times for each block, by several threads
     */
    public static LanczosSpectrum of(
            Hessian hessian, Samples points, int probes, int steps, Rng rng, int blockRows, Runnable onProduct) {
        if (probes < 2 || steps < 1) {
            throw new UsageException(
                    probes + " random directions with " + steps + " steps of Lanczos' method each were asked for.",
                    "There are 2 directions or more, so that their scatter tells the error, and 1 step or more.",
                    "Choose for example 6 directions and 12 steps.");
        }
        List<Quadrature[][]> blocks = PointBlocks.map(points, blockRows, (first, part) -> {
            Curvature curvature = PointBlocks.curvature(hessian, part, first);
            Quadrature[][] found = new Quadrature[part.rows()][probes];
            for (int p = 0; p < probes; p++) {
                int probe = p;
                Lanczos lanczos = Lanczos.from(
                        curvature, first, row -> rng.at(first + row).at(probe), Math.min(steps, points.width()));
                Quadrature[] rules = lanczos.run(onProduct);
                for (int row = 0; row < rules.length; row++) {
                    found[row][p] = rules[row];
                }
            }
            return found;
        });
        Quadrature[][] all = blocks.stream().flatMap(Arrays::stream).toArray(Quadrature[][]::new);
        return new LanczosSpectrum(points.width(), numbers(all, Quadrature::nodes), numbers(all, Quadrature::weights));
    }

    /** How many products {@link #of} makes at most: what {@code onProduct} counts up to. */
    public static long products(Samples points, int probes, int steps, int blockRows) {
        return (long) probes * Math.min(steps, points.width()) * ((points.rows() + blockRows - 1) / blockRows);
    }

    private static double[][][] numbers(Quadrature[][] rules, Function<Quadrature, double[]> part) {
        return Arrays.stream(rules)
                .map(row -> Arrays.stream(row).map(part).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    @Override
    public int points() {
        return nodes.length;
    }

    /** The quantiles (i + ½)/d of the estimated distribution, i = 0 … d-1. */
    @Override
    public double[] eigenvalues(int point) {
        double[] all =
                Arrays.stream(nodes[point]).flatMapToDouble(Arrays::stream).toArray();
        double[] masses =
                Arrays.stream(weights[point]).flatMapToDouble(Arrays::stream).toArray();
        int[] order = IntStream.range(0, all.length)
                .boxed()
                .sorted((a, b) -> Double.compare(all[a], all[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double total = Arrays.stream(masses).sum();
        double[] values = new double[dimensions];
        double below = 0;
        int next = 0;
        for (int at : order) {
            below += masses[at];
            while (next < dimensions && (next + 0.5) / dimensions * total <= below) {
                values[next++] = all[at];
            }
        }
        Arrays.fill(values, next, dimensions, all[order[order.length - 1]]);
        return values;
    }

    @Override
    public IntrinsicDimension intrinsicDimension(double threshold) {
        double tau = IntrinsicDimension.requireThreshold(threshold);
        double[] values = new double[points()];
        double[] errors = new double[points()];
        for (int point = 0; point < values.length; point++) {
            int probes = nodes[point].length;
            double[] counts = new double[probes];
            for (int p = 0; p < probes; p++) {
                for (int k = 0; k < nodes[point][p].length; k++) {
                    counts[p] += Math.abs(nodes[point][p][k]) < tau ? dimensions * weights[point][p][k] : 0;
                }
            }
            double mean = Arrays.stream(counts).sum() / probes;
            double squares = Arrays.stream(counts)
                    .map(count -> (count - mean) * (count - mean))
                    .sum();
            values[point] = mean;
            errors[point] = Math.sqrt(squares / (probes - 1) / probes);
        }
        return new IntrinsicDimension(threshold, dimensions, values, errors);
    }

    /** As in {@code LanczosSpectrum(100 points of 784 dimensions, 6 directions)}. */
    @Override
    public String toString() {
        return "LanczosSpectrum(" + points() + " points of " + dimensions + " dimensions, "
                + (nodes.length == 0 ? 0 : nodes[0].length) + " directions)";
    }
}
