package org.energymatching.coupling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssignmentTest {

    /** Families of costs, from the friendly to the adversarial. */
    enum Costs {
        UNIFORM {
            @Override
            double[] draw(int n, SplittableRandom random) {
                return filled(n, random::nextDouble);
            }
        },
        SMALL_INTEGERS {
            @Override
            double[] draw(int n, SplittableRandom random) {
                return filled(n, () -> random.nextInt(3));
            }
        },
        NEGATIVE_TOO {
            @Override
            double[] draw(int n, SplittableRandom random) {
                return filled(n, random::nextGaussian);
            }
        },
        ALL_EQUAL {
            @Override
            double[] draw(int n, SplittableRandom random) {
                double cost = random.nextDouble();
                return filled(n, () -> cost);
            }
        },
        EQUAL_ROWS {
            @Override
            double[] draw(int n, SplittableRandom random) {
                double[] cost = filled(n, random::nextDouble);
                for (int i = 1; i < n; i += 2) {
                    System.arraycopy(cost, (i - 1) * n, cost, i * n, n);
                }
                return cost;
            }
        },
        EQUAL_POINTS {
            @Override
            double[] draw(int n, SplittableRandom random) {
                float[] points = Points.gaussian(n, 2, random);
                System.arraycopy(points, 0, points, points.length - 2, 2);
                return SquaredDistances.between(points, points, 2);
            }
        },
        TINY_TO_HUGE {
            @Override
            double[] draw(int n, SplittableRandom random) {
                return filled(n, () -> random.nextDouble() * Math.pow(10, random.nextInt(-12, 13)));
            }
        },
        NEARLY_EQUAL {
            @Override
            double[] draw(int n, SplittableRandom random) {
                return filled(n, () -> 1 + 1e-15 * random.nextInt(4));
            }
        },
        TINY {
            @Override
            double[] draw(int n, SplittableRandom random) {
                return filled(n, () -> 1e-12 * random.nextDouble());
            }
        },
        PRODUCTS {
            @Override
            double[] draw(int n, SplittableRandom random) {
                double[] cost = new double[n * n];
                Arrays.setAll(cost, at -> (double) (1 + at / n) * (1 + at % n));
                return cost;
            }
        },
        CLUSTERS {
            @Override
            double[] draw(int n, SplittableRandom random) {
                return SquaredDistances.between(Points.eightGaussians(n, random), Points.gaussian(n, 2, random), 2);
            }
        },
        FAR_APART {
            @Override
            double[] draw(int n, SplittableRandom random) {
                float[] to = Points.gaussian(n, 2, random);
                for (int at = 0; at < to.length; at++) {
                    to[at] += 1000;
                }
                return SquaredDistances.between(Points.gaussian(n, 2, random), to, 2);
            }
        };

        abstract double[] draw(int n, SplittableRandom random);

        private static double[] filled(int n, DoubleSupplier next) {
            double[] cost = new double[n * n];
            Arrays.setAll(cost, at -> next.getAsDouble());
            return cost;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAsCheapAsTheBestOfAllPermutations(Costs costs) {
        for (int seed = 0; seed < 350; seed++) {
            int n = 1 + seed % 7;
            double[] cost = costs.draw(n, new SplittableRandom(seed));
            int[] assignment = Assignment.solve(cost, n);
            assertPermutation(assignment, n, seed);
            assertThat(Assignment.cost(cost, n, assignment))
                    .as("%s, seed %d", costs, seed)
                    .isCloseTo(cheapest(cost, n, 0, 0), within(rounding(cost, n)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void meetsTheBoundOfDualPotentials(Costs costs) {
        for (int n : new int[] {2, 33, 128}) {
            double[] cost = costs.draw(n, new SplittableRandom(n));
            assertMeetsTheBound(cost, n);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIFORM", "SMALL_INTEGERS", "CLUSTERS", "FAR_APART"})
    void meetsTheBoundOfDualPotentialsFor500(Costs costs) {
        assertMeetsTheBound(costs.draw(500, new SplittableRandom(500)), 500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 128, 600})
    void sortsOnTheLine(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] from = Points.gaussian(n, 1, random);
        float[] to = Points.gaussian(n, 1, random);
        int[] assignment = Assignment.solve(SquaredDistances.between(from, to, 1), n);
        assertPermutation(assignment, n, n);
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Float.compare(from[a], from[b]));
        for (int k = 1; k < n; k++) {
            assertThat(to[assignment[order[k]]]).isGreaterThan(to[assignment[order[k - 1]]]);
        }
    }

    @Test
    void undoesAPermutationOfThePoints() {
        SplittableRandom random = new SplittableRandom(3);
        int n = 200;
        float[] from = Points.gaussian(n, 3, random);
        float[] to = new float[from.length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(from, 3 * i, to, 3 * ((i * 7 + 5) % n), 3);
        }
        int[] assignment = Assignment.solve(SquaredDistances.between(from, to, 3), n);
        for (int i = 0; i < n; i++) {
            assertThat(assignment[i]).isEqualTo((i * 7 + 5) % n);
        }
    }

    @Test
    void leavesTheCostsAloneAndRepeatsItself() {
        double[] cost = Costs.SMALL_INTEGERS.draw(60, new SplittableRandom(1));
        double[] before = cost.clone();
        int[] assignment = Assignment.solve(cost, 60);
        assertThat(cost).isEqualTo(before);
        assertThat(Assignment.solve(cost, 60)).isEqualTo(assignment);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity", "1e301"})
    void refusesCostsThatCannotBeSummed(double bad) {
        double[] cost = new double[16];
        cost[6] = bad;
        assertThatThrownBy(() -> Assignment.solve(cost, 4))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("The cost in row 1, column 2 is " + bad + ".");
    }

    @Test
    void refusesAMatrixThatIsNotSquare() {
        assertThatThrownBy(() -> Assignment.solve(new double[6], 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("6 costs do not fill 2 rows of 2 columns.");
        assertThatThrownBy(() -> Assignment.solve(new double[0], 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Assignment.solve(new double[0], 65536)).isInstanceOf(UsageException.class);
    }

    private static void assertMeetsTheBound(double[] cost, int n) {
        int[] assignment = Assignment.solve(cost, n);
        assertPermutation(assignment, n, n);
        Hungarian dual = Hungarian.solve(cost, n);
        double rounding = rounding(cost, n);
        assertThat(dual.violation(cost)).isLessThanOrEqualTo(rounding);
        assertThat(Assignment.cost(cost, n, assignment)).isCloseTo(dual.bound(), within(n * rounding));
    }

    private static void assertPermutation(int[] assignment, int n, long seed) {
        int[] sorted = assignment.clone();
        Arrays.sort(sorted);
        int[] expected = new int[n];
        Arrays.setAll(expected, i -> i);
        assertThat(sorted).as("seed %d", seed).isEqualTo(expected);
    }

    private static double rounding(double[] cost, int n) {
        return 1e-15 * n * Arrays.stream(cost).map(Math::abs).max().orElseThrow();
    }

    /** The least cost of placing this row and all later ones in the columns not yet taken. */
    private static double cheapest(double[] cost, int n, int row, int taken) {
        if (row == n) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            if ((taken & 1 << j) == 0) {
                least = Math.min(least, cost[row * n + j] + cheapest(cost, n, row + 1, taken | 1 << j));
            }
        }
        return least;
    }
}
