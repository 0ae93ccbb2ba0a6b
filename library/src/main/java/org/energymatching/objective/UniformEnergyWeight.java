package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** {@link EnergyWeight#everywhere}. */
record UniformEnergyWeight() implements EnergyWeight {

    @Override
    public Tensor at(Tensor points, Tensor data, Potential potential) {
        return Tensor.full(Shape.of(points.shape().at(0)), 1, points.device());
    }
}
