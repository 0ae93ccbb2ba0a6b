package org.energymatching.tensor.engine;

import java.util.function.Supplier;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * A matrix of doubles, for statistics of many rows that need more precision than {@link Tensor}'s floats.
 *
 * <p>A Java value: the engine computes with a copy on the calling thread, which is freed before a method returns. Work for
 * several cores is split into blocks of rows for {@link Workers}.
 *
 * @param rows how many rows
 * @param columns how many columns
 * @param values row-major; not copied
 */
public record DoubleMatrix(int rows, int columns, double[] values) {

    /** Checks that the values fill the matrix. */
    public DoubleMatrix {
        if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
            throw new UsageException(
                    values.length + " values do not fill a matrix of " + rows + " rows and " + columns + " columns.",
                    "A matrix holds as many values as its rows times its columns.",
                    "Pass the sizes that the values were laid out for.");
        }
    }

    /** The rows from {@code from} (inclusive) to {@code to} (exclusive) of floats, with {@code columns} of them in a row. */
    public static DoubleMatrix ofRows(float[] values, int columns, int from, int to) {
        double[] widened = new double[Math.multiplyExact(to - from, columns)];
        for (int at = 0; at < widened.length; at++) {
            widened[at] = values[from * columns + at];
        }
        return new DoubleMatrix(to - from, columns, widened);
    }

    /** Doubles as floats. */
    public static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            rounded[at] = (float) values[at];
        }
        return rounded;
    }

    /** The number in a row and a column. */
    public double at(int row, int column) {
        return values[row * columns + column];
    }

    /** A matrix of some of the rows, in this order. */
    public DoubleMatrix pick(int... chosen) {
        double[] picked = new double[Math.multiplyExact(chosen.length, columns)];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * columns, picked, i * columns, columns);
        }
        return new DoubleMatrix(chosen.length, columns, picked);
    }

    /** The matrix product A·B: (n, k) · (k, m) to (n, m). */
    public DoubleMatrix times(DoubleMatrix other) {
        return compute(() -> torch.mm(copied(), other.copied()));
    }

    /** A·Bᵀ, the inner products of all rows with all rows: (n, k) · (m, k)ᵀ to (n, m). */
    public DoubleMatrix timesTransposed(DoubleMatrix other) {
        return compute(() -> torch.mm(copied(), other.copied().t()));
    }

    /** Aᵀ·B: (k, n)ᵀ · (k, m) to (n, m). */
    public DoubleMatrix transposedTimes(DoubleMatrix other) {
        return compute(() -> torch.mm(copied().t(), other.copied()));
    }

    /** The eigenvalues of this symmetric matrix in ascending order; only its lower triangle is read. */
    public double[] eigenvalues() {
        return compute(() -> torch.linalg_eigvalsh(copied()).unsqueeze(0)).values;
    }

    /** Eigenvalues and eigenvectors of this symmetric matrix; only its lower triangle is read. */
    public SymmetricEigen eigen() {
        return Engine.call(() -> {
            try (Scope scope = Scope.open()) {
                var pair = torch.linalg_eigh(copied());
                return new SymmetricEigen(from(pair.get0().unsqueeze(0)).values, from(pair.get1()));
            }
        });
    }

    /**
     * The lower triangle L of this symmetric positive matrix, A = L·Lᵀ (Cholesky), zero above the diagonal; only the lower
     * triangle of A is read.
     */
    public DoubleMatrix cholesky() {
        return compute(() -> torch.linalg_cholesky(copied()));
    }

    /** L⁻¹ of this lower triangle L. */
    public DoubleMatrix triangularInverse() {
        return compute(() -> torch.linalg_solve_triangular(
                copied(), torch.eye(rows, new TensorOptions(torch.ScalarType.Double)), false));
    }

    /** Φ⁻¹ of each number, the quantile of the standard normal distribution. */
    public DoubleMatrix normalQuantiles() {
        return compute(() -> torch.special_ndtri(copied()));
    }

    /** As in {@code DoubleMatrix(64, 64)}, without the values. */
    @Override
    public String toString() {
        return "DoubleMatrix(" + rows + ", " + columns + ")";
    }

    private org.bytedeco.pytorch.Tensor copied() {
        var made = torch.zeros(new long[] {rows, columns}, new TensorOptions(torch.ScalarType.Double));
        if (values.length > 0) {
            Engine.countUpload(values.length);
            made.data_ptr_double().capacity(values.length).put(values);
        }
        return made;
    }

    private static DoubleMatrix compute(Supplier<org.bytedeco.pytorch.Tensor> operation) {
        return Engine.call(() -> {
            try (Scope scope = Scope.open()) {
                return from(operation.get());
            }
        });
    }

    private static DoubleMatrix from(org.bytedeco.pytorch.Tensor matrix) {
        double[] values = new double[Math.toIntExact(matrix.numel())];
        if (values.length > 0) {
            Engine.countReadBack(values.length);
            matrix.contiguous().data_ptr_double().capacity(values.length).get(values);
        }
        return new DoubleMatrix(Math.toIntExact(matrix.size(0)), Math.toIntExact(matrix.size(1)), values);
    }
}
