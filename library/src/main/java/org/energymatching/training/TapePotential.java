package org.energymatching.training;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;

/**
 * The potential in the terms of a loss: energies and drifts that are differentiated are recorded on the tape; those of chains,
 * and Java values, are computed with the current parameters without being recorded.
 *
 * @param tape of the loss
 * @param frozen the same network without a record for its parameters
 */
record TapePotential(Tape tape, Potential frozen) implements Potential {

    @Override
    public Device device() {
        return frozen.device();
    }

    @Override
    public Potential given(Tensor condition) {
        return new TapePotential(tape.given(condition), frozen.given(condition));
    }

    @Override
    public Tensor energy(Tensor x) {
        return tape.energy(x);
    }

    @Override
    public Tensor trainableDrift(Tensor x) {
        return tape.drift(x);
    }

    @Override
    public Tensor drift(Tensor x) {
        return frozen.drift(x);
    }

    @Override
    public double[] energies(Samples x) {
        return frozen.energies(x);
    }

    @Override
    public Samples gradients(Samples x) {
        return frozen.gradients(x);
    }
}
