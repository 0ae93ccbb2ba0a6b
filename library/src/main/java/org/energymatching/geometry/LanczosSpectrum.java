package org.energymatching.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The distribution of the Hessian's eigenvalues at each point, estimated by stochastic Lanczos quadrature from products with
 * random vectors, for dimensions that are too large for {@link HessianSpectrum}.
 *
 * <pre>#{i : |λ_i| &lt; τ} = tr f(H) ≈ d/P Σ_p z_pᵀ f(H) z_p,    f = 1 on (-τ, τ), else 0;    z_p = (±1, …, ±1)/√d</pre>
 *
 * <p>Each zᵀ f(H) z is computed by the Lanczos method, as a {@link GaussQuadrature}. There are P = 3 directions, or more where
 * a spectrum of few distinct values exhausts their Krylov space before all products are used. The standard error is that over
 * the directions. It is √(2 r (1 - r/d)/P) or less for a count of r of d, so few flat directions among many are estimated
 * badly. S. Ubaru, J. Chen, Y. Saad, "Fast estimation of tr(f(A)) via stochastic Lanczos quadrature", SIAM Journal on Matrix
 * Analysis and Applications 38 (2017).
 *
 * @param dimensions d
 * @param quadratures of each point, one for each direction; not copied
 */
public record LanczosSpectrum(int dimensions, GaussQuadrature[][] quadratures) implements Spectrum {

    /** P, the best choice on digits and on spectra with and without a gap, with a tenth of the products. */
    public static final int DIRECTIONS = 3;

    /**
     * The estimates at the points, (n, …).
     *
     * @param products the number of products for each point, in place of d, such as a tenth of it
     * @param rng the directions of point i come from {@code rng.at(i)}
     */
    public static LanczosSpectrum of(Hessian hessian, Samples points, int products, Rng rng) {
        return of(hessian, points, products, DIRECTIONS, rng, PointBlocks.rows(points), () -> {});
    }

    /**
     * As above, on all cores, a block of points on each.
     *
     * @param products the number of products for each point
     * @param directions P
     * @param blockRows how many points are computed together; a network needs memory for each
     * @param onProduct called after each product, {@code products} times for each block, by several threads
     */
    public static LanczosSpectrum of(
            Hessian hessian, Samples points, int products, int directions, Rng rng, int blockRows, Runnable onProduct) {
        if (directions < 2 || products < directions) {
            throw new UsageException(
                    products + " products were to serve " + directions + " random directions.",
                    "There are 2 directions or more, whose scatter is the error, and a product or more for each.",
                    "Choose a tenth of the dimensions as products, and " + DIRECTIONS + " directions.");
        }
        int d = points.width();
        List<GaussQuadrature[][]> blocks = PointBlocks.map(points, blockRows, (first, part) -> {
            Curvature curvature = PointBlocks.curvature(hessian, part, first);
            BandLanczos[] rows = IntStream.range(0, part.rows())
                    .mapToObj(row -> new BandLanczos(d, products, directions, rng.at(first + row)))
                    .toArray(BandLanczos[]::new);
            for (int product = 0; product < products; product++) {
                if (Arrays.stream(rows).anyMatch(row -> !row.done())) {
                    advance(rows, curvature, first);
                }
                onProduct.run();
            }
            return Arrays.stream(rows).map(BandLanczos::found).toArray(GaussQuadrature[][]::new);
        });
        return new LanczosSpectrum(
                d, blocks.stream().flatMap(Arrays::stream).limit(points.rows()).toArray(GaussQuadrature[][]::new));
    }

    /** The number of products of {@link #of}, and so of calls of {@code onProduct}. */
    public static long products(Samples points, int products, int blockRows) {
        return (long) products * ((points.rows() + blockRows - 1) / blockRows);
    }

    private static void advance(BandLanczos[] rows, Curvature curvature, int first) {
        int d = curvature.dimensions();
        float[] vectors = new float[rows.length * d];
        for (int row = 0; row < rows.length; row++) {
            double[] newest = rows[row].newest();
            for (int j = 0; j < d; j++) {
                vectors[row * d + j] = (float) newest[j];
            }
        }
        float[] products = times(curvature, vectors);
        for (int row = 0; row < rows.length; row++) {
            if (!rows[row].done()) {
                double[] product = new double[d];
                for (int j = 0; j < d; j++) {
                    product[j] = PointBlocks.finite(products[row * d + j], first + row);
                }
                rows[row].advance(product);
            }
        }
    }

    private static float[] times(Curvature curvature, float[] vectors) {
        try (Scope scope = Scope.open()) {
            return curvature
                    .times(Tensor.of(vectors, Shape.of(curvature.points(), curvature.dimensions()), curvature.device()))
                    .floats();
        }
    }

    @Override
    public int points() {
        return quadratures.length;
    }

    /** The quantiles (i + ½)/d of the estimated distribution, i = 0 … d-1. */
    @Override
    public double[] eigenvalues(int point) {
        GaussQuadrature[] own = quadratures[point];
        double[] knots = Stream.concat(
                        Arrays.stream(own).map(GaussQuadrature::low),
                        Arrays.stream(own).map(GaussQuadrature::high))
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        double[] values = new double[dimensions];
        int next = 0;
        double before = 0;
        for (int i = 0; i < knots.length; i++) {
            double knot = knots[i];
            double left = mean(own, each -> each.below(knot));
            double right = mean(own, each -> each.upTo(knot));
            for (; next < dimensions && share(next) <= right; next++) {
                double part = share(next) < left ? (share(next) - before) / (left - before) : 1;
                values[next] = i == 0 ? knot : knots[i - 1] + part * (knot - knots[i - 1]);
            }
            before = right;
        }
        Arrays.fill(values, next, dimensions, knots[knots.length - 1]);
        return values;
    }

    private double share(int rank) {
        return (rank + 0.5) / dimensions;
    }

    private static double mean(GaussQuadrature[] own, ToDoubleFunction<GaussQuadrature> mass) {
        return Arrays.stream(own).mapToDouble(mass).average().orElse(0);
    }

    @Override
    public IntrinsicDimension intrinsicDimension(double threshold) {
        double tau = IntrinsicDimension.requireThreshold(threshold);
        double[] values = new double[points()];
        double[] errors = new double[points()];
        for (int point = 0; point < values.length; point++) {
            double[] counts = Arrays.stream(quadratures[point])
                    .mapToDouble(each -> dimensions * (each.below(tau) - each.upTo(-tau)))
                    .toArray();
            double mean = Arrays.stream(counts).sum() / counts.length;
            double squares = Arrays.stream(counts)
                    .map(count -> (count - mean) * (count - mean))
                    .sum();
            values[point] = mean;
            errors[point] = Math.sqrt(squares / (counts.length - 1) / counts.length);
        }
        return new IntrinsicDimension(threshold, dimensions, values, errors);
    }

    /** As in {@code LanczosSpectrum(100 points of 784 dimensions)}. */
    @Override
    public String toString() {
        return "LanczosSpectrum(" + points() + " points of " + dimensions + " dimensions)";
    }
}
