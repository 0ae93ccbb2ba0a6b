package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.List;
import org.energymatching.nn.Activation;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** An {@link Activation} as a layer: y = a(x), and the gradient's way back. */
public final class Elementwise {

    private Elementwise() {}

    /** The function and the gradient's way back. */
    public static ValueAndPullback trace(Activation activation, Tensor x, Pass pass) {
        return activation == Activation.SILU && pass.twice()
                ? smooth(x)
                : new ValueAndPullback(activation.apply(x), List.of(x), gradient -> activation.backward(gradient, x));
    }

    /** SiLU with a way back that can be differentiated, as the engine's own cannot: y = xσ, y' = y + σ (1 - y). */
    private static ValueAndPullback smooth(Tensor x) {
        Tensor sigma = x.sigmoid();
        Tensor y = x.times(sigma);
        return new ValueAndPullback(y, List.of(sigma, y), gradient -> gradient.times(towardsOne(y, sigma)));
    }

    /** y + σ (1 - y), in one pass. */
    private static Tensor towardsOne(Tensor y, Tensor sigma) {
        Tensor one = Tensor.full(Shape.of(), 1, y.device());
        return result(() -> unwrap(y).lerp(unwrap(one), unwrap(sigma)));
    }
}
