package org.energymatching.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * All eigenvalues of the Hessian at each point, from d products and a matrix of d × d numbers for each: for points of up to
 * a few thousand numbers. {@link LanczosSpectrum} needs fewer products.
 *
 * <pre>{@code
 * HessianSpectrum spectrum = HessianSpectrum.of(Hessian.of(potential), points);
 * double[] dimension = spectrum.intrinsicDimension(3).values();
 * }</pre>
 *
 * @param eigenvalues those of each point in ascending order; not copied
 */
public record HessianSpectrum(double[][] eigenvalues) implements Spectrum {

    /** The limit of numbers in the matrices of a block. */
    private static final int NUMBERS = 1 << 25;

    /** The spectra at the points, (n, …). */
    public static HessianSpectrum of(Hessian hessian, Samples points) {
        return of(hessian, points, PointBlocks.rows(points), () -> {});
    }

    /**
     * As above, on all cores, a block of points on each.
     *
     * @param blockRows how many points are computed together at most; a network needs memory for each
     * @param onProduct called after each product, d times for each block, by several threads
     */
    public static HessianSpectrum of(Hessian hessian, Samples points, int blockRows, Runnable onProduct) {
        int d = points.width();
        int rows = blockRows(d, blockRows);
        List<List<double[]>> blocks = PointBlocks.map(points, rows, (first, part) -> {
            List<double[]> matrices = matrices(hessian, part, first, onProduct);
            List<double[]> spectra = new ArrayList<>();
            for (double[] matrix : matrices) {
                spectra.add(new DoubleMatrix(d, d, matrix).eigenvalues());
            }
            return spectra;
        });
        return new HessianSpectrum(
                blocks.stream().flatMap(List::stream).limit(points.rows()).toArray(double[][]::new));
    }

    /** The number of products of {@link #of}, and so of calls of {@code onProduct}. */
    public static long products(Samples points, int blockRows) {
        int rows = blockRows(points.width(), blockRows);
        return (long) points.width() * ((points.rows() + rows - 1) / rows);
    }

    private static int blockRows(int d, int asked) {
        return (int) Math.max(1, Math.min(asked, NUMBERS / Math.max(1, (long) d * d)));
    }

    /** (H + Hᵀ)/2 at each point, row-major: rounding makes H slightly asymmetric. */
    private static List<double[]> matrices(Hessian hessian, Samples part, int first, Runnable onProduct) {
        int d = part.width();
        List<double[]> matrices = new ArrayList<>();
        for (int row = 0; row < part.rows(); row++) {
            matrices.add(new double[d * d]);
        }
        Curvature curvature = PointBlocks.curvature(hessian, part, first);
        for (int i = 0; i < d; i++) {
            float[] column = column(curvature, i);
            for (int row = 0; row < part.rows(); row++) {
                double[] matrix = matrices.get(row);
                for (int j = 0; j < d; j++) {
                    double half = 0.5 * PointBlocks.finite(column[row * d + j], first + row);
                    matrix[i * d + j] += half;
                    matrix[j * d + i] += half;
                }
            }
            onProduct.run();
        }
        return matrices;
    }

    private static float[] column(Curvature curvature, int i) {
        try (Scope scope = Scope.open()) {
            return curvature.column(i).floats();
        }
    }

    @Override
    public int points() {
        return eigenvalues.length;
    }

    @Override
    public int dimensions() {
        return eigenvalues.length == 0 ? 0 : eigenvalues[0].length;
    }

    @Override
    public double[] eigenvalues(int point) {
        return eigenvalues[point].clone();
    }

    @Override
    public IntrinsicDimension intrinsicDimension(double threshold) {
        double tau = IntrinsicDimension.requireThreshold(threshold);
        double[] counts = Arrays.stream(eigenvalues)
                .mapToDouble(values -> Arrays.stream(values)
                        .filter(value -> Math.abs(value) < tau)
                        .count())
                .toArray();
        return new IntrinsicDimension(threshold, dimensions(), counts, new double[counts.length]);
    }

    /** As in {@code HessianSpectrum(100 points of 3 dimensions)}. */
    @Override
    public String toString() {
        return "HessianSpectrum(" + points() + " points of " + dimensions() + " dimensions)";
    }
}
