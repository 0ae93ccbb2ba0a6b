package org.energymatching.nn;

import java.util.List;
import java.util.Map;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A conditional architecture with fixed conditions of its rows.
 *
 * @param of V(x | c)
 * @param condition c, (B, k) or (1, k)
 */
record ConditionedArchitecture(ConditionalArchitecture of, Tensor condition) implements Architecture {

    @Override
    public Shape inputShape() {
        return of.inputShape();
    }

    @Override
    public List<ParameterSpec> parameters() {
        return of.parameters();
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters) {
        return of.energy(x, condition, parameters, Dropout.none());
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters, Dropout dropout) {
        return of.energy(x, condition, parameters, dropout);
    }

    @Override
    public Tensor drift(Tensor x, Parameters parameters) {
        return of.drift(x, condition, parameters);
    }

    @Override
    public Tensor trainableDrift(Tensor x, Parameters parameters, Dropout dropout) {
        return of.trainableDrift(x, condition, parameters, dropout);
    }

    @Override
    public Tape tape(Parameters trainable, Dropout dropout) {
        return of.tape(condition, trainable, dropout);
    }

    @Override
    public Architecture given(Tensor other) {
        return of.given(other);
    }

    @Override
    public Map<String, Object> description() {
        return of.description();
    }
}
