package org.energymatching.sampling;

import java.util.List;
import org.energymatching.Samples;

/**
 * Snapshots of the same chains at several times.
 *
 * @param times the times of the snapshots, rising
 * @param states their positions, one set of rows per time
 */
public record Trajectory(List<Double> times, List<Samples> states) {

    /** The last positions of the chains. */
    public Samples last() {
        return states.get(states.size() - 1);
    }
}
