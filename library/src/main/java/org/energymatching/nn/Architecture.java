package org.energymatching.nn;

import java.util.List;
import java.util.Map;
import org.energymatching.description.SelfDescribing;
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
        Tensor leaf = Autodiff.leaf(x);
        return Autodiff.gradient(energy(leaf, parameters).sum(), leaf).negate();
    }

    /**
     * -∇V(x) with its graph and some units left out: a loss on it reaches the parameters, and x where x is recorded,
     * through second derivatives. Differentiated from the energy, unless an architecture has a faster way.
     */
    default Tensor trainableDrift(Tensor x, Parameters parameters, Dropout dropout) {
        Tensor leaf = Autodiff.recorded(x);
        return Autodiff.differentiableGradient(energy(leaf, parameters, dropout).sum(), leaf)
                .negate();
    }

    /** Whether rows cost less where many are computed together: matrices of weights that outweigh a row do. */
    default boolean gainsFromWideBlocks() {
        return false;
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
