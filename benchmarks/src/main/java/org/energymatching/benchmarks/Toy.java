package org.energymatching.benchmarks;

import java.util.Arrays;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Activation;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Negatives;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TemperatureSchedule;

/** The paper's 2-D experiment, and the matrix operations that its network takes. */
final class Toy {

    static final int BATCH = 128;
    static final int LANGEVIN_STEPS = 200;
    static final int[] WIDTHS = {256, 256, 256, 256};
    static final TemperatureSchedule HEAT = TemperatureSchedule.ramp(0.8, 0.15);

    private Toy() {}

    static Mlp network() {
        return Mlp.of(2, WIDTHS).first(Activation.RELU);
    }

    static EightGaussians source() {
        return EightGaussians.create();
    }

    static TwoMoons data() {
        return TwoMoons.create();
    }

    static FlowMatching flow() {
        return new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.cutoff(0.8));
    }

    static ContrastiveDivergence contrast() {
        return ContrastiveDivergence.with(
                2, Negatives.langevin(HEAT, LANGEVIN_STEPS, 0.01).halfFromData());
    }

    /** Floating-point operations of V for one row: two for each weight. */
    static double forward() {
        int first = 2 * WIDTHS[0];
        int between = 0;
        for (int i = 1; i < WIDTHS.length; i++) {
            between += WIDTHS[i - 1] * WIDTHS[i];
        }
        return 2.0
                * (first
                        + between
                        + Arrays.stream(WIDTHS).skip(WIDTHS.length - 1).sum());
    }

    /** V and its slope, for one row. */
    static double drift() {
        return 2 * forward();
    }

    /** V, its slope, and the gradient of a loss on the slope with respect to all weights: each product has two more. */
    static double flowRow() {
        return 6 * forward();
    }

    /** V, and its gradient with respect to all weights; V once more for the weights of the rows. */
    static double contrastRow() {
        return 4 * forward();
    }
}
