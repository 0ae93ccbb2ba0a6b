package org.energymatching.nn.sequence;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Rows brought to length 1: the directions that root-mean-square normalisation scales (Zhang, Sennrich 2019).
 *
 * <pre>
 * n = x / r,  r = max(‖x‖, 10⁻¹²);            g = dV/dn:   dV/dx = (g - n (n·g)) / r
 * ṅ = w / r,  w = ẋ - n (n·ẋ);                s = dS/dn - (g (n·ẋ) + ẋ (n·g)) / r:   dS/dx = (s - n (n·s + g·w / r)) / r
 * </pre>
 *
 * <p>The factors that follow are the caller's, who often has others to put with them.
 */
final class RmsNorm {

    private static final double SMALLEST = 1e-12;

    private RmsNorm() {}

    /** The directions of the rows of (N, C), recorded. */
    static Tensor apply(Tensor x) {
        return x.dividedBy(Tensor.result(() -> x.times(x)
                .unwrap()
                .sum(new long[] {1}, true, new ScalarTypeOptional())
                .sqrt()
                .clamp_min(new Scalar(SMALLEST))));
    }

    /** The directions of the rows of (N, C), which take their place: x is given away. */
    static Evaluated evaluate(Tensor x, DirectRun run) {
        Tensor length =
                Tensor.result(() -> torch.norm(x.unwrap(), new ScalarOptional(new Scalar(2.0)), new long[] {1}, true)
                        .clamp_min_(new Scalar(SMALLEST)));
        x.unwrap().div_(length.unwrap());
        return new Evaluation(run.save(x), run.save(length), run);
    }

    private static final class Evaluation implements Evaluated {
        private final Tensor n;
        private final Tensor length;
        private final DirectRun run;
        private @Nullable Tensor gradient;
        private @Nullable Tensor gradientAlongN;
        private @Nullable Tensor direction;
        private @Nullable Tensor directionAlongN;
        private @Nullable Tensor across;

        Evaluation(Tensor n, Tensor length, DirectRun run) {
            this.n = n;
            this.length = length;
            this.run = run;
        }

        @Override
        public Tensor value() {
            return n;
        }

        @Override
        public Tensor back(Tensor g) {
            gradient = run.saveIfTraining(g);
            gradientAlongN = run.saveIfTraining(dots(g, n));
            return divided(without(g, gradientAlongN));
        }

        @Override
        public Tensor along(Tensor x) {
            direction = run.save(x);
            directionAlongN = run.save(dots(x, n));
            across = run.save(without(x, directionAlongN));
            return across.dividedBy(length);
        }

        @Override
        public Tensor again(Tensor s) {
            if (direction == null
                    || directionAlongN == null
                    || across == null
                    || gradient == null
                    || gradientAlongN == null) {
                return divided(without(s, dots(s, n)));
            }
            try (Scope scope = Scope.open()) {
                Tensor turn = gradient.times(directionAlongN);
                turn.unwrap().addcmul_(direction.unwrap(), gradientAlongN.unwrap());
                Tensor total = s.minus(divided(turn));
                Tensor stretch = divided(dots(gradient, across));
                return scope.keep(divided(without(total, dots(total, n).plus(stretch))));
            }
        }

        private Tensor dots(Tensor a, Tensor b) {
            return MatrixProducts.rowDots(a, b, run.ones(n.unwrap().size(1)));
        }

        /** x - n c. */
        private Tensor without(Tensor x, Tensor c) {
            return Tensor.result(() -> torch.addcmul(x.unwrap(), n.unwrap(), c.unwrap(), new Scalar(-1.0)));
        }

        /** x / r, in x itself. */
        private Tensor divided(Tensor x) {
            x.unwrap().div_(length.unwrap());
            return x;
        }
    }
}
