package org.energymatching.nn.layer;

import java.util.List;
import org.energymatching.nn.Activation;
import org.energymatching.tensor.Tensor;

/** An {@link Activation} as a layer: y = a(x), with its pullback. */
public final class Elementwise {

    private Elementwise() {}

    /** The function and its pullback. */
    public static ValueAndPullback trace(Activation activation, Tensor x, Pass pass) {
        return activation == Activation.SILU && pass.twice()
                ? smooth(x)
                : new ValueAndPullback(activation.apply(x), List.of(x), gradient -> activation.backward(gradient, x));
    }

    /** SiLU with a pullback that can be differentiated, unlike the engine's own: y = xσ, y' = y + σ (1 - y). */
    private static ValueAndPullback smooth(Tensor x) {
        Tensor sigma = x.sigmoid();
        Tensor y = x.times(sigma);
        return new ValueAndPullback(y, List.of(sigma, y), gradient -> gradient.times(Derivatives.towardsOne(y, sigma)));
    }
}
