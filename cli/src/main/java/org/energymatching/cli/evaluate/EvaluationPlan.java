package org.energymatching.cli.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an evaluation.
 *
 * @param rows the largest number of rows or images on either side
 * @param seed of all random numbers
 * @param step the time of one sampling step
 * @param times of the snapshots of the chains, in ascending order
 * @param data a file to compare with; null for held-out data
 * @param features the network for the features of images; null for their pixels
 * @param target the column of a table that synthetic rows are to predict; null for none
 * @param foreign out-of-distribution images, to be separated from data by their energy
 */
public record EvaluationPlan(
        int rows,
        long seed,
        double step,
        List<Double> times,
        @Nullable Path data,
        @Nullable Path features,
        @Nullable String target,
        List<Path> foreign) {

    double[] looks() {
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
