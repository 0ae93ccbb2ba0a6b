package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.image.UNet;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * What the blocks of a {@link UNet} are told of the time: a perceptron on sines and cosines of t.
 *
 * <pre>e = W₂ silu(W₁ (cos(t f), sin(t f)) + b₁) + b₂,   f_i = 10⁴^(-i/half)</pre>
 *
 * <p>The potential does not depend on time: t is always ½, which the released weights were trained with.
 *
 * @param width the number of sines and cosines
 */
public record TimeEmbedding(int width) {

    private static final double TIME = 0.5;
    private static final double LONGEST_PERIOD = 10_000;

    /** The length of e. */
    public int length() {
        return 4 * width;
    }

    public Stream<ParameterSpec> parameters() {
        return Stream.of(first(), second()).flatMap(Layer::parameters);
    }

    /** silu(e), (1, length). */
    public Tensor apply(Pass pass) {
        float[] waves = new float[width];
        int half = width / 2;
        for (int i = 0; i < half; i++) {
            double phase = TIME * Math.exp(-Math.log(LONGEST_PERIOD) * i / half);
            waves[i] = (float) Math.cos(phase);
            waves[half + i] = (float) Math.sin(phase);
        }
        Tensor start = pass.cast(Tensor.of(waves, Shape.of(1, width)));
        return ValueAndPullback.of(start)
                .then(y -> first().trace(y, pass))
                .then(y -> Activation.SILU.trace(y, pass))
                .then(y -> second().trace(y, pass))
                .value()
                .silu();
    }

    private Linear first() {
        return new Linear("time_embed.0", width, length());
    }

    private Linear second() {
        return new Linear("time_embed.2", length(), length());
    }
}
