package org.energymatching.nn;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.energymatching.condition.Conditions;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;
import org.energymatching.nn.potential.Architectures;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * How a network computes V(x) from parameters: a pure function and the list of what it needs.
 *
 * <p>An architecture holds no weights, so the same one serves the weights in training, their moving average and those of
 * a checkpoint. Your own takes three methods; see {@link Mlp}.
 */
public interface Architecture extends SelfDescribing {

    /** The shape of one x, without the batch. */
    Shape inputShape();

    /** The parameters, in the order of the state dict. */
    List<ParameterSpec> parameters();

    /** V for each row: (B, …) to (B). */
    Tensor energy(Tensor x, Parameters parameters);

    /** V for each row with some units left out, as training wants it; the same as above where nothing can be left out. */
    default Tensor energy(Tensor x, Parameters parameters, Dropout dropout) {
        return energy(x, parameters);
    }

    /**
     * -∇V(x) for each row, detached: (B, …) to (B, …). Differentiated from the energy, unless an architecture has a faster
     * way: samplers take hundreds of these for every step of training.
     */
    default Tensor drift(Tensor x, Parameters parameters) {
        return gradient(x, leaf -> energy(leaf, parameters));
    }

    /**
     * -∇V(x) with its graph and some units left out: a loss on it reaches the parameters, and x where x is recorded,
     * through second derivatives. Differentiated from the energy, unless an architecture has a faster way.
     */
    default Tensor trainableDrift(Tensor x, Parameters parameters, Dropout dropout) {
        return recordedGradient(x, leaf -> energy(leaf, parameters, dropout));
    }

    /** The negative gradient of energies, detached. */
    static Tensor gradient(Tensor x, UnaryOperator<Tensor> energy) {
        Tensor leaf = Autodiff.leaf(x);
        return Autodiff.gradient(energy.apply(leaf).sum(), leaf).negate();
    }

    /** The negative gradient of energies with its graph. */
    static Tensor recordedGradient(Tensor x, UnaryOperator<Tensor> energy) {
        Tensor leaf = Autodiff.recorded(x);
        return Autodiff.differentiableGradient(energy.apply(leaf).sum(), leaf).negate();
    }

    /** What V is conditioned on. */
    default Conditions conditions() {
        return Conditions.none();
    }

    /**
     * V(x | c) as an architecture on x.
     *
     * @param condition c, encoded as {@link #conditions} says, (B, k) for B rows or (1, k) for any
     * @throws UsageException if V is not conditioned
     */
    default Architecture given(Tensor condition) {
        throw notConditional();
    }

    /** The error of a condition that is given to a potential without any. */
    static UsageException notConditional() {
        return new UsageException(
                "A condition was given to a potential that has none.",
                "The potential was trained without conditions.",
                "Leave the condition out, or train with one.");
    }

    /** Whether rows cost less where many are computed together: matrices of weights that outweigh a row do. */
    default boolean gainsFromWideBlocks() {
        return false;
    }

    /**
     * Whether the engine's derivatives of V up to the third are those of V, as a loss on its curvature takes: not with ReLU, whose
     * kinks they leave out, nor where an operation of the engine has no exact third derivative.
     */
    default boolean isSmooth() {
        return true;
    }

    /** An evaluation for training, with some units left out, which keeps what its gradient needs. */
    default Tape tape(Parameters trainable, Dropout dropout) {
        return Tape.recording(this, trainable, dropout);
    }

    /** What a checkpoint stores of it, {@code type} first; {@link Architectures#from} reads it back. */
    @Override
    default Map<String, Object> description() {
        return Map.of("type", getClass().getName());
    }

    /** A network with fresh parameters. */
    default Network create(Rng rng) {
        return new Network(this, Parameters.initial(parameters(), rng));
    }
}
