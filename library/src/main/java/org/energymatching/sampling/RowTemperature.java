package org.energymatching.sampling;

import org.energymatching.schedule.TemperatureSchedule;

/** The temperature of each chain of a batch over time: chains of one batch may follow different schedules. */
@FunctionalInterface
public interface RowTemperature {

    /** ε of a chain at time t. */
    double at(long row, double t);

    /** All chains on one schedule. */
    static RowTemperature all(TemperatureSchedule schedule) {
        return (row, t) -> schedule.at(t);
    }
}
