package org.energymatching.cli.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation is asked for.
 *
 * @param rows how many rows or pictures on either side, at most
 * @param seed of all that is drawn
 * @param step the time of one sampling step
 * @param times when the chains are looked at, rising
 * @param data a file to compare with; null for held-out data
 * @param features the network that pictures are compared by; null for their pixels
 * @param foreign out-of-distribution pictures, to be separated from data by their energy
 */
public record EvaluationPlan(
        int rows,
        long seed,
        double step,
        List<Double> times,
        @Nullable Path data,
        @Nullable Path features,
        List<Path> foreign) {

    double[] looks() {
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
