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
 * The architecture of a network: V(x) as a pure function of its parameters, and the specification of these.
 *
 * <p>An architecture has no weights, so the same one is used for the weights in training, their moving average and those of a
 * checkpoint. An implementation needs three methods; see {@link Mlp}.
 */
public interface Architecture extends SelfDescribing {

    /** The shape of one x, without the batch. */
    Shape inputShape();

    /** The parameters, in the order of the state dict. */
    List<ParameterSpec> parameters();

    /** V for each row: (B, …) to (B). */
    Tensor energy(Tensor x, Parameters parameters);

    /** V for each row with dropout, for training; the same as above for architectures without dropout. */
    default Tensor energy(Tensor x, Parameters parameters, Dropout dropout) {
        return energy(x, parameters);
    }

    /**
     * -∇V(x) for each row, detached: (B, …) to (B, …). By default it is differentiated from the energy; an architecture may
     * have a faster method, since samplers compute hundreds of drifts for every training step.
     */
    default Tensor drift(Tensor x, Parameters parameters) {
        return gradient(x, leaf -> energy(leaf, parameters));
    }

    /**
     * -∇V(x) with its graph and dropout: a loss on it is differentiated with respect to the parameters, and x where x is
     * recorded, by second derivatives. By default it is differentiated from the energy; an architecture may have a faster
     * method.
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

    /** Whether rows cost less where many are computed together, as for weight matrices that are large relative to a row. */
    default boolean gainsFromWideBlocks() {
        return false;
    }

    /**
     * Whether the engine computes the derivatives of V up to the third correctly, as a loss on its curvature needs: not with
     * ReLU, whose kinks it misses, nor where an operation of the engine has no exact third derivative.
     */
    default boolean isSmooth() {
        return true;
    }

    /** An evaluation for training, with dropout, which stores what its gradient needs. */
    default Tape tape(Parameters trainable, Dropout dropout) {
        return Tape.recording(this, trainable, dropout);
    }

    /** Its description in a checkpoint, {@code type} first; {@link Architectures#from} reads it back. */
    @Override
    default Map<String, Object> description() {
        return Map.of("type", getClass().getName());
    }

    /** A network with fresh parameters. */
    default Network create(Rng rng) {
        return new Network(this, Parameters.initial(parameters(), rng));
    }
}
