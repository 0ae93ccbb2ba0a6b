package org.energymatching.nn;

import org.energymatching.condition.Conditions;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** An architecture of a conditional potential V(x | c): without a condition it computes V(x). */
public interface ConditionalArchitecture extends Architecture {

    @Override
    Conditions conditions();

    /**
     * V for each row under its condition.
     *
     * @param x (B, …)
     * @param condition encoded, (B, k), or (1, k) for all rows
     * @return (B)
     */
    Tensor energy(Tensor x, Tensor condition, Parameters parameters, Dropout dropout);

    /** -∇V(x | c) for each row, detached. */
    default Tensor drift(Tensor x, Tensor condition, Parameters parameters) {
        return Architecture.gradient(x, leaf -> energy(leaf, condition, parameters, Dropout.none()));
    }

    /** -∇V(x | c) for each row with its graph. */
    default Tensor trainableDrift(Tensor x, Tensor condition, Parameters parameters, Dropout dropout) {
        return Architecture.recordedGradient(x, leaf -> energy(leaf, condition, parameters, dropout));
    }

    /** The evaluation for training under a condition. */
    default Tape tape(Tensor condition, Parameters trainable, Dropout dropout) {
        return Tape.recording(given(condition), trainable, dropout);
    }

    /** The null condition, (1, k). */
    default Tensor nothing(Device device) {
        return Tensor.zeros(Shape.of(1, conditions().width()), device);
    }

    @Override
    default Architecture given(Tensor condition) {
        if (conditions().isNone()) {
            throw Architecture.notConditional();
        }
        return new ConditionedArchitecture(this, condition);
    }

    @Override
    default Tensor energy(Tensor x, Parameters parameters) {
        return energy(x, parameters, Dropout.none());
    }

    @Override
    default Tensor energy(Tensor x, Parameters parameters, Dropout dropout) {
        return energy(x, nothing(parameters.device()), parameters, dropout);
    }

    @Override
    default Tensor drift(Tensor x, Parameters parameters) {
        return drift(x, nothing(parameters.device()), parameters);
    }

    @Override
    default Tensor trainableDrift(Tensor x, Parameters parameters, Dropout dropout) {
        return trainableDrift(x, nothing(parameters.device()), parameters, dropout);
    }

    @Override
    default Tape tape(Parameters trainable, Dropout dropout) {
        return tape(nothing(trainable.device()), trainable, dropout);
    }
}
