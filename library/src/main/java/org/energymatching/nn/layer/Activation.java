package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A function between layers; all but ReLU are smooth, as a gradient that is trained on wants them. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are stateless
public enum Activation {
    /** x·σ(x). */
    SILU(Tensor::silu, (g, x) -> wrap(torch.silu_backward(unwrap(g), unwrap(x)))),
    /** max(0, x): its second derivative is zero, so use it for a first layer at most. */
    RELU(Tensor::relu, (g, x) -> wrap(torch.threshold_backward(unwrap(g), unwrap(x), new Scalar(0.0)))),
    /** x·Φ(x). */
    GELU(Tensor::gelu, (g, x) -> wrap(torch.gelu_backward(unwrap(g), unwrap(x)))),
    /** log(1 + eˣ). */
    SOFTPLUS(Tensor::softplus, (g, x) -> g.times(x.sigmoid())),
    /** tanh x. */
    TANH(Tensor::tanh, (g, x) -> g.times(x.tanh().square().negate().plus(1)));

    private final UnaryOperator<Tensor> function;
    private final BinaryOperator<Tensor> backward;

    Activation(UnaryOperator<Tensor> function, BinaryOperator<Tensor> backward) {
        this.function = function;
        this.backward = backward;
    }

    /** The function, element by element. */
    public Tensor apply(Tensor x) {
        return function.apply(x);
    }

    /** The function and the gradient's way back. */
    public ValueAndPullback trace(Tensor x, Pass pass) {
        return this == SILU && pass.twice()
                ? smooth(x)
                : new ValueAndPullback(apply(x), List.of(x), gradient -> backward(gradient, x));
    }

    /** SiLU with a way back that can be differentiated, as the engine's own cannot: y = xσ, y' = y + σ (1 - y). */
    private static ValueAndPullback smooth(Tensor x) {
        Tensor sigma = x.sigmoid();
        Tensor y = x.times(sigma);
        return new ValueAndPullback(y, List.of(sigma, y), gradient -> gradient.times(towardsOne(y, sigma)));
    }

    /** y + σ (1 - y), in one pass. */
    private static Tensor towardsOne(Tensor y, Tensor sigma) {
        Tensor one = Tensor.ones(Shape.of());
        return result(() -> unwrap(y).lerp(unwrap(one), unwrap(sigma)));
    }

    /** gradient · a'(x), element by element: the gradient before the function from the one behind it. */
    public Tensor backward(Tensor gradient, Tensor x) {
        return backward.apply(gradient, x);
    }
}
