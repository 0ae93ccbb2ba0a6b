package org.energymatching.protein;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Workers;

/** Functions of independent rows, evaluated in blocks of equal size on all cores. */
final class SequenceRows {

    private static final int ROWS = 256;

    private SequenceRows() {}

    /** The result for rows {@code from} (inclusive) to {@code to} (exclusive), in a scope of its own. */
    @FunctionalInterface
    interface Part<T> {
        T of(int from, int to);
    }

    /** The parts in order. */
    static <T> List<T> map(int rows, Part<T> part) {
        int blocks = (rows + ROWS - 1) / ROWS;
        return Workers.common().map(blocks, block -> {
            try (Scope scope = Scope.open()) {
                return part.of(block * ROWS, Math.min(rows, (block + 1) * ROWS));
            }
        });
    }

    /** Concatenates arrays. */
    static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Concatenates lists. */
    static <T> List<T> flat(List<List<T>> parts) {
        List<T> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }

    /** Rows by number. */
    static int[][] picked(int[][] all, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> all[row]).toArray(int[][]::new);
    }

    static double[] picked(double[] all, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> all[row]).toArray();
    }
}
