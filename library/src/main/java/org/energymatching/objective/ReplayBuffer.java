package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/** How objectives that keep chains from step to step begin them, take turns among them, and tell which are lost. */
final class ReplayBuffer {

    private static final double REACH = 10;

    private ReplayBuffer() {}

    /** Chains at births, each of them as often as any other. */
    static Samples born(int chains, Samples births) {
        int[] rows = new int[chains];
        Arrays.setAll(rows, i -> i % births.rows());
        return births.pick(rows);
    }

    /** Neighbours among the chains, from a place that is drawn. */
    static int[] neighbours(int chains, int count, Rng rng) {
        int from = rng.nextInt(chains);
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> (from + i) % chains);
        return rows;
    }

    /** How far a coordinate may be from zero: ten times the largest of these points. */
    static double reach(Samples points) {
        return REACH * largest(points.values());
    }

    /** Whether no coordinate is beyond ± the reach; one that is no number is. */
    static boolean within(double reach, float[] chain) {
        return largest(chain) <= reach;
    }

    /** The largest size of a coordinate; NaN if one is. */
    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
