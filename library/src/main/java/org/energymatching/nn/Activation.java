package org.energymatching.nn;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Tensor;

/** An activation function; all but ReLU are smooth, as losses on gradients need. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are stateless
public enum Activation {
    /** x·σ(x). */
    SILU(Tensor::silu, (g, x) -> wrap(torch.silu_backward(unwrap(g), unwrap(x)))),
    /** max(0, x): its second derivative is zero, so use it only for a first layer. */
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

    /** gradient · a'(x), element by element: the gradient with respect to the input from the one with respect to the output. */
    public Tensor backward(Tensor gradient, Tensor x) {
        return backward.apply(gradient, x);
    }
}
