package org.energymatching.schedule;

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
}
