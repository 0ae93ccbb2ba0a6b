package org.energymatching.coupling;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A converged transport plan: how much mass goes from each row to each column.
 *
 * @param plan n rows of m masses, row-major, summing to 1 where marginals are kept
 * @param rows n; each row sums to 1/n where marginals are kept
 * @param columns m; each column sums to 1/m, up to the marginal error, where marginals are kept
 * @param iterations how many times rows and columns were mended
 * @param marginalError how far columns were from where another iteration would bring them; the sum over columns of |column sum −
 *     1/m| where marginals are kept
 */
public record SinkhornPlan(double[] plan, int rows, int columns, int iterations, double marginalError) {

    /** What the plan costs: Σᵢⱼ P(i, j) c(i, j), without the entropy. */
    public double cost(double[] cost) {
        double sum = 0;
        for (int at = 0; at < plan.length; at++) {
            sum += plan[at] * cost[at];
        }
        return sum;
    }

    /** The mass of each row beside the mean of all: n Σⱼ P(i, j) / Σᵢⱼ P(i, j). */
    public double[] rowWeights() {
        double[] weights = new double[rows];
        Arrays.setAll(
                weights,
                i -> Arrays.stream(plan, i * columns, (i + 1) * columns).sum());
        double mean = Arrays.stream(weights).average().orElse(1);
        Arrays.setAll(weights, i -> weights[i] / mean);
        return weights;
    }

    /** Draws a column for each row i, with probability P(i, j) / Σⱼ P(i, j); one random number a row. */
    public int[] sampleColumns(RandomGenerator random) {
        int[] drawn = new int[rows];
        for (int i = 0; i < rows; i++) {
            drawn[i] = column(i, random.nextDouble());
        }
        return drawn;
    }

    /** The first column up to which the row holds more than the given share, in [0, 1), of its mass. */
    private int column(int row, double share) {
        double mass = 0;
        for (int j = 0; j < columns; j++) {
            mass += plan[row * columns + j];
        }
        double upTo = 0;
        int last = 0;
        for (int j = 0; j < columns; j++) {
            double here = plan[row * columns + j];
            if (here > 0) {
                upTo += here;
                last = j;
                if (upTo > share * mass) {
                    break;
                }
            }
        }
        return last;
    }

    /** As in {@code SinkhornPlan(128 x 128, 57 iterations, marginal error 8.1E-4)}: the plan itself would fill pages. */
    @Override
    public String toString() {
        return "SinkhornPlan(" + rows + " x " + columns + ", " + iterations + " iterations, marginal error "
                + marginalError + ")";
    }
}
