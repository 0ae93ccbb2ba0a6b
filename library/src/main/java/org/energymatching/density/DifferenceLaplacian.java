package org.energymatching.density;

import org.energymatching.Potential;
import org.energymatching.RowEnergies;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * ΔV ≈ Σ (∂_i V(x + δe_i) - ∂_i V(x - δe_i)) / 2δ: the mean of the second derivatives over 2δ, jumps of the gradient included.
 *
 * <p>Networks with ReLU need this Laplacian, since their gradient jumps. Where a flow crosses a plane at which its speed
 * changes by a factor r, its density changes by r; differences give exp((r - 1/r)/2), an error of (log r)³/6.
 *
 * @param step δ, small relative to the distances over which the gradient changes, in the potential's coordinates
 */
record DifferenceLaplacian(double step) implements Laplacian {

    DifferenceLaplacian {
        if (!(step > 0 && Double.isFinite(step))) {
            throw new UsageException(
                    "The Laplacian was to be computed by differences over " + step + ".",
                    "The step is a number above zero.",
                    "Choose for example 0.02 for data of unit scale.");
        }
    }

    @Override
    public OfBlock prepare(Potential potential, Shape block, long first, Rng rng) {
        int width = block.row().length();
        int rows = Math.toIntExact(block.at(0));
        return x -> {
            float[] laplacian = new float[rows];
            for (int i = 0; i < width; i++) {
                float[] above = derivative(potential, x, block, i, step);
                float[] below = derivative(potential, x, block, i, -step);
                for (int row = 0; row < rows; row++) {
                    laplacian[row] += (float) ((above[row] - below[row]) / (2 * step));
                }
            }
            return laplacian;
        };
    }

    /** ∂_i V at x + δ e_i, for each row. */
    private static float[] derivative(Potential potential, Tensor x, Shape block, int axis, double delta) {
        int width = block.row().length();
        float[] shift = new float[block.length()];
        for (int at = axis; at < shift.length; at += width) {
            shift[at] = (float) delta;
        }
        try (Scope scope = Scope.open()) {
            Tensor moved = x.plus(Tensor.of(shift, block, x.device()));
            return RowEnergies.slope(potential.drift(moved), moved, RowEnergies.POTENTIAL)
                    .reshape(-1, width)
                    .columns(axis)
                    .negate()
                    .floats();
        }
    }
}
