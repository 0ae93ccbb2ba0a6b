package org.energymatching.schedule;

import java.util.Arrays;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/**
 * The temperature ε(t) of a chain: zero during the transport from noise to data, ε_max where exp(-V/ε_max) is the density (paper,
 * section 3.1).
 */
@FunctionalInterface
public interface TemperatureSchedule extends SelfDescribing {

    /** ε at time t ≥ 0. */
    double at(double t);

    /** ε at each of these times, (B) to (B). The default copies the times to Java values; the library's own schedules do not. */
    default Tensor at(Tensor times) {
        float[] t = times.floats();
        double[] epsilon = new double[t.length];
        Arrays.setAll(epsilon, i -> at(t[i]));
        return Tensor.of(epsilon, times.device());
    }

    /**
     * ε(t) = 0 for t &lt; τ*; ε_max (t - τ*)/(1 - τ*) for τ* ≤ t &lt; 1; ε_max for t ≥ 1. With τ* = 1 it jumps at t = 1.
     *
     * @param tauStar τ* in [0, 1]: the time from which there is noise
     * @param epsilonMax ε_max ≥ 0: the temperature of the equilibrium
     */
    static TemperatureSchedule ramp(double tauStar, double epsilonMax) {
        if (!(tauStar >= 0 && tauStar <= 1)) {
            throw new UsageException(
                    "tauStar is " + tauStar + ".",
                    "τ*, the time at which noise sets in, lies in [0, 1].",
                    "Choose for example 0.8, or 1 for a jump at t = 1.");
        }
        double limit = constant(epsilonMax).at(0);
        return new TemperatureRamp(tauStar, limit);
    }

    /** ε(t) = ε at every time. */
    static TemperatureSchedule constant(double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "The temperature is " + epsilon + ".",
                    "A temperature ε is a finite number, zero or more.",
                    "Choose for example 0.1.");
        }
        return new ConstantTemperature(epsilon);
    }
}
