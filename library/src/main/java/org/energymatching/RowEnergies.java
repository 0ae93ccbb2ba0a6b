package org.energymatching;

import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.jspecify.annotations.Nullable;

/**
 * Checks of the energies and gradients that a user's lambda computes: their shape, that they are numbers, and that no row
 * depends on another.
 */
public final class RowEnergies {

    /** By how much an energy may change when it is computed among other rows: by rounding, relative to its size or to one. */
    private static final double ROUNDING = 1e-3;

    /** A potential, as the subject of a message. */
    public static final String POTENTIAL = "The potential";

    private RowEnergies() {}

    /**
     * One energy per row: (B), from a tensor of shape (B) or (B, 1).
     *
     * @param name what computed the energies, as the subject of a message
     * @throws UsageException if their number is another, or they are null
     */
    public static Tensor of(@Nullable Tensor energy, Tensor x, String name) {
        if (energy == null) {
            throw nothing(name);
        }
        if (energy.shape().size() != x.shape().at(0)) {
            throw new UsageException(
                    name + " of " + x.shape() + " came out as " + energy.shape() + ".",
                    "It is one number for each row: " + x.shape().at(0) + " of them.",
                    "Sum over the axes of a row and leave the first: sumPerRow().");
        }
        return energy.reshape(-1);
    }

    /**
     * A gradient or drift in the shape of x.
     *
     * @throws UsageException if it has another shape, or is null
     */
    public static Tensor slope(@Nullable Tensor slope, Tensor x, String name) {
        if (slope == null) {
            throw nothing(name);
        }
        if (!slope.shape().equals(x.shape())) {
            throw new UsageException(
                    name + " of " + x.shape() + " has a slope of shape " + slope.shape() + ".",
                    "A slope has a number for each number of x, in the same shape.",
                    "Reshape it, or leave it to be differentiated from the energy.");
        }
        return slope;
    }

    private static UsageException nothing(String name) {
        return new UsageException(
                name + " gave null.",
                "It is a tensor: an energy for each row, or a slope in the shape of x.",
                "Return the tensor that was computed.");
    }

    /**
     * Refuses a potential whose energy of a row depends on other rows: the first row is computed with the second one and alone.
     * A single row is not checked.
     */
    static void requireSeparate(Potential potential, Tensor x) {
        if (x.shape().at(0) < 2) {
            return;
        }
        try (Scope scope = Scope.open()) {
            double among = of(potential.rows(0, 2).energy(x.rows(0, 2)), x.rows(0, 2), POTENTIAL)
                    .floats()[0];
            double alone = of(potential.rows(0, 1).energy(x.rows(0, 1)), x.rows(0, 1), POTENTIAL)
                    .floats()[0];
            if (Math.abs(among - alone) > ROUNDING * Math.max(1, Math.max(Math.abs(among), Math.abs(alone)))) {
                throw new UsageException(
                        POTENTIAL + " of a row is " + alone + " when it is computed alone, but " + among
                                + " beside another row.",
                        "Rows do not depend on one another: each has an energy of its own.",
                        "Look for a sum, a mean or a norm over the first axis, which counts the rows: sumPerRow() leaves it.");
            }
        }
    }

    /** Refuses an energy that has no gradient with respect to x. */
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
     * Refuses energies and drifts that are not finite. One sum decides; only where it is not finite are other numbers read.
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

    /**
     * Sets the drift to NaN in rows whose energy is NaN. No number is read back; the chain of such a row is found at its next
     * check.
     */
    static Tensor marked(Tensor energy, Tensor slope) {
        return slope.plusRows(energy.detach().times(0));
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
