package org.energymatching.density;

import java.util.Arrays;
import java.util.function.Function;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/** The logarithms of a density at the nodes of a grid. */
final class GridSum {
    private static final int AT_ONCE = 1 << 16;
    private static final int STRIPS = 16;

    private final Function<Samples, double[]> logs;
    private final Box box;
    private final int nodes;
    private final double[] values;
    private final double total;

    GridSum(Function<Samples, double[]> logs, Box box, int nodes) {
        this.logs = logs;
        this.box = box;
        this.nodes = nodes;
        this.values = new double[box.low().length == 1 ? nodes : nodes * nodes];
        for (int from = 0; from < values.length; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, values.length - from);
            System.arraycopy(finite(nodes(from, count)), 0, values, from, count);
        }
        this.total = LogSum.of(values);
        if (total == Double.NEGATIVE_INFINITY) {
            throw new FailedException(
                    "The density is zero on the whole grid around the points.",
                    "It is above zero where the points are.",
                    "Pass points that lie where the density does.");
        }
    }

    Function<Samples, double[]> logs() {
        return logs;
    }

    Box box() {
        return box;
    }

    int nodes() {
        return nodes;
    }

    double log() {
        double cell = 0;
        for (int j = 0; j < box.low().length; j++) {
            cell += Math.log(box.width(j) / (nodes - 1));
        }
        return total + cell;
    }

    private int index(int at, int axis) {
        return axis == 0 ? at % nodes : at / nodes;
    }

    private Samples nodes(int from, int count) {
        int d = box.low().length;
        float[] x = new float[count * d];
        for (int at = 0; at < x.length; at++) {
            x[at] = (float) box.at(at % d, index(from + at / d, at % d), nodes);
        }
        return new Samples(x, Shape.of(count, d));
    }

    private double[] finite(Samples x) {
        double[] found = logs.apply(x);
        for (int i = 0; i < found.length; i++) {
            if (Double.isNaN(found[i]) || found[i] == Double.POSITIVE_INFINITY) {
                throw new FailedException(
                        "The logarithm of the density is " + found[i] + " at " + Arrays.toString(x.row(i)) + ".",
                        "It is a number everywhere, or minus infinity where the density is zero.",
                        "Look where the potential's computation breaks down; its energies must be finite.");
            }
        }
        return found;
    }

    /** The share of the mass in a strip at one side of the box, 1/16 of its width. */
    double share(int axis, boolean upper) {
        int strip = nodes / STRIPS;
        double[] inside = values.clone();
        for (int at = 0; at < inside.length; at++) {
            int node = index(at, axis);
            boolean near = upper ? node >= nodes - strip : node < strip;
            inside[at] = near ? inside[at] : Double.NEGATIVE_INFINITY;
        }
        return Math.exp(LogSum.of(inside) - total);
    }

    Box occupied(double depth) {
        double threshold = Arrays.stream(values).max().orElseThrow() - depth;
        double[] low = box.low().clone();
        double[] high = box.high().clone();
        for (int j = 0; j < low.length; j++) {
            int first = nodes - 1;
            int last = 0;
            for (int at = 0; at < values.length; at++) {
                if (values[at] > threshold) {
                    first = Math.min(first, index(at, j));
                    last = Math.max(last, index(at, j));
                }
            }
            low[j] = box.at(j, Math.max(0, first - 2), nodes);
            high[j] = box.at(j, Math.min(nodes - 1, last + 2), nodes);
        }
        return new Box(low, high);
    }

    /**
     * A box, corner to corner.
     *
     * @param low lower corner
     * @param high upper corner
     */
    record Box(double[] low, double[] high) {

        /** A box twice as wide as the points in every direction. */
        static Box around(Samples points) {
            int d = points.width();
            double[] low = new double[d];
            double[] high = new double[d];
            Arrays.fill(low, Double.POSITIVE_INFINITY);
            Arrays.fill(high, Double.NEGATIVE_INFINITY);
            for (int at = 0; at < points.values().length; at++) {
                low[at % d] = Math.min(low[at % d], points.values()[at]);
                high[at % d] = Math.max(high[at % d], points.values()[at]);
            }
            for (int j = 0; j < d; j++) {
                double half = (high[j] - low[j]) / 2;
                if (!(half > 0 && Double.isFinite(half))) {
                    throw new UsageException(
                            "A density was sought around " + points + ", which extend from " + low[j] + " to " + high[j]
                                    + " in number " + (j + 1) + " of a row.",
                            "There are two points or more, finite and different in every direction.",
                            "Pass points that show where the density lies, such as the data.");
                }
                low[j] -= half;
                high[j] += half;
            }
            return new Box(low, high);
        }

        double width(int axis) {
            return high[axis] - low[axis];
        }

        double at(int axis, int node, int nodes) {
            return low[axis] + width(axis) * node / (nodes - 1);
        }
    }
}
