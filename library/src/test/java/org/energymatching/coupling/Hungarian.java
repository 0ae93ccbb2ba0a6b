package org.energymatching.coupling;

import java.util.Arrays;

/**
 * The textbook Hungarian method in O(n³), row by row with potentials: slow, short and unlike the code under test.
 *
 * @param rows u(i)
 * @param columns v(j), with u(i) + v(j) ≤ c(i, j)
 */
record Hungarian(double[] rows, double[] columns) {

    static Hungarian solve(double[] cost, int n) {
        double[] u = new double[n + 1];
        double[] v = new double[n + 1];
        int[] rowOf = new int[n + 1]; // counted from 1; column 0 holds the row to be placed
        for (int i = 1; i <= n; i++) {
            rowOf[0] = i;
            int column = 0;
            double[] slack = new double[n + 1];
            Arrays.fill(slack, Double.POSITIVE_INFINITY);
            int[] cameFrom = new int[n + 1];
            boolean[] used = new boolean[n + 1];
            do {
                used[column] = true;
                int row = rowOf[column];
                double delta = Double.POSITIVE_INFINITY;
                int next = 0;
                for (int j = 1; j <= n; j++) {
                    if (!used[j]) {
                        double reduced = cost[(row - 1) * n + j - 1] - u[row] - v[j];
                        if (reduced < slack[j]) {
                            slack[j] = reduced;
                            cameFrom[j] = column;
                        }
                        if (slack[j] < delta) {
                            delta = slack[j];
                            next = j;
                        }
                    }
                }
                for (int j = 0; j <= n; j++) {
                    if (used[j]) {
                        u[rowOf[j]] += delta;
                        v[j] -= delta;
                    } else {
                        slack[j] -= delta;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                rowOf[column] = rowOf[cameFrom[column]];
                column = cameFrom[column];
            }
        }
        return new Hungarian(Arrays.copyOfRange(u, 1, n + 1), Arrays.copyOfRange(v, 1, n + 1));
    }

    /** By how much the worst potential u(i) + v(j) exceeds its cost; the potentials bound every assignment if by none. */
    double violation(double[] cost) {
        double worst = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                worst = Math.max(worst, rows[i] + columns[j] - cost[i * columns.length + j]);
            }
        }
        return worst;
    }

    /** Σ u + Σ v: no assignment costs less. */
    double bound() {
        return Arrays.stream(rows).sum() + Arrays.stream(columns).sum();
    }
}
