package org.energymatching.protein;

import java.util.Arrays;
import java.util.List;

/** Rows by number. */
final class Picked {

    private Picked() {}

    static int[][] rows(int[][] all, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> all[row]).toArray(int[][]::new);
    }

    static double[] rows(double[] all, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> all[row]).toArray();
    }

    static <T> List<T> rows(List<T> all, int[] rows) {
        return Arrays.stream(rows).mapToObj(all::get).toList();
    }
}
