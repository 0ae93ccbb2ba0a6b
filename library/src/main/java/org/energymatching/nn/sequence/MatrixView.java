package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.energymatching.tensor.Tensor;

/**
 * A matrix within the memory of a tensor: entry (i, j) is number {@code offset + i · stride + j}. OpenBLAS gets addresses only
 * from here, and every view is checked against the bounds of its memory.
 *
 * @param memory of the whole tensor, from {@link #memory}
 * @param offset of entry (0, 0), in numbers
 * @param rows of the stored matrix
 * @param columns of the stored matrix
 * @param stride from one row to the next, in numbers
 * @param transposed whether the view is the transpose of the stored matrix
 */
record MatrixView(FloatPointer memory, long offset, int rows, int columns, int stride, boolean transposed) {

    /**
     * Checks the bounds.
     *
     * @throws IndexOutOfBoundsException if an entry is outside the memory, or rows overlap
     */
    MatrixView {
        boolean empty = rows == 0 || columns == 0;
        long end = empty ? offset : offset + (rows - 1L) * stride + columns;
        boolean within = offset >= 0 && offset <= memory.capacity() && end <= memory.capacity();
        if (!within || rows < 0 || columns < 0 || columns > stride) {
            throw new IndexOutOfBoundsException("a matrix of " + rows + " rows of " + columns + " numbers, " + stride
                    + " apart, from " + offset + " on, in a tensor of " + memory.capacity() + " numbers");
        }
    }

    /** A matrix with contiguous rows. */
    MatrixView(FloatPointer memory, long offset, int rows, int columns) {
        this(memory, offset, rows, columns, columns, false);
    }

    /**
     * The memory of a tensor, with its size.
     *
     * @throws IllegalArgumentException if the tensor is not a contiguous one of floats on the CPU
     */
    static FloatPointer memory(Tensor x) {
        var tensor = unwrap(x);
        if (!tensor.is_cpu() || tensor.scalar_type().intern() != ScalarType.Float || !tensor.is_contiguous()) {
            throw new IllegalArgumentException(
                    "OpenBLAS computes with contiguous tensors of 32-bit floats on the CPU only; this one has the shape "
                            + x.shape());
        }
        return tensor.data_ptr_float().capacity(tensor.numel());
    }

    /** The transpose, without a copy. */
    MatrixView transpose() {
        return new MatrixView(memory, offset, rows, columns, stride, !transposed);
    }

    /**
     * this ← factor · A B + kept · this.
     *
     * @param a (m, k)
     * @param b (k, n)
     * @param kept 0 or 1
     * @throws IllegalArgumentException if the extents do not match
     */
    void product(MatrixView a, MatrixView b, double factor, int kept) {
        if (transposed || a.height() != rows || b.width() != columns || a.width() != b.height()) {
            throw new IllegalArgumentException("a product of (" + a.height() + ", " + a.width() + ") and (" + b.height()
                    + ", " + b.width() + ") cannot be put into (" + height() + ", " + width() + ")");
        }
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                a.order(),
                b.order(),
                rows,
                columns,
                a.width(),
                (float) factor,
                a.start(),
                a.stride,
                b.start(),
                b.stride,
                kept,
                start(),
                stride);
    }

    private int height() {
        return transposed ? columns : rows;
    }

    private int width() {
        return transposed ? rows : columns;
    }

    private int order() {
        return transposed ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }

    private FloatPointer start() {
        return memory.position(offset);
    }
}
