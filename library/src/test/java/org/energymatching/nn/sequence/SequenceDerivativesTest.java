package org.energymatching.nn.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.SmallImages;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.TimeEmbedding;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The derivatives that every part writes out are those of the engine's autograd. */
class SequenceDerivativesTest {

    private static final TimeEmbedding TIME = TimeEmbedding.ofSequences(4);

    /** A layer and the channels and positions of what it is applied to. */
    record Case(SequenceLayer layer, int channels, int length) {

        @Override
        public String toString() {
            return layer.toString();
        }
    }

    static final List<Case> CASES = cases();

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int kernel : new int[] {1, 3, 7}) {
            cases.add(new Case(Conv1d.same("a", 3, 5, kernel, 8), 3, 8));
            cases.add(new Case(Conv1d.same("a", 1, 5, kernel, 2), 1, 2)); // windows longer than the sequence
        }
        cases.add(new Case(Conv1d.halving("a", 3, 5, 8), 3, 8));
        cases.add(new Case(new Doubling(4), 3, 4));
        for (double dropout : new double[] {0, 0.3}) {
            cases.add(new Case(new SequenceBlock("a", 6, 6, TIME.length(), dropout, 4), 6, 4));
            cases.add(new Case(new SequenceBlock("a", 6, 8, TIME.length(), dropout, 4), 6, 4));
        }
        for (boolean linear : new boolean[] {true, false}) {
            cases.add(new Case(new SequenceAttention("a", 6, 4, linear), 6, 4));
            cases.add(new Case(new SequenceAttention("a", 6, 1, linear), 6, 1));
        }
        return cases;
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void derivativesAreThoseOfAutograd(Case layer) {
        Seeds.check(2, random -> {
            long seed = random.nextLong();
            for (int rows : new int[] {1, 5, 40}) { // 40 rows of 4 are more than one block of a product
                once(layer, rows, Rng.of(seed), 1, 2e-4);
            }
        });
    }

    /** Weights that make exponentials too large for floats, and differences of what is nearly one. */
    @ParameterizedTest
    @FieldSource("CASES")
    void largeWeightsAreNoProblem(Case layer) {
        Seeds.check(1, random -> once(layer, 3, Rng.of(random.nextLong()), 200, 2e-2));
    }

    private static void once(Case of, int rows, Rng rng, double factor, double tolerance) {
        SequenceLayer layer = of.layer();
        List<ParameterSpec> specs =
                Stream.concat(TIME.parameters(), layer.parameters()).toList();
        try (Parameters parameters = SmallImages.random(specs, rng);
                Parameters trainable = scaled(parameters, factor).trainable();
                Scope scope = Scope.open();
                SequenceWeights weights = new SequenceWeights(trainable, () -> embedding(trainable, rng));
                DirectPass direct = new DirectPass(weights, Dropout.of(rng.stream("dropout"), 2), true)) {
            layer.prepare(weights);
            Tensor x = Autodiff.leaf(normal(rng, "x", (long) of.length() * rows, of.channels()));
            Pass pass = new Pass(trainable, Dropout.of(rng.stream("dropout"), 2), Execution.defaults(), true);
            Tensor y = layer.apply(x, embedding(trainable, rng), pass);
            Linearization linearization = layer.linearize(x.detach(), direct);
            near("value", linearization.value(), y, tolerance);

            Tensor g = Autodiff.leaf(normal(rng, "g", y.shape().extents()));
            Tensor gradient = Autodiff.differentiableGradient(y.times(g).sum(), x);
            near("vjp", linearization.vjp(g.detach()), gradient, tolerance);

            Tensor direction = normal(rng, "direction", x.shape().extents());
            Tensor change = gradient.times(direction).sum();
            near("jvp", linearization.jvp(direction), Autodiff.differentiableGradient(change, g), tolerance);

            Tensor behind = normal(rng, "behind", y.shape().extents());
            Tensor s = change.plus(y.times(behind).sum());
            near(
                    "second-order vjp",
                    linearization.secondOrderVjp(behind),
                    Autodiff.differentiableGradient(s, x),
                    tolerance);
            List<Tensor> expected = Autodiff.gradients(s, trainable.leaves(), false);
            List<Tensor> actual = weights.ofParameters();
            for (int i = 0; i < expected.size(); i++) {
                near(specs.get(i).name(), actual.get(i), expected.get(i), tolerance);
            }
        }
    }

    /** As the time embedding's slope is another's to test, one that its parameters have a hand in, and gains are not zero. */
    private static Tensor embedding(Parameters parameters, Rng rng) {
        return TIME.apply(new Pass(parameters, Dropout.none(), Execution.defaults(), true))
                .plus(normal(rng, "e", 1, TIME.length()));
    }

    private static Parameters scaled(Parameters parameters, double factor) {
        unwrap(parameters.flat()).mul_(new org.bytedeco.pytorch.Scalar(factor));
        return parameters;
    }

    private static Tensor normal(Rng rng, String name, long... extents) {
        return SmallImages.normal(rng.stream(name), Shape.of(extents).extents());
    }

    private static void near(String what, Tensor actual, Tensor expected, double tolerance) {
        float[] a = actual.detach().floats();
        float[] b = expected.detach().floats();
        assertThat(a).as(what).hasSameSizeAs(b);
        double worst = 0;
        double largest = 1e-20;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
            largest = Math.max(largest, Math.abs(b[i]));
            assertThat(a[i]).as(what).isFinite();
        }
        assertThat(worst / largest).as(what).isLessThan(tolerance);
    }
}
