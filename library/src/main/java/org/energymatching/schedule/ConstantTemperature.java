package org.energymatching.schedule;

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
}
