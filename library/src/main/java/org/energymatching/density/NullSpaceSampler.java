package org.energymatching.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.engine.Constant;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Samples rows from exp(-V/ε) given linear measurements without noise, y = A x, exactly: chains move in the null space of A alone.
 *
 * <pre>
 * x = Qᵀ z,   Q orthogonal, its first m rows a basis of the rows of A = L Q_m;
 * z_1 … z_m = L⁻¹ y are held, the others are drawn by {@link ConditionalSampler} from exp(-V(Qᵀ z)/ε)
 * </pre>
 *
 * <p>Totals, means over blocks and single values are such measurements. The potential is one of rows of numbers, in the units of
 * which A is.
 */
public final class NullSpaceSampler {

    /** A row of A counts as a sum of others where less than this share of it is left. */
    private static final double DEPENDENT = 1e-6;

    private final int width;
    private final int measured;
    private final DoubleMatrix basis;
    private final double[][] lower;
    private final ConditionalSampler rotated;

    /**
     * The sampler of a measurement.
     *
     * @param a A
     * @param joint the sampler of rows given some of their values
     * @throws UsageException if a measurement is a sum of others, or nothing is left open
     */
    public NullSpaceSampler(LinearOperator a, ConditionalSampler joint) {
        width = a.inputShape().length();
        measured = a.outputShape().length();
        lower = new double[measured][measured];
        basis = basis(matrix(a), lower);
        Constant axes = Constant.of(DoubleMatrix.rounded(basis.values()), Shape.of(width, width));
        rotated = new ConditionalSampler(
                z -> joint.potential().energy(z.matmul(axes.on(z.device()))),
                rotated(joint.base()),
                joint.epsilon(),
                joint.chains(),
                joint.candidates(),
                joint.draws());
    }

    /** A, row after row. */
    private static double[][] matrix(LinearOperator a) {
        int d = a.inputShape().length();
        int m = a.outputShape().length();
        if (m >= d) {
            throw new UsageException(
                    m + " measurements of rows of " + d + " values were said to be exact.",
                    "Exact measurements leave some of a row open.",
                    "Give fewer, or a deviation of their noise.");
        }
        float[] units = new float[d * d];
        for (int j = 0; j < d; j++) {
            units[j * d + j] = 1;
        }
        float[] seen = a.values(units);
        double[][] rows = new double[m][d];
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < m; i++) {
                rows[i][j] = seen[j * m + i];
            }
        }
        return rows;
    }

    /** Q, whose first rows are those of A made orthonormal, A = L Q_m, and whose others complete them to a basis. */
    private static DoubleMatrix basis(double[][] a, double[][] lower) {
        int d = a[0].length;
        List<double[]> axes = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            double[] left = a[i].clone();
            double length = norm(left);
            double[] parts = orthogonal(left, axes);
            System.arraycopy(parts, 0, lower[i], 0, i);
            lower[i][i] = norm(left);
            if (!(lower[i][i] > DEPENDENT * length)) {
                throw new UsageException(
                        "Measurement " + (i + 1) + " of " + a.length + " follows from those before it.",
                        "Exact measurements are independent of one another.",
                        "Leave it out, or give a deviation of the noise.");
            }
            axes.add(scaled(left, 1 / lower[i][i]));
        }
        while (axes.size() < d) {
            double[] best = new double[d];
            double longest = 0;
            for (int j = 0; j < d && longest < 0.5; j++) {
                double[] unit = new double[d];
                unit[j] = 1;
                orthogonal(unit, axes);
                if (norm(unit) > longest) {
                    best = unit;
                    longest = norm(unit);
                }
            }
            axes.add(scaled(best, 1 / longest));
        }
        return new DoubleMatrix(
                d, d, axes.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    /** Takes the parts along the axes out of a vector, twice for the sake of rounding, and returns them. */
    private static double[] orthogonal(double[] vector, List<double[]> axes) {
        double[] parts = new double[axes.size()];
        for (int pass = 0; pass < 2; pass++) {
            for (int k = 0; k < parts.length; k++) {
                double[] axis = axes.get(k);
                double part = 0;
                for (int j = 0; j < axis.length; j++) {
                    part += axis[j] * vector[j];
                }
                parts[k] += part;
                for (int j = 0; j < axis.length; j++) {
                    vector[j] -= part * axis[j];
                }
            }
        }
        return parts;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
    }

    private static double[] scaled(double[] vector, double factor) {
        return Arrays.stream(vector).map(x -> factor * x).toArray();
    }

    /** The mixture of z = Q x. */
    private GaussianMixture rotated(GaussianMixture mixture) {
        return new GaussianMixture(
                mixture.weights(),
                mixture.components().stream()
                        .map(normal -> Gaussian.of(
                                basis.timesTransposed(new DoubleMatrix(1, width, normal.mean()))
                                        .values(),
                                basis.times(new DoubleMatrix(width, width, normal.covariance()))
                                        .timesTransposed(basis)
                                        .values()))
                        .toList());
    }

    /**
     * Samples rows given their measurements.
     *
     * @param y of each row, one after another
     * @param onBlock called after each block of chains
     * @return all draws of row 0, then those of row 1, …
     */
    public ConditionalSampler.Draws sample(float[] y, long seed, Runnable onBlock) {
        int rows = y.length / measured;
        float[] observed = new float[rows * width];
        Arrays.fill(observed, Float.NaN);
        for (int row = 0; row < rows; row++) {
            double[] z = new double[measured];
            for (int i = 0; i < measured; i++) {
                double rest = y[row * measured + i];
                for (int k = 0; k < i; k++) {
                    rest -= lower[i][k] * z[k];
                }
                z[i] = rest / lower[i][i];
                observed[row * width + i] = (float) z[i];
            }
        }
        ConditionalSampler.Draws found = rotated.sample(new Samples(observed, Shape.of(rows, width)), seed, onBlock);
        DoubleMatrix z = DoubleMatrix.ofRows(
                found.rows().values(), width, 0, found.rows().rows());
        return new ConditionalSampler.Draws(
                new Samples(
                        DoubleMatrix.rounded(z.times(basis).values()),
                        found.rows().shape()),
                found.effective());
    }
}
