package org.energymatching.nn.sequence;

import org.bytedeco.javacpp.FloatPointer;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * The products of attention over short sequences, one small matrix product for every sequence and head, in place of what is
 * there or added to it, as in {@link MatrixProducts}. Features lie (B, L, heads, d), maps (B, L, heads, L): as they come from projections.
 *
 * @param sequences B
 * @param length L
 * @param heads how many
 * @param features d
 */
record HeadProducts(int sequences, int length, int heads, int features) {

    /** c_(i,h,j) = factor · Σ_d a_(i,h,d) b_(j,h,d): from features and features to a map. */
    void scores(Tensor a, Tensor b, double factor, Tensor c, int kept) {
        int wide = heads * features;
        int narrow = heads * length;
        each(
                (x, y, z, s, h) -> MatrixProducts.product(
                        false,
                        true,
                        length,
                        length,
                        features,
                        factor,
                        x,
                        s * length * wide + h * features,
                        wide,
                        y,
                        s * length * wide + h * features,
                        wide,
                        kept,
                        z,
                        s * length * narrow + h * length,
                        narrow),
                a,
                b,
                c);
    }

    /** c_(i,h,d) = factor · Σ_j a_(i,h,j) b_(j,h,d): from a map and features to features. */
    void mixed(Tensor a, Tensor b, double factor, Tensor c, int kept) {
        mixed(false, a, b, factor, c, kept);
    }

    /** c_(j,h,d) = factor · Σ_i a_(i,h,j) b_(i,h,d): as {@link #mixed}, the map transposed. */
    void mixedBack(Tensor a, Tensor b, double factor, Tensor c, int kept) {
        mixed(true, a, b, factor, c, kept);
    }

    private void mixed(boolean transposed, Tensor a, Tensor b, double factor, Tensor c, int kept) {
        int wide = heads * features;
        int narrow = heads * length;
        each(
                (x, y, z, s, h) -> MatrixProducts.product(
                        transposed,
                        false,
                        length,
                        features,
                        length,
                        factor,
                        x,
                        s * length * narrow + h * length,
                        narrow,
                        y,
                        s * length * wide + h * features,
                        wide,
                        kept,
                        z,
                        s * length * wide + h * features,
                        wide),
                a,
                b,
                c);
    }

    /** c_(i,h) = Σ_j a_(i,h,j) n_j for rows n_j (B, L, channels): to (B, L, heads, channels). */
    void spread(Tensor a, Tensor n, int channels, Tensor c, int kept) {
        int rows = length * heads;
        perSequence(
                (x, y, z, s, h) -> MatrixProducts.product(
                        false,
                        false,
                        rows,
                        channels,
                        length,
                        1,
                        x,
                        s * rows * length,
                        length,
                        y,
                        s * length * channels,
                        channels,
                        kept,
                        z,
                        s * rows * channels,
                        channels),
                a,
                n,
                c);
    }

    /** c_(i,h,j) = a_(i,h) · n_j for rows a_(i,h) and n_j of so many channels: to a map. */
    void against(Tensor a, Tensor n, int channels, Tensor c, int kept) {
        int rows = length * heads;
        perSequence(
                (x, y, z, s, h) -> MatrixProducts.product(
                        false,
                        true,
                        rows,
                        length,
                        channels,
                        1,
                        x,
                        s * rows * channels,
                        channels,
                        y,
                        s * length * channels,
                        channels,
                        kept,
                        z,
                        s * rows * length,
                        length),
                a,
                n,
                c);
    }

    /** c_j = Σ_(i,h) a_(i,h,j) g_(i,h) for rows g_(i,h) of so many channels: to (B, L, channels). */
    void gathered(Tensor a, Tensor g, int channels, Tensor c, int kept) {
        int rows = length * heads;
        perSequence(
                (x, y, z, s, h) -> MatrixProducts.product(
                        true,
                        false,
                        length,
                        channels,
                        rows,
                        1,
                        x,
                        s * rows * length,
                        length,
                        y,
                        s * rows * channels,
                        channels,
                        kept,
                        z,
                        s * length * channels,
                        channels),
                a,
                g,
                c);
    }

    @FunctionalInterface
    private interface One {
        void product(FloatPointer a, FloatPointer b, FloatPointer c, long sequence, long head);
    }

    private void each(One one, Tensor a, Tensor b, Tensor c) {
        run(one, heads, a, b, c);
    }

    private void perSequence(One one, Tensor a, Tensor b, Tensor c) {
        run(one, 1, a, b, c);
    }

    private void run(One one, int perSequence, Tensor a, Tensor b, Tensor c) {
        try (Scope scope = Scope.open()) {
            FloatPointer x = MatrixProducts.pointer(a);
            FloatPointer y = MatrixProducts.pointer(b);
            FloatPointer z = MatrixProducts.pointer(c);
            for (long s = 0; s < sequences; s++) {
                for (long h = 0; h < perSequence; h++) {
                    one.product(x, y, z, s, h);
                }
            }
        }
    }
}
