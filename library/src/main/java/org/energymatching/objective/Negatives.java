package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.description.SelfDescribing;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/** The negatives of contrastive divergence: samples of the model in this step, whose energy the loss raises. */
@FunctionalInterface
public interface Negatives extends SelfDescribing {

    /**
     * As many negatives as the mini-batch has data points; the potential is frozen, and negative i has the condition of row i.
     *
     * @return (B, …), detached
     */
    Tensor draw(Potential potential, Batch batch, Rng rng);

    /** The same of Java values. */
    default Samples draw(Potential potential, Samples source, Samples data, Rng rng) {
        try (Scope scope = Scope.open()) {
            return Samples.of(draw(potential, Batch.of(source, data, Device.cpu()), rng));
        }
    }

    /**
     * Short Langevin chains of {@code steps} steps of length Δt, all from the source under the schedule; {@link
     * LangevinNegatives#halfFromData} starts half of them at data (paper, algorithm 2).
     */
    static LangevinNegatives langevin(TemperatureSchedule temperature, int steps, double dt) {
        return LangevinNegatives.of(temperature, steps, dt);
    }
}
