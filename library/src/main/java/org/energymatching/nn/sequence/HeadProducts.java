package org.energymatching.nn.sequence;

import org.bytedeco.javacpp.FloatPointer;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The products of attention over short sequences, one small matrix product for every sequence and head, written to the output
 * or added to it, as in {@link MatrixProducts}. Features have the shape (B, L, heads, d), maps (B, L, heads, L), as projections
 * give them.
 *
 * @param sequences B
 * @param length L
 * @param heads how many
 * @param features d
 */
record HeadProducts(int sequences, int length, int heads, int features) {

    /** c_(i,h,j) = factor · Σ_d a_(i,h,d) b_(j,h,d): from features and features to a map. */
    void scores(Tensor a, Tensor b, double factor, Tensor c, int kept) {
        each(heads, a, b, c, (x, y, z, s, h) -> {
            MatrixView transposed = features(y, s, h).transpose();
            map(z, s, h).product(features(x, s, h), transposed, factor, kept);
        });
    }

    /** c_(i,h,d) = factor · Σ_j a_(i,h,j) b_(j,h,d): from a map and features to features. */
    void mixed(Tensor a, Tensor b, double factor, Tensor c, int kept) {
        each(heads, a, b, c, (x, y, z, s, h) -> {
            features(z, s, h).product(map(x, s, h), features(y, s, h), factor, kept);
        });
    }

    /** c_(j,h,d) = factor · Σ_i a_(i,h,j) b_(i,h,d): as {@link #mixed}, the map transposed. */
    void mixedTransposed(Tensor a, Tensor b, double factor, Tensor c, int kept) {
        each(heads, a, b, c, (x, y, z, s, h) -> {
            features(z, s, h).product(map(x, s, h).transpose(), features(y, s, h), factor, kept);
        });
    }

    /** c_(i,h) = Σ_j a_(i,h,j) n_j for rows n_j (B, L, channels): to (B, L, heads, channels). */
    void spread(Tensor a, Tensor n, int channels, Tensor c, int kept) {
        each(1, a, n, c, (x, y, z, s, h) -> {
            rows(z, s, heads, channels).product(rows(x, s, heads, length), rows(y, s, 1, channels), 1, kept);
        });
    }

    /** c_(i,h,j) = a_(i,h) · n_j for rows a_(i,h) and n_j of so many channels: to a map. */
    void against(Tensor a, Tensor n, int channels, Tensor c, int kept) {
        each(1, a, n, c, (x, y, z, s, h) -> {
            MatrixView transposed = rows(y, s, 1, channels).transpose();
            rows(z, s, heads, length).product(rows(x, s, heads, channels), transposed, 1, kept);
        });
    }

    /** c_j = Σ_(i,h) a_(i,h,j) g_(i,h) for rows g_(i,h) of so many channels: to (B, L, channels). */
    void gathered(Tensor a, Tensor g, int channels, Tensor c, int kept) {
        each(1, a, g, c, (x, y, z, s, h) -> {
            MatrixView transposed = rows(x, s, heads, length).transpose();
            rows(z, s, 1, channels).product(transposed, rows(y, s, heads, channels), 1, kept);
        });
    }

    /** Features of one sequence and head, (L, d). */
    private MatrixView features(FloatPointer memory, long sequence, int head) {
        int stride = heads * features;
        return new MatrixView(
                memory, sequence * length * stride + (long) head * features, length, features, stride, false);
    }

    /** The map of one sequence and head, (L, L). */
    private MatrixView map(FloatPointer memory, long sequence, int head) {
        int stride = heads * length;
        return new MatrixView(memory, sequence * length * stride + (long) head * length, length, length, stride, false);
    }

    /** All rows of one sequence, (L · per position, width). */
    private MatrixView rows(FloatPointer memory, long sequence, int perPosition, int width) {
        int rows = length * perPosition;
        return new MatrixView(memory, sequence * rows * width, rows, width);
    }

    @FunctionalInterface
    private interface One {
        void product(FloatPointer a, FloatPointer b, FloatPointer c, long sequence, int head);
    }

    private void each(int perSequence, Tensor a, Tensor b, Tensor c, One one) {
        try (Scope scope = Scope.open()) {
            FloatPointer x = MatrixView.memory(a);
            FloatPointer y = MatrixView.memory(b);
            FloatPointer z = MatrixView.memory(c);
            for (long sequence = 0; sequence < sequences; sequence++) {
                for (int head = 0; head < perSequence; head++) {
                    one.product(x, y, z, sequence, head);
                }
            }
        }
    }
}
