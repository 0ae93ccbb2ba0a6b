package org.energymatching.coupling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SinkhornTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "5, 1", "8, 8", "20, 7", "7, 20"})
    void rowsAndColumnsAreUniform(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(rows * 100L + columns);
        double[] cost = costs(rows, columns, random);
        SinkhornPlan plan = new Sinkhorn(0.1, 1e-6, 100_000).plan(cost, rows, columns);
        double error = 0;
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += plan.plan()[i * columns + j];
            }
            error += Math.abs(sum - 1.0 / columns);
        }
        assertThat(error).isLessThan(1.0001e-6).isCloseTo(plan.marginalError(), within(1e-13));
        for (int i = 0; i < rows; i++) {
            double sum =
                    Arrays.stream(plan.plan(), i * columns, (i + 1) * columns).sum();
            assertThat(sum).isCloseTo(1.0 / rows, within(1e-13));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 10})
    void twoByTwoHasAClosedForm(double regularisation) {
        SinkhornPlan plan = new Sinkhorn(regularisation, 1e-12, 100).plan(new double[] {0, 1, 1, 0}, 2, 2);
        double diagonal = 0.5 / (1 + Math.exp(-1 / regularisation));
        assertThat(plan.plan())
                .containsExactly(new double[] {diagonal, 0.5 - diagonal, 0.5 - diagonal, diagonal}, within(1e-12));
        assertThat(plan.cost(new double[] {0, 1, 1, 0})).isCloseTo(1 - 2 * diagonal, within(1e-12));
    }

    /** The entropy of a plan lies between log n and 2 log n, so blurring costs at most λ log n. */
    @Test
    void theCostFallsToThatOfTheAssignment() {
        int n = 12;
        double tolerance = 1e-5;
        for (int seed = 0; seed < 10; seed++) {
            double[] cost = costs(n, n, new SplittableRandom(seed));
            double optimum = Assignment.cost(cost, n, Assignment.solve(cost, n)) / n;
            double slack = tolerance * Arrays.stream(cost).max().orElseThrow();
            for (double regularisation : new double[] {1, 0.1, 0.02}) {
                SinkhornPlan plan = new Sinkhorn(regularisation, tolerance, 1_000_000).plan(cost, n, n);
                assertThat(plan.cost(cost))
                        .as("seed %d, regularisation %s", seed, regularisation)
                        .isBetween(optimum - slack, optimum + regularisation * Math.log(n) + slack);
            }
        }
    }

    @Test
    void muchRegularisationGivesTheProductPlan() {
        double[] cost = costs(9, 4, new SplittableRandom(5));
        SinkhornPlan plan = new Sinkhorn(1e9, 1e-9, 10).plan(cost, 9, 4);
        double[] product = new double[36];
        Arrays.fill(product, 1.0 / 36);
        assertThat(plan.plan()).containsExactly(product, within(1e-9));
    }

    @Test
    void costsThatAllRowsOrColumnsPayDoNotMatter() {
        double[] cost = costs(6, 8, new SplittableRandom(11));
        double[] dearer = new double[cost.length];
        Arrays.setAll(dearer, at -> cost[at] + 500 * (at / 8) - 300 * (at % 8));
        Sinkhorn sinkhorn = new Sinkhorn(0.3, 1e-10, 100_000);
        assertThat(sinkhorn.plan(dearer, 6, 8).plan())
                .containsExactly(sinkhorn.plan(cost, 6, 8).plan(), within(1e-9));
    }

    /** A single pair: P c + λ KL(P|1) + 2 τ KL(P|1) is least where (λ + 2 τ) log P = -c. */
    @ParameterizedTest
    @CsvSource({"0.1, 1, 3", "1, 0.2, 3", "0.5, 0.5, 0"})
    void relaxedMassOfASinglePairHasAClosedForm(double lambda, double tau, double cost) {
        SinkhornPlan plan = new Sinkhorn(lambda, tau, 1e-12, 1000).plan(new double[] {cost}, 1, 1);
        assertThat(plan.plan()[0]).isCloseTo(Math.exp(-cost / (lambda + 2 * tau)), within(1e-9));
    }

    /** By symmetry rows and columns sum to s = p (1 + e^(-1/λ)), and λ log 4p + 2 τ log 2s = 0 at the diagonal p. */
    @ParameterizedTest
    @CsvSource({"0.05, 1", "0.5, 0.1", "1, 10"})
    void relaxedTwoByTwoHasAClosedForm(double lambda, double tau) {
        SinkhornPlan plan = new Sinkhorn(lambda, tau, 1e-12, 10_000).plan(new double[] {0, 1, 1, 0}, 2, 2);
        double ratio = Math.exp(-1 / lambda);
        double p = Math.exp(-(lambda * Math.log(4) + 2 * tau * Math.log(2 * (1 + ratio))) / (lambda + 2 * tau));
        assertThat(plan.plan()).containsExactly(new double[] {p, p * ratio, p * ratio, p}, within(1e-9));
    }

    /** The problem is convex, so the plan whose derivative c + λ log(P/ab) + τ log(P1/a) + τ log(Pᵀ1/b) is zero is the least. */
    @ParameterizedTest
    @CsvSource({"5, 7, 0.3, 0.5", "8, 3, 0.1, 2", "1, 6, 1, 0.05"})
    void theDerivativeOfTheRelaxedProblemIsZero(int rows, int columns, double lambda, double tau) {
        double[] cost = costs(rows, columns, new SplittableRandom(17));
        double[] plan = new Sinkhorn(lambda, tau, 1e-13, 100_000)
                .plan(cost, rows, columns)
                .plan();
        double[] rowSums = new double[rows];
        double[] columnSums = new double[columns];
        for (int at = 0; at < plan.length; at++) {
            rowSums[at / columns] += plan[at];
            columnSums[at % columns] += plan[at];
        }
        for (int at = 0; at < plan.length; at++) {
            double derivative = cost[at]
                    + lambda * Math.log(plan[at] * rows * columns)
                    + tau * Math.log(rowSums[at / columns] * rows)
                    + tau * Math.log(columnSums[at % columns] * columns);
            assertThat(derivative).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void muchRelaxationCostKeepsTheMarginals() {
        double[] cost = costs(9, 6, new SplittableRandom(3));
        double[] kept = new Sinkhorn(0.2, 1e-7, 100_000).plan(cost, 9, 6).plan();
        assertThat(new Sinkhorn(0.2, 1e8, 1e-7, 100_000).plan(cost, 9, 6).plan())
                .containsExactly(kept, within(1e-6));
        assertThat(new Sinkhorn(0.2, 1e-3, 10).description()).doesNotContainKey("relaxation");
        assertThat(new Sinkhorn(0.2, 2, 1e-3, 10).description()).containsEntry("relaxation", 2.0);
    }

    @Test
    void givingUpIsAnError() {
        double[] cost = costs(30, 30, new SplittableRandom(2));
        assertThatThrownBy(() -> new Sinkhorn(0.001, 1e-9, 3).plan(cost, 30, 30))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("after 3 iterations");
    }

    @Test
    void refusesWhatCannotBeSolved() {
        assertThatThrownBy(() -> new Sinkhorn(0, 1e-3, 10)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Sinkhorn(Double.NaN, 1e-3, 10)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Sinkhorn(1, 0, 1e-3, 10)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Sinkhorn(1, Double.NaN, 10)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Sinkhorn(1, 1e-3, 0)).isInstanceOf(UsageException.class);
        Sinkhorn sinkhorn = new Sinkhorn(1e-300, 1e-3, 10);
        assertThatThrownBy(() -> sinkhorn.plan(new double[] {1e200}, 1, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> sinkhorn.plan(new double[] {1, Double.NaN}, 1, 2))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> sinkhorn.plan(new double[3], 2, 2)).isInstanceOf(UsageException.class);
    }

    @Test
    void drawsColumnsWithTheProbabilitiesOfTheirRow() {
        SinkhornPlan plan = new SinkhornPlan(new double[] {0.1, 0.3, 0.1, 0.4, 0, 0.1}, 2, 3, 1, 0.5);
        SplittableRandom random = new SplittableRandom(8);
        int draws = 40_000;
        double[] share = new double[6];
        for (int k = 0; k < draws; k++) {
            int[] columns = plan.sampleColumns(random);
            share[columns[0]] += 1.0 / draws;
            share[3 + columns[1]] += 1.0 / draws;
        }
        double fourDeviations = 4 * Math.sqrt(0.25 / draws);
        assertThat(share).containsExactly(new double[] {0.2, 0.6, 0.2, 0.8, 0, 0.2}, within(fourDeviations));
        assertThat(share[4]).isZero();
    }

    @Test
    void neverDrawsAColumnWithoutMass() {
        SinkhornPlan plan = new SinkhornPlan(new double[] {0, 0.7, 0.3, 0}, 1, 4, 1, 1);
        assertThat(plan.sampleColumns(() -> 0)).containsExactly(1);
        assertThat(plan.sampleColumns(() -> -1)).containsExactly(2);
    }

    private static double[] costs(int rows, int columns, SplittableRandom random) {
        return SquaredDistances.between(Points.gaussian(rows, 2, random), Points.gaussian(columns, 2, random), 2);
    }
}
