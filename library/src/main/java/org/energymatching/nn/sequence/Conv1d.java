package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Convolution;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of sequences stored position by position: (L · B, in) to (L' · B, out), where row l · B + b is position l of
 * sequence b.
 *
 * <pre>y_l = b + Σ_k W_k x_(stride·l + k - padding),   zeros beyond the ends</pre>
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out channels after
 * @param kernel the length of its window
 * @param stride how far the window moves
 * @param padding zeros before and after the sequence
 * @param length L
 */
record Conv1d(String name, int in, int out, int kernel, int stride, int padding, int length) implements SequenceLayer {

    /** A window of odd length, which keeps the length of the sequence. */
    static Conv1d same(String name, int in, int out, int kernel, int length) {
        return new Conv1d(name, in, out, kernel, 1, kernel / 2, length);
    }

    /** Half the length, by windows of four. */
    static Conv1d halving(String name, int in, int out, int length) {
        return new Conv1d(name, in, out, 4, 2, 1, length);
    }

    @Override
    public Stream<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt((double) in * kernel);
        return Stream.of(
                new ParameterSpec(weightKey(), Shape.of(out, in, kernel), bound),
                new ParameterSpec(biasKey(), Shape.of(out), bound));
    }

    private String weightKey() {
        return name + ".weight";
    }

    private String biasKey() {
        return name + ".bias";
    }

    /** The sequences are one image with a column for each, channels last: the same numbers in the same order. */
    @Override
    public Tensor apply(Tensor x, Tensor e, Pass pass) {
        Tensor weight = pass.weight(weightKey()).reshape(out, in, kernel, 1);
        Tensor apart = x.reshape(1, length, x.shape().at(0) / length, in);
        Tensor pictures = result(() -> unwrap(apart).permute(0, 3, 1, 2));
        Tensor y = new Convolution(stride, 1, padding, 0, 2).apply(pictures, weight, pass.weight(biasKey()));
        return result(() -> unwrap(y).permute(0, 2, 3, 1)).reshape(-1, out);
    }

    /** One matrix for every tap of the window, (kernel, in, out). */
    @Override
    public void prepare(SequenceWeights weights) {
        Parameters parameters = weights.parameters();
        weights.add(weightKey(), () -> SequenceWeights.rearranged(parameters.get(weightKey()), 2, 1, 0));
        weights.add(biasKey(), () -> parameters.get(biasKey()).reshape(out));
    }

    @Override
    public Linearization linearize(Tensor x, DirectPass pass) {
        return new Evaluation(pass.saveIfTraining(x), pass);
    }

    /** L'. */
    private int after() {
        return (length + 2 * padding - kernel) / stride + 1;
    }

    /** One tap of the window over consecutive positions. */
    @FunctionalInterface
    private interface Run {
        void over(int tap, long before, long after, long positions, int kept);
    }

    /** Whether the middle tap covers every position, so that its product can be written first. */
    private boolean covers() {
        return stride == 1 && kernel == 2 * padding + 1;
    }

    /** Calls with every tap and the positions at which it is inside the sequence, in runs that are contiguous in input and output. */
    private void runs(Run run) {
        if (covers()) {
            run.over(padding, 0, 0, length, 0);
        }
        for (int tap = 0; tap < kernel; tap++) {
            int shift = tap - padding;
            if (stride == 1) {
                int from = Math.max(0, -shift);
                int to = Math.min(after(), length - shift);
                if (to > from && !(covers() && shift == 0)) {
                    run.over(tap, from + shift, from, to - from, 1);
                }
            } else {
                for (int position = 0; position < after(); position++) {
                    int before = position * stride + shift;
                    if (before >= 0 && before < length) {
                        run.over(tap, before, position, 1, 1);
                    }
                }
            }
        }
    }

    private final class Evaluation implements Linearization {
        private final Tensor x;
        private final long rows;
        private final Tensor y;
        private final DirectPass pass;
        private @Nullable Tensor gradient;
        private @Nullable Tensor direction;

        Evaluation(Tensor x, DirectPass pass) {
            this.x = x;
            this.rows = unwrap(x).size(0) / length;
            this.pass = pass;
            this.y = MatrixProducts.repeated(pass.weight(biasKey()), after() * rows);
            put(x, y, 1);
        }

        @Override
        public Tensor value() {
            return y;
        }

        @Override
        public Tensor vjp(Tensor g) {
            gradient = pass.saveIfTraining(g);
            return transposed(g);
        }

        @Override
        public Tensor jvp(Tensor dx) {
            direction = pass.save(dx);
            Tensor dy = fresh(after() * rows, out);
            put(dx, dy, 0);
            return dy;
        }

        @Override
        public Tensor secondOrderVjp(Tensor s) {
            Tensor ofTaps = pass.gradient(weightKey());
            runs((tap, before, after, positions, kept) -> {
                MatrixProducts.addOuter(x, before * rows, s, after * rows, positions * rows, ofTaps, tap);
                if (direction != null && gradient != null) {
                    MatrixProducts.addOuter(
                            direction, before * rows, gradient, after * rows, positions * rows, ofTaps, tap);
                }
            });
            MatrixProducts.addRows(s, pass.gradient(biasKey()));
            return transposed(s);
        }

        /** Memory for products: zeros, unless the first product covers all of it. */
        private Tensor fresh(long count, long width) {
            return covers() ? MatrixProducts.unset(count, width) : Tensor.zeros(Shape.of(count, width));
        }

        private void put(Tensor from, Tensor to, int least) {
            Tensor taps = pass.weight(weightKey());
            runs((tap, before, after, positions, kept) -> MatrixProducts.put(
                    from, before * rows, taps, tap, to, after * rows, positions * rows, Math.max(kept, least)));
        }

        private Tensor transposed(Tensor g) {
            Tensor taps = pass.weight(weightKey());
            Tensor dx = fresh(length * rows, in);
            runs((tap, before, after, positions, kept) -> MatrixProducts.putTransposed(
                    g, after * rows, taps, tap, dx, before * rows, positions * rows, kept));
            return dx;
        }
    }
}
