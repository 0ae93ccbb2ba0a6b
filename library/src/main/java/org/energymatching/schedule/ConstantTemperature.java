package org.energymatching.schedule;

import org.energymatching.tensor.Tensor;

/**
 * {@link TemperatureSchedule#constant}.
 *
 * @param epsilon ε
 */
record ConstantTemperature(double epsilon) implements TemperatureSchedule {

    @Override
    public double at(double t) {
        return epsilon;
    }

    @Override
    public Tensor at(Tensor times) {
        return Tensor.full(times.shape(), epsilon, times.device());
    }
}
