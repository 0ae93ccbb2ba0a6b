package org.energymatching.metric;

import java.util.List;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Trajectory;

/**
 * The straightness of a flow: the squared difference of velocities from that of the straight line between start and end. 0 where paths
 * are straight and covered at a constant speed, so that a single step of Euler's method is exact.
 *
 * <pre>S = ∫₀¹ E‖(x₁ - x₀) - dx_t/dt‖² dt ≈ Σ_k Δt_k E‖(x₁ - x₀) - (x_(k+1) - x_k)/Δt_k‖²</pre>
 *
 * <p>The integral is over the times of the trajectory, scaled to a length of 1. It has the unit of a squared distance.
 *
 * <p>X. Liu, C. Gong and Q. Liu, "Flow straight and fast: learning to generate and transfer data with rectified flow", ICLR 2023.
 */
public final class Straightness {

    private Straightness() {}

    /**
     * S of chains with a snapshot after each step.
     *
     * @throws UsageException if there are fewer than two times
     */
    public static double of(Trajectory chains) {
        List<Samples> states = chains.states();
        List<Double> times = chains.times();
        int last = states.size() - 1;
        if (last < 1) {
            throw new UsageException(
                    "The straightness of " + states.size() + " state was asked for.",
                    "A path has a start and an end, and is looked at in between.",
                    "Look at the chains at time 0 and after each step.");
        }
        double length = times.get(last) - times.get(0);
        float[] start = states.get(0).values();
        float[] end = states.get(last).values();
        double sum = 0;
        for (int k = 0; k < last; k++) {
            double dt = (times.get(k + 1) - times.get(k)) / length;
            float[] here = states.get(k).values();
            float[] next = states.get(k + 1).values();
            for (int i = 0; i < start.length; i++) {
                double difference = end[i] - start[i] - (next[i] - here[i]) / dt;
                sum += dt * difference * difference;
            }
        }
        return sum / states.get(0).rows();
    }
}
