package org.energymatching;

import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Autodiff;
import org.energymatching.tensor.Tensor;

/** What is checked of energies that somebody's lambda made, before chains follow them. */
final class RowEnergies {

    private RowEnergies() {}

    /** One energy per row: (B), of what came as (B) or (B, 1). */
    static Tensor of(Tensor energy, Tensor x, String name) {
        if (energy.shape().size() != x.shape().at(0)) {
            throw new UsageException(
                    name + " of " + x.shape() + " came out as " + energy.shape() + ".",
                    "It is one number for each row: " + x.shape().at(0) + " of them.",
                    "Sum over the axes of a row and leave the first: sumPerRow().");
        }
        return energy.reshape(-1);
    }

    /** Refuses an energy that leaves chains without a slope. */
    static void requireSlope(Tensor energy, String name) {
        if (!Autodiff.isRecorded(energy)) {
            throw new UsageException(
                    name + " does not depend on x in a way that can be differentiated.",
                    "Chains follow its slope, so it is computed from x in operations that record it: no detach(), no"
                            + " way through Java values.",
                    "Write it in operations of Tensor.");
        }
    }

    /**
     * Refuses energies and slopes that are not finite. One sum tells: where all is well, nothing else is read.
     *
     * @param energy one per row
     * @param slope in the shape of x
     * @param first the number of the chain in row 0
     */
    static void requireFinite(Tensor energy, Tensor slope, Tensor x, long first, String name) {
        if (Double.isFinite(energy.sum().plus(slope.sum()).item())) {
            return;
        }
        float[] position = x.floats();
        float[] energies = energy.floats();
        int width = position.length / energies.length;
        int away = notFinite(position);
        if (away < position.length) {
            throw new FailedException(
                    "Chain " + (first + away / width) + " diverged: a coordinate became " + position[away] + ".",
                    "Chains stay where their energies hold them, which takes a step that is small against their"
                            + " curvature.",
                    "Make the step smaller, or what pulls on the chain weaker: a larger σ of the noise or of the"
                            + " repulsion.");
        }
        int row = notFinite(energies);
        String value = "";
        if (row == energies.length) {
            float[] slopes = slope.floats();
            int steep = notFinite(slopes);
            row = steep % slopes.length / width;
            value = " with the slope " + (steep < slopes.length ? slopes[steep] : Float.POSITIVE_INFINITY);
        }
        throw new FailedException(
                name + " of chain " + (first + row) + " is " + energies[row] + value
                        + ", where the chain's largest coordinate is " + largest(position, row, width) + ".",
                "Energies and slopes are finite wherever a chain may go.",
                "If the coordinate is huge, the chain ran away: make the step smaller. If not, look for a logarithm or a"
                        + " root of numbers that can be zero or negative, and for a division by zero.");
    }

    private static int notFinite(float[] values) {
        int at = 0;
        while (at < values.length && Float.isFinite(values[at])) {
            at++;
        }
        return at;
    }

    private static float largest(float[] position, int row, int width) {
        float largest = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            largest = Math.max(largest, Math.abs(position[i]));
        }
        return largest;
    }
}
