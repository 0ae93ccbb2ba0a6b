package org.energymatching.nn;

import java.util.List;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * One recorded evaluation of an architecture for training: energies and drifts for a loss, and the gradient of that loss.
 *
 * <p>A tape belongs to one thread and one scope; the tensors that it returns are valid as long as the scope is open.
 */
public interface Tape extends AutoCloseable {

    /** V for each row: (B, …) to (B), which a loss can be differentiated through. */
    Tensor energy(Tensor x);

    /** -∇V(x) for each row: (B, …) to (B, …), which a loss can be differentiated through. */
    Tensor drift(Tensor x);

    /** This evaluation of V(x | c) for rows under these conditions, (B, k) or (1, k); the gradient is computed by this tape. */
    default Tape given(Tensor condition) {
        throw new UsageException(
                "A condition was given to an evaluation that takes none.",
                "Conditions are those of a conditional network, without activation checkpointing.",
                "Leave the condition, or the checkpointing, out.");
    }

    /** The gradient of a scalar loss with respect to all parameters, one after another: flat, as the parameters are; to be called once. */
    Tensor gradient(Tensor loss);

    /** Frees what the gradient needs, whether it was computed or not. */
    @Override
    default void close() {}

    /** A tape that stores every intermediate result. */
    static Tape recording(Architecture architecture, Parameters trainable, Dropout dropout) {
        return new Tape() {
            @Override
            public Tensor energy(Tensor x) {
                return architecture.energy(x, trainable, dropout);
            }

            @Override
            public Tensor drift(Tensor x) {
                return architecture.trainableDrift(x, trainable, dropout);
            }

            @Override
            public Tensor gradient(Tensor loss) {
                return flat(Autodiff.gradients(loss, trainable.leaves(), false));
            }

            @Override
            public Tape given(Tensor condition) {
                return recording(architecture.given(condition), trainable, dropout);
            }
        };
    }

    /** Gradients with respect to each of the parameters as one vector. */
    static Tensor flat(List<Tensor> gradients) {
        return Tensor.concat(gradients.stream().map(each -> each.reshape(-1)).toList(), 0);
    }
}
