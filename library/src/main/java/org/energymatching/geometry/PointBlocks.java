package org.energymatching.geometry;

import java.util.List;
import java.util.function.BiFunction;
import org.energymatching.RowEnergies;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/** Points in blocks, one after another on each core; points at which the potential is not finite are refused. */
final class PointBlocks {

    private static final int ROWS = 64;

    /** Rows of images are long, and the graph of a network for one is hundreds of times larger, so blocks have fewer rows. */
    private static final int NUMBERS = 1 << 14;

    private PointBlocks() {}

    /** The default number of points in a block. */
    static int rows(Samples points) {
        return Math.max(1, Math.min(ROWS, NUMBERS / Math.max(1, points.width())));
    }

    /**
     * A result for each block, from the number of its first point and the points. The last block is filled up with its last
     * point, so that every point is computed in the same shapes; the caller leaves out the results of these. Results are
     * serializable, for the processes of a group.
     */
    static <T> List<T> map(Samples points, int rows, BiFunction<Integer, Samples, T> work) {
        if (rows < 1 || points.rows() < 1) {
            throw new UsageException(
                    "The Hessian was to be computed at " + points.rows() + " points in blocks of " + rows + ".",
                    "There is at least one point, and at least one in a block.",
                    "Pass points, and leave the size of blocks out.");
        }
        int blocks = (points.rows() + rows - 1) / rows;
        return Workers.common().divided(blocks, block -> {
            int first = block * rows;
            try (Scope scope = Scope.open()) {
                return work.apply(first, points.filled(first, rows));
            }
        });
    }

    /** The Hessians at the points of a block, whose energies are finite. */
    static Curvature curvature(Hessian hessian, Samples part, int first) {
        Tensor x = part.tensor(hessian.potential().device());
        float[] energies = energies(hessian, x);
        for (int row = 0; row < energies.length; row++) {
            if (!Float.isFinite(energies[row])) {
                throw notFinite("The energy of point " + (first + row) + " is " + energies[row] + ".");
            }
        }
        return hessian.at(x);
    }

    private static float[] energies(Hessian hessian, Tensor x) {
        try (Scope scope = Scope.open()) {
            return RowEnergies.of(hessian.potential().energy(x), x, RowEnergies.POTENTIAL)
                    .detach()
                    .floats();
        }
    }

    /** A number of the Hessian at a point; throws if it is not finite. */
    static float finite(float value, int point) {
        if (!Float.isFinite(value)) {
            throw notFinite("A second derivative at point " + point + " is " + value + ".");
        }
        return value;
    }

    private static DataException notFinite(String happened) {
        return new DataException(
                happened + " Points are counted from 0.",
                "Energies and their second derivatives are finite numbers.",
                "Look at this point: it may lie far from the data, or the training has diverged; leave it out, or use an"
                        + " earlier checkpoint.");
    }
}
