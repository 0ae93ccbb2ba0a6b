package org.energymatching.sampling;

import java.util.List;
import org.energymatching.Samples;

/**
 * The same chains at several times.
 *
 * @param times when they were looked at, rising
 * @param states where they stood, one set of rows per time
 */
public record Trajectory(List<Double> times, List<Samples> states) {

    /** Where the chains stood last. */
    public Samples last() {
        return states.get(states.size() - 1);
    }
}
