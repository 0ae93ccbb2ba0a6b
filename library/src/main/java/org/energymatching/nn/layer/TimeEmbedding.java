package org.energymatching.nn.layer;

import java.util.List;
import java.util.stream.Stream;
import org.energymatching.nn.Activation;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The time embedding of a UNet: a multilayer perceptron on sines and cosines of t (Vaswani et al. 2017).
 *
 * <pre>e = W₂ a(W₁ (cos(t f), sin(t f)) + b₁) + b₂,   f_i = 10⁴^(-i/last)</pre>
 *
 * <p>The potential does not depend on time: t is always ½, which the released weights were trained with.
 *
 * @param name the prefix of its layers in the state dict
 * @param layers the numbers of both layers under that prefix
 * @param width the number of sines and cosines
 * @param last of the denominator in f_i
 * @param sinesFirst whether sines precede cosines
 * @param activation a
 */
public record TimeEmbedding(
        String name, List<Integer> layers, int width, int last, boolean sinesFirst, Activation activation) {

    /** The name of E in the state dict. */
    private static final String CONDITION = "condition_embed.weight";

    private static final double TIME = 0.5;
    private static final double LONGEST_PERIOD = 10_000;

    /** That of guided diffusion, for images. */
    public static TimeEmbedding ofImages(int width) {
        return new TimeEmbedding("time_embed.", List.of(0, 2), width, width / 2, false, Activation.SILU);
    }

    /** That of the 1-D UNet, for sequences. */
    public static TimeEmbedding ofSequences(int width) {
        return new TimeEmbedding("time_mlp.", List.of(1, 3), width, width / 2 - 1, true, Activation.GELU);
    }

    /** The length of e. */
    public int length() {
        return 4 * width;
    }

    public Stream<ParameterSpec> parameters() {
        return Stream.of(first(), second()).flatMap(Layer::parameters);
    }

    /** silu(e), (1, length). */
    public Tensor apply(Pass pass) {
        return waves(pass).silu();
    }

    /** silu(e + E c), (B, length): with an embedding of conditions, (B, k), (k = 0 for none). */
    public Tensor apply(Pass pass, Tensor condition) {
        return condition.shape().at(1) == 0
                ? apply(pass)
                : waves(pass)
                        .plus(pass.cast(condition).matmul(pass.weight(CONDITION).transpose()))
                        .silu();
    }

    /** E, (length, k); none for k = 0. */
    public Stream<ParameterSpec> conditionParameters(int conditions) {
        return conditions == 0
                ? Stream.empty()
                : Stream.of(new ParameterSpec(CONDITION, Shape.of(length(), conditions), 1 / Math.sqrt(conditions)));
    }

    /** e, (1, length). */
    private Tensor waves(Pass pass) {
        float[] waves = new float[width];
        int half = width / 2;
        for (int i = 0; i < half; i++) {
            double phase = TIME * Math.exp(-Math.log(LONGEST_PERIOD) * i / last);
            waves[i] = (float) (sinesFirst ? Math.sin(phase) : Math.cos(phase));
            waves[half + i] = (float) (sinesFirst ? Math.cos(phase) : Math.sin(phase));
        }
        return ValueAndPullback.of(pass.cast(Tensor.of(waves, Shape.of(1, width), pass.device())))
                .then(y -> first().trace(y, pass))
                .then(y -> Elementwise.trace(activation, y, pass))
                .then(y -> second().trace(y, pass))
                .value();
    }

    private Linear first() {
        return new Linear(name + layers.get(0), width, length());
    }

    private Linear second() {
        return new Linear(name + layers.get(1), length(), length());
    }
}
