package org.energymatching.schedule;

import org.energymatching.tensor.Tensor;

/**
 * {@link TemperatureSchedule#ramp}.
 *
 * @param tauStar τ*
 * @param epsilonMax ε_max
 */
record TemperatureRamp(double tauStar, double epsilonMax) implements TemperatureSchedule {

    @Override
    public double at(double t) {
        return t < tauStar ? 0 : t >= 1 ? epsilonMax : epsilonMax * (t - tauStar) / (1 - tauStar);
    }

    @Override
    public Tensor at(Tensor times) {
        return tauStar == 1
                ? times.moreThan(Math.nextDown(1f)).indicator().times(epsilonMax)
                : times.minus(tauStar).times(1 / (1 - tauStar)).clamp(0, 1).times(epsilonMax);
    }
}
