package org.energymatching;

import java.util.Arrays;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A convex region for samples, with the squared distance from it, which a barrier is made of. */
public interface Region {

    /** dist(x)² for each row, zero within: (B, …) to (B). */
    Tensor squaredDistance(Tensor x);

    /** The box low_j ≤ x_j ≤ high_j; infinite sides are open. */
    static Region box(float[] low, float[] high) {
        return new Box(low.clone(), high.clone());
    }

    /** The half-space n·x ≤ b. */
    static Region halfSpace(float[] normal, double bound) {
        return new HalfSpace(normal.clone(), bound);
    }

    /**
     * A box.
     *
     * @param low the lower bound of each number of a row
     * @param high the upper bound
     */
    record Box(float[] low, float[] high) implements Region {

        /** Checks the bounds. */
        public Box {
            if (low.length != high.length || low.length == 0) {
                throw unusable(low, high);
            }
            for (int j = 0; j < low.length; j++) {
                if (!(low[j] < high[j])) {
                    throw unusable(low, high);
                }
            }
        }

        @Override
        public Tensor squaredDistance(Tensor x) {
            Tensor rows = rows(x, low.length);
            Tensor below = Tensor.of(low, Shape.of(1, low.length), x.device()).minus(rows);
            Tensor above = rows.minus(Tensor.of(high, Shape.of(1, high.length), x.device()));
            return below.relu().square().plus(above.relu().square()).sumPerRow();
        }

        private static UsageException unusable(float[] low, float[] high) {
            return new UsageException(
                    "A box from " + Arrays.toString(low) + " to " + Arrays.toString(high) + " was asked for.",
                    "Each number of a row has a lower side below its upper one.",
                    "Give both sides for each number, infinite where the box is open.");
        }
    }

    /**
     * A half-space.
     *
     * @param normal n
     * @param bound b
     */
    record HalfSpace(float[] normal, double bound) implements Region {

        /** Checks the normal. */
        public HalfSpace {
            double length = 0;
            for (float n : normal) {
                length += (double) n * n;
            }
            if (!(length > 0 && Double.isFinite(length) && Double.isFinite(bound))) {
                throw new UsageException(
                        "A half-space " + Arrays.toString(normal) + " · x ≤ " + bound + " was asked for.",
                        "The normal is finite and not zero, and so is the bound finite.",
                        "Give one number of the normal for each number of a row.");
            }
        }

        @Override
        public Tensor squaredDistance(Tensor x) {
            double length = 0;
            for (float n : normal) {
                length += (double) n * n;
            }
            Tensor n = Tensor.of(normal, Shape.of(1, normal.length), x.device());
            return rows(x, normal.length)
                    .times(n)
                    .sumPerRow()
                    .minus(bound)
                    .relu()
                    .square()
                    .times(1 / length);
        }
    }

    private static Tensor rows(Tensor x, int width) {
        if (x.shape().row().length() != width) {
            throw new UsageException(
                    "Rows of shape " + x.shape().row() + " meet a region of " + width + " dimensions.",
                    "A region has a side or a part of its normal for each number of a row.",
                    "Give it as many as rows have numbers.");
        }
        return x.reshape(-1, width);
    }
}
