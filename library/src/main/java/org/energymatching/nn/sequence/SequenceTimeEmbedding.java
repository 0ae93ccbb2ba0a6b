package org.energymatching.nn.sequence;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Layer;
import org.energymatching.nn.layer.Linear;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The time embedding of a {@link SequencePotential} (Vaswani et al. 2017): a multilayer perceptron on sines and cosines of t.
 *
 * <pre>e = W₂ gelu(W₁ (sin(t f), cos(t f)) + b₁) + b₂,   f_i = 10⁴^(-i/(half - 1))</pre>
 *
 * <p>The potential does not depend on time: t is always ½, which the reference trains with.
 *
 * @param width the number of sines and cosines
 */
record SequenceTimeEmbedding(int width) {

    private static final double TIME = 0.5;
    private static final double LONGEST_PERIOD = 10_000;

    /** The length of e. */
    int length() {
        return 4 * width;
    }

    Stream<ParameterSpec> parameters() {
        return Stream.of(first(), second()).flatMap(Layer::parameters);
    }

    /** silu(e), (1, length). */
    Tensor apply(Pass pass) {
        float[] waves = new float[width];
        int half = width / 2;
        for (int i = 0; i < half; i++) {
            double phase = TIME * Math.exp(-Math.log(LONGEST_PERIOD) * i / (half - 1));
            waves[i] = (float) Math.sin(phase);
            waves[half + i] = (float) Math.cos(phase);
        }
        Tensor hidden =
                first().trace(Tensor.of(waves, Shape.of(1, width)), pass).value();
        return second().trace(hidden.gelu(), pass).value().silu();
    }

    private Linear first() {
        return new Linear("time_mlp.1", width, length());
    }

    private Linear second() {
        return new Linear("time_mlp.3", length(), length());
    }
}
