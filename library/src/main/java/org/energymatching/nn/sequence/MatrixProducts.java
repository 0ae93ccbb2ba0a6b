package org.energymatching.nn.sequence;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * Products of small matrices by OpenBLAS itself: nothing is recorded, and none of the engine's work around a product is done,
 * which takes longer than a product of this size.
 *
 * <p>A product is put where the caller says, in place of what is there or added to it; {@code kept} is 0 or 1, the share that
 * remains of what was there.
 *
 * <p>Rows come in blocks of 128: up to a million multiplications a time, OpenBLAS leaves its operands where they are, and is
 * half as fast again. Every tensor is contiguous.
 */
final class MatrixProducts {

    private static final long BLOCK = 128;

    private MatrixProducts() {}

    /**
     * y_i = x_i · w for rows i, or added to it.
     *
     * @param x (·, k), from row {@code xRow}
     * @param w matrices (taps, k, m), of which the one at {@code tap} is taken
     * @param y (·, m), from row {@code yRow}
     * @param rows how many
     */
    static void put(Tensor x, long xRow, Tensor w, int tap, Tensor y, long yRow, long rows, int kept) {
        int k = width(x);
        int m = width(y);
        try (Scope scope = Scope.open()) {
            FloatPointer from = pointer(x);
            FloatPointer by = pointer(w);
            FloatPointer to = pointer(y);
            long matrix = (long) tap * k * m;
            for (long row = 0; row < rows; row += BLOCK) {
                int block = (int) Math.min(BLOCK, rows - row);
                product(
                        false,
                        false,
                        block,
                        m,
                        k,
                        1,
                        from,
                        (xRow + row) * k,
                        k,
                        by,
                        matrix,
                        m,
                        kept,
                        to,
                        (yRow + row) * m,
                        m);
            }
        }
    }

    /**
     * w += Σ_i x_iᵀ · g_i over rows i: what {@link #put} gives back to w.
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
            FloatPointer left = pointer(x);
            FloatPointer right = pointer(g);
            FloatPointer to = pointer(w);
            long matrix = (long) tap * k * m;
            for (long row = 0; row < rows; row += BLOCK) {
                int block = (int) Math.min(BLOCK, rows - row);
                product(
                        true,
                        false,
                        k,
                        m,
                        block,
                        1,
                        left,
                        (xRow + row) * k,
                        k,
                        right,
                        (gRow + row) * m,
                        m,
                        1,
                        to,
                        matrix,
                        m);
            }
        }
    }

    /** x · w for rows (N, k) and one matrix (k, m). */
    static Tensor of(Tensor x, Tensor w) {
        long rows = x.unwrap().size(0);
        Tensor y = unset(rows, w.unwrap().size(1));
        put(x, 0, w, 0, y, 0, rows, 0);
        return y;
    }

    /**
     * A row as often as asked for, (C) to (rows, C).
     *
     * @param ones at least as many
     */
    static Tensor repeated(Tensor row, long rows, Tensor ones) {
        int m = width(row);
        Tensor y = unset(rows, m);
        try (Scope scope = Scope.open()) {
            int n = Math.toIntExact(rows);
            product(false, false, n, m, 1, 1, pointer(ones), 0, 1, pointer(row), 0, m, 0, pointer(y), 0, m);
        }
        return y;
    }

    /** Memory for (rows, width) numbers, which hold anything. */
    static Tensor unset(long rows, long width) {
        return Tensor.result(() -> torch.empty(rows, width));
    }

    /**
     * The inner products of rows a_i · b_i: (N, C) and (N, C) to (N, 1).
     *
     * @param ones at least C
     */
    static Tensor rowDots(Tensor a, Tensor b, Tensor ones) {
        try (Scope scope = Scope.open()) {
            return scope.keep(rowSums(a.times(b), width(a), ones));
        }
    }

    /**
     * The sums of so many numbers at a time: (·) to (N, 1).
     *
     * @param ones at least as many
     */
    static Tensor rowSums(Tensor x, int width, Tensor ones) {
        long rows = x.unwrap().numel() / width;
        Tensor sums = unset(rows, 1);
        try (Scope scope = Scope.open()) {
            openblas_nolapack.cblas_sgemv(
                    openblas_nolapack.CblasRowMajor,
                    openblas_nolapack.CblasNoTrans,
                    Math.toIntExact(rows),
                    width,
                    1,
                    pointer(x),
                    width,
                    pointer(ones),
                    1,
                    0,
                    pointer(sums),
                    1);
        }
        return sums;
    }

    /**
     * total += the sum of all rows, (N, C) to (C).
     *
     * @param ones at least N
     */
    static void addColumnSums(Tensor x, Tensor total, Tensor ones) {
        try (Scope scope = Scope.open()) {
            int rows = Math.toIntExact(x.unwrap().size(0));
            openblas_nolapack.cblas_sgemv(
                    openblas_nolapack.CblasRowMajor,
                    openblas_nolapack.CblasTrans,
                    rows,
                    width(x),
                    1,
                    pointer(x),
                    width(x),
                    pointer(ones),
                    1,
                    1,
                    pointer(total),
                    1);
        }
    }

    /** C ← α A B + kept · C, or with A or B transposed: C (m, n), the other extent k; each with its offset and length of a row. */
    static void product(
            boolean transposedA,
            boolean transposedB,
            int m,
            int n,
            int k,
            double factor,
            FloatPointer a,
            long aFrom,
            int aRow,
            FloatPointer b,
            long bFrom,
            int bRow,
            int kept,
            FloatPointer c,
            long cFrom,
            int cRow) {
        a.position(aFrom);
        b.position(bFrom);
        c.position(cFrom);
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                transposedA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                transposedB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                m,
                n,
                k,
                (float) factor,
                a,
                aRow,
                b,
                bRow,
                kept,
                c,
                cRow);
    }

    static FloatPointer pointer(Tensor x) {
        return x.unwrap().data_ptr_float();
    }

    private static int width(Tensor x) {
        return Math.toIntExact(x.unwrap().size(-1));
    }
}
