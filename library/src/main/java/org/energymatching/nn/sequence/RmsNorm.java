package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Root-mean-square normalisation without its scale: rows are normalised to length 1 (Zhang, Sennrich 2019).
 *
 * <pre>
 * n = x / r,  r = max(‖x‖, 10⁻¹²);            g = dV/dn:   dV/dx = (g - n (n·g)) / r
 * ṅ = w / r,  w = ẋ - n (n·ẋ);                s = dS/dn - (g (n·ẋ) + ẋ (n·g)) / r:   dS/dx = (s - n (n·s + g·w / r)) / r
 * </pre>
 *
 * <p>The caller multiplies by the scale, which it often combines with other factors.
 */
final class RmsNorm {

    private static final double SMALLEST = 1e-12;

    private RmsNorm() {}

    /** The directions of the rows of (N, C), recorded. */
    static Tensor apply(Tensor x) {
        return x.dividedBy(result(() -> unwrap(x.times(x))
                .sum(new long[] {1}, true, new ScalarTypeOptional())
                .sqrt()
                .clamp_min(new Scalar(SMALLEST))));
    }

    /** The directions of the rows of (N, C), written into x, which must not be used afterwards. */
    static Linearization linearize(Tensor x, DirectPass pass) {
        Tensor length = result(() -> torch.norm(unwrap(x), new ScalarOptional(new Scalar(2.0)), new long[] {1}, true)
                .clamp_min_(new Scalar(SMALLEST)));
        unwrap(x).div_(unwrap(length));
        return new Evaluation(pass.save(x), pass.save(length), pass);
    }

    private static final class Evaluation implements Linearization {
        private final Tensor n;
        private final Tensor length;
        private final DirectPass pass;
        private @Nullable Tensor gradient;
        private @Nullable Tensor gradientAlongN;
        private @Nullable Tensor direction;
        private @Nullable Tensor directionAlongN;
        private @Nullable Tensor across;

        Evaluation(Tensor n, Tensor length, DirectPass pass) {
            this.n = n;
            this.length = length;
            this.pass = pass;
        }

        @Override
        public Tensor value() {
            return n;
        }

        @Override
        public Tensor vjp(Tensor g) {
            gradient = pass.saveIfTraining(g);
            gradientAlongN = pass.saveIfTraining(dots(g, n));
            return divided(without(g, gradientAlongN));
        }

        @Override
        public Tensor jvp(Tensor x) {
            direction = pass.save(x);
            directionAlongN = pass.save(dots(x, n));
            across = pass.save(without(x, directionAlongN));
            return across.dividedBy(length);
        }

        @Override
        public Tensor secondOrderVjp(Tensor s) {
            if (direction == null
                    || directionAlongN == null
                    || across == null
                    || gradient == null
                    || gradientAlongN == null) {
                return divided(without(s, dots(s, n)));
            }
            try (Scope scope = Scope.open()) {
                Tensor turn = gradient.times(directionAlongN);
                unwrap(turn).addcmul_(unwrap(direction), unwrap(gradientAlongN));
                Tensor total = s.minus(divided(turn));
                Tensor stretch = divided(dots(gradient, across));
                return scope.keep(divided(without(total, dots(total, n).plus(stretch))));
            }
        }

        /** The inner products of rows: (N, C) and (N, C) to (N, 1). */
        private static Tensor dots(Tensor a, Tensor b) {
            return Scope.around(() ->
                    result(() -> unwrap(a.times(b)).sum(new long[] {1}, true, new ScalarTypeOptional())));
        }

        /** x - n c. */
        private Tensor without(Tensor x, Tensor c) {
            return result(() -> torch.addcmul(unwrap(x), unwrap(n), unwrap(c), new Scalar(-1.0)));
        }

        /** x / r, in x itself. */
        private Tensor divided(Tensor x) {
            unwrap(x).div_(unwrap(length));
            return x;
        }
    }
}
