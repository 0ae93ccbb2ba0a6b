package org.energymatching.nn;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Tensor;

/** A function between layers; all but ReLU are smooth, as a gradient that is trained on wants them. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are stateless
public enum Activation {
    /** x·σ(x). */
    SILU(Tensor::silu),
    /** max(0, x): its second derivative is zero, so use it for a first layer at most. */
    RELU(Tensor::relu),
    /** x·Φ(x). */
    GELU(Tensor::gelu),
    /** log(1 + eˣ). */
    SOFTPLUS(Tensor::softplus),
    /** tanh x. */
    TANH(Tensor::tanh);

    private final UnaryOperator<Tensor> function;

    Activation(UnaryOperator<Tensor> function) {
        this.function = function;
    }

    /** The function, element by element. */
    public Tensor apply(Tensor x) {
        return function.apply(x);
    }
}
