package org.energymatching.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.SmallImages;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The chain rule as it is written out in every layer is the engine's own derivative, and so is its derivative. */
public class LayerDerivativesTest {

    /** A layer, what it needs and the shape of what it is applied to. */
    public record Case(
            String name, List<ParameterSpec> specs, Shape shape, BiFunction<Tensor, Pass, ValueAndPullback> trace) {

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = cases();

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int channels : List.of(32, 64, 96)) {
            cases.add(of("group norm " + channels, new GroupNorm("a", channels), 3, channels, 5, 4));
        }
        cases.add(of("layer norm", new LayerNorm("a", 8), 3, 5, 8));
        cases.add(of("linear", new Linear("a", 8, 3), 3, 5, 8));
        for (int side : List.of(8, 9, 11)) {
            for (int kernel : List.of(1, 3, 4)) {
                for (int stride : List.of(1, 2, 4)) {
                    Conv2d layer = new Conv2d("a", 3, 5, kernel, stride, kernel == 3 ? 1 : 0, false);
                    cases.add(of("convolution " + kernel + "/" + stride + " of " + side, layer, 2, 3, side, side + 1));
                }
            }
        }
        cases.add(of("upsampling", new UpsamplingConvolution(Conv2d.same("a", 3, 4)), 2, 3, 4, 6));
        for (ResolutionChange resampling : ResolutionChange.values()) {
            cases.add(new Case(
                    "resampling " + resampling, List.of(), Shape.of(2, 3, 4, 6), (x, pass) -> resampling.trace(x)));
            for (int out : List.of(32, 64)) {
                for (int rows : List.of(1, 2)) { // one time embedding for all, or one with the condition of each
                    ResidualBlock block = new ResidualBlock("a", 32, out, 8, 0.2, resampling, rows > 1);
                    cases.add(new Case(
                            "residual block " + resampling + " to " + out + ", embeddings " + rows,
                            block.parameters().toList(),
                            Shape.of(2, 32, 4, 4),
                            (x, pass) -> block.trace(x, SmallImages.normal(Rng.of(9), rows, 8), pass)));
                }
            }
        }
        for (Activation activation : List.of(Activation.SILU, Activation.GELU, Activation.SOFTPLUS, Activation.TANH)) {
            cases.add(new Case(
                    "activation " + activation,
                    List.of(),
                    Shape.of(4, 7),
                    (x, pass) -> Elementwise.trace(activation, x, pass)));
        }
        for (int heads : List.of(1, 2)) {
            for (Attention.Order order : Attention.Order.values()) {
                for (double rate : new double[] {0, 0.2}) {
                    cases.add(new Case(
                            "attention " + heads + " " + order + " " + rate,
                            List.of(),
                            Shape.of(2, 6, 24),
                            (x, pass) -> Attention.of(x, "a", heads, order, rate, pass)));
                }
            }
            cases.add(of("attention block " + heads, new AttentionBlock("a", 32, heads), 2, 32, 3, 4));
            cases.add(of("encoder layer " + heads, new EncoderLayer("a", 8, heads, 0), 3, 5, 8));
            cases.add(of("encoder layer with dropout " + heads, new EncoderLayer("a", 8, heads, 0.2), 3, 5, 8));
        }
        return cases;
    }

    private static Case of(String name, Layer layer, long... extents) {
        return new Case(name, layer.parameters().toList(), Shape.of(extents), layer::trace);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theWayBackIsTheEnginesDerivative(Case layer) {
        check(layer);
    }

    /** Value, gradient and second derivative of a case, by the chain rule written out and by autograd. */
    public static void check(Case layer) {
        Seeds.check(2, random -> {
            long seed = random.nextLong();
            for (boolean twice : new boolean[] {true, false}) {
                for (boolean channelsLast : new boolean[] {true, false}) {
                    once(layer, Rng.of(seed), channelsLast, twice);
                }
            }
        });
    }

    private static void once(Case layer, Rng rng, boolean channelsLast, boolean twice) {
        try (Parameters parameters = SmallImages.random(layer.specs(), rng);
                Scope scope = Scope.open()) {
            Pass pass = pass(parameters, rng, twice, false);
            Tensor x = input(layer, rng, channelsLast);
            ValueAndPullback traced = layer.trace().apply(x, pass);
            Tensor g =
                    SmallImages.normal(rng.stream("g"), traced.value().shape().extents());
            Tensor engines =
                    layer.trace().apply(x, pass(parameters, rng, true, true)).value();
            Tensor expected = Autodiff.gradient(engines.times(g).sum(), x);
            assertThat(SmallImages.apart(traced.pullback().apply(g), expected))
                    .as("channels last %s, twice %s", channelsLast, twice)
                    .isLessThan(1e-4);
        }
    }

    /** A loss on the slope reaches x, the gradient behind and the parameters as it would through the engine's own graph. */
    @ParameterizedTest
    @FieldSource("CASES")
    void theWayBackIsDifferentiatedAsTheEnginesDerivative(Case layer) {
        Seeds.check(2, random -> {
            Rng rng = Rng.of(random.nextLong());
            for (boolean channelsLast : new boolean[] {true, false}) {
                twice(layer, rng, channelsLast);
            }
        });
    }

    private static void twice(Case layer, Rng rng, boolean channelsLast) {
        try (Parameters parameters = SmallImages.random(layer.specs(), rng);
                Parameters trainable = parameters.trainable();
                Scope scope = Scope.open()) {
            Tensor x = input(layer, rng, channelsLast);
            ValueAndPullback traced = layer.trace().apply(x, pass(trainable, rng, true, false));
            Tensor g = Autodiff.leaf(
                    SmallImages.normal(rng.stream("g"), traced.value().shape().extents()));
            Tensor written = traced.pullback().apply(g);
            Tensor value =
                    layer.trace().apply(x, pass(trainable, rng, true, true)).value();
            Tensor engines = Autodiff.differentiableGradient(value.times(g).sum(), x);
            Tensor along = SmallImages.normal(rng.stream("along"), layer.shape().extents());
            List<Tensor> leaves =
                    Stream.concat(Stream.of(g, x), trainable.leaves().stream()).toList();
            float[] actual = SmallImages.flat(gradients(written.times(along).sum(), leaves));
            float[] expected = SmallImages.flat(gradients(engines.times(along).sum(), leaves));
            assertThat(SmallImages.apart(actual, expected))
                    .as("channels last %s", channelsLast)
                    .isLessThan(1e-4);
        }
    }

    private static List<Tensor> gradients(Tensor loss, List<Tensor> leaves) {
        return Autodiff.gradients(loss, leaves, true);
    }

    /** A pass whose slopes are written out, or the engine's. */
    private static Pass pass(Parameters parameters, Rng rng, boolean twice, boolean engine) {
        return new Pass(parameters, Dropout.of(rng.stream("dropout"), 0), Execution.defaults(), twice, engine);
    }

    private static Tensor input(Case layer, Rng rng, boolean channelsLast) {
        Tensor x = SmallImages.normal(rng.stream("x"), layer.shape().extents());
        return Autodiff.leaf(channelsLast && layer.shape().rank() == 4 ? SmallImages.channelsLast(x) : x);
    }
}
