package org.energymatching.cli.loss;

import org.energymatching.data.Standardization;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a run that losses share with it.
 *
 * @param tauStar τ*, before which sampling has no noise
 * @param epsilonMax ε_max, the temperature at equilibrium
 * @param blockRows the number of chains that are computed together on one core
 * @param mixture the mixture that was fitted to the data; null if no loss needs it
 * @param standardization the scale by which the data were divided; null if they are unscaled
 */
public record LossContext(
        double tauStar,
        double epsilonMax,
        int blockRows,
        @Nullable GaussianMixture mixture,
        @Nullable Standardization standardization) {

    /** The schedule of sampling. */
    TemperatureSchedule temperature() {
        return temperature(tauStar);
    }

    /** A schedule that reaches the temperature of the equilibrium from another τ* on. */
    TemperatureSchedule temperature(double from) {
        return TemperatureSchedule.ramp(from, epsilonMax);
    }

    /** The mixture that was fitted to the data. */
    GaussianMixture fitted() {
        if (mixture == null) {
            throw new UsageException(
                    "A loss needs the mixture of Gaussians that is fitted to the data, and none was fitted.",
                    "A loss that needs it says how many Gaussians it has.",
                    "Return that number from mixtureComponents() of the loss.");
        }
        return mixture;
    }
}
