package org.energymatching.training;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;

/**
 * The potential as a term of a loss sees it: energies and drifts that the loss is differentiated through are recorded on the
 * tape; what chains follow, and Java values, are those of the parameters as they stand.
 *
 * @param tape of the loss
 * @param frozen the same network, nothing recorded for its parameters
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
