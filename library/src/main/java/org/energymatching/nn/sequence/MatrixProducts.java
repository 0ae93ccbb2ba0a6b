package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * Products of small matrices directly by OpenBLAS, without the engine's overhead, which takes longer than a product of this
 * size. They are not recorded.
 *
 * <p>A product replaces the output, or is added to it: {@code kept} is 0 or 1. Rows are in blocks of 128, because OpenBLAS does
 * not copy the operands of products of up to a million multiplications, and computes these 1.5 times as fast.
 */
final class MatrixProducts {

    private static final int BLOCK = 128;

    private MatrixProducts() {}

    /**
     * y_i = x_i W for rows i, or added to it.
     *
     * @param x (·, k), from row {@code xRow}
     * @param w matrices (taps, k, m), of which the one at {@code tap} is used
     * @param y (·, m), from row {@code yRow}
     * @param rows how many
     */
    static void put(Tensor x, long xRow, Tensor w, int tap, Tensor y, long yRow, long rows, int kept) {
        put(x, xRow, w, tap, false, y, yRow, rows, kept);
    }

    /** As {@link #put}, with Wᵀ: x (·, m), y (·, k). */
    static void putTransposed(Tensor x, long xRow, Tensor w, int tap, Tensor y, long yRow, long rows, int kept) {
        put(x, xRow, w, tap, true, y, yRow, rows, kept);
    }

    private static void put(
            Tensor x, long xRow, Tensor w, int tap, boolean transposed, Tensor y, long yRow, long rows, int kept) {
        int k = width(x);
        int m = width(y);
        try (Scope scope = Scope.open()) {
            FloatPointer from = MatrixView.memory(x);
            FloatPointer to = MatrixView.memory(y);
            FloatPointer weights = MatrixView.memory(w);
            long offset = (long) tap * k * m;
            MatrixView matrix = transposed
                    ? new MatrixView(weights, offset, m, k).transpose()
                    : new MatrixView(weights, offset, k, m);
            for (long row = 0; row < rows; row += BLOCK) {
                int block = (int) Math.min(BLOCK, rows - row);
                new MatrixView(to, (yRow + row) * m, block, m)
                        .product(new MatrixView(from, (xRow + row) * k, block, k), matrix, 1, kept);
            }
        }
    }

    /**
     * W += Σ_i x_iᵀ g_i over rows i: the vector-Jacobian product of {@link #put} for W.
     *
     * @param x (·, k), from row {@code xRow}
     * @param g (·, m), from row {@code gRow}
     * @param rows how many
     * @param w matrices (taps, k, m), to which the one at {@code tap} is added
     */
    static void addOuter(Tensor x, long xRow, Tensor g, long gRow, long rows, Tensor w, int tap) {
        int k = width(x);
        int m = width(g);
        try (Scope scope = Scope.open()) {
            FloatPointer left = MatrixView.memory(x);
            FloatPointer right = MatrixView.memory(g);
            MatrixView matrix = new MatrixView(MatrixView.memory(w), (long) tap * k * m, k, m);
            for (long row = 0; row < rows; row += BLOCK) {
                int block = (int) Math.min(BLOCK, rows - row);
                matrix.product(
                        new MatrixView(left, (xRow + row) * k, block, k).transpose(),
                        new MatrixView(right, (gRow + row) * m, block, m),
                        1,
                        1);
            }
        }
    }

    /** x W for rows (N, k) and one matrix (k, m): (N, m). */
    static Tensor of(Tensor x, Tensor w) {
        long rows = unwrap(x).size(0);
        Tensor y = unset(rows, unwrap(w).size(1));
        put(x, 0, w, 0, y, 0, rows, 0);
        return y;
    }

    /** x Wᵀ for rows (N, m) and one matrix (k, m): (N, k). */
    static Tensor ofTransposed(Tensor x, Tensor w) {
        long rows = unwrap(x).size(0);
        Tensor y = unset(rows, unwrap(w).size(0));
        putTransposed(x, 0, w, 0, y, 0, rows, 0);
        return y;
    }

    /** total += the sum of all rows: (N, C) to (C). */
    static void addRows(Tensor x, Tensor total) {
        try (Scope scope = Scope.open()) {
            unwrap(total).add_(unwrap(x.sum(0L)));
        }
    }

    /** Copies of a row in new memory: (C) to (rows, C). */
    static Tensor repeated(Tensor row, long rows) {
        return result(() -> unwrap(row).repeat(rows, 1));
    }

    /** Uninitialised memory for (rows, width) numbers. */
    static Tensor unset(long rows, long width) {
        return result(() -> torch.empty(rows, width));
    }

    private static int width(Tensor x) {
        return Math.toIntExact(unwrap(x).size(-1));
    }
}
