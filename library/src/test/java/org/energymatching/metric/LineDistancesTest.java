package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class LineDistancesTest {

    /** F − G is 1 on (0, 1) and ½ on (1, 3). */
    @Test
    void aPointAgainstTwoByHand() {
        assertThat(LineDistances.between(new double[] {0}, new double[] {3, 1}))
                .isEqualTo(new LineDistances(2, 1, 1 + 2 / 4.0));
    }

    @Test
    void equalSetsAreAtZeroWhateverTheirSize() {
        assertThat(LineDistances.between(new double[] {1, -2, 1}, new double[] {1, 1, -2, 1, -2, 1}))
                .isEqualTo(new LineDistances(0, 0, 0));
    }

    /** Against the means over pairs, and the supremum over all numbers; rounded numbers make ties. */
    @Test
    void agreesWithPairs() {
        Seeds.check(200, random -> {
            double[] x = numbers(random);
            double[] y = numbers(random);
            LineDistances found = LineDistances.between(x, y);
            assertThat(found.cramer())
                    .isCloseTo(meanDistance(x, y) - meanDistance(x, x) / 2 - meanDistance(y, y) / 2, within(1e-12));
            double largest = 0;
            for (double[] set : new double[][] {x, y}) {
                for (double at : set) {
                    largest = Math.max(largest, Math.abs(shareBelow(x, at) - shareBelow(y, at)));
                }
            }
            assertThat(found.kolmogorovSmirnov()).isCloseTo(largest, within(1e-12));
        });
    }

    /** A shift by more than the width of the set moves every number by as much. */
    @Test
    void theWassersteinDistanceOfAShiftIsTheShift() {
        Seeds.check(50, random -> {
            double[] x = numbers(random);
            double[] y = x.clone();
            for (int i = 0; i < y.length; i++) {
                y[i] += 0.7;
            }
            assertThat(LineDistances.between(x, y).wasserstein()).isCloseTo(0.7, within(1e-12));
        });
    }

    /** Uniform on (0, 1) against uniform on (0, 2): ½, ½ and ∫₀¹ x²/4 + ∫₁² (1 − x/2)² = 1/12 + 1/12. */
    @Test
    void ofUniformNumbers() {
        int n = 4_000;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i + 0.5) / n;
            y[i] = 2 * x[i];
        }
        LineDistances found = LineDistances.between(x, y);
        assertThat(found.wasserstein()).isCloseTo(0.5, within(1e-3));
        assertThat(found.kolmogorovSmirnov()).isCloseTo(0.5, within(1e-3));
        assertThat(found.cramer()).isCloseTo(1 / 6.0, within(1e-3));
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> LineDistances.between(new double[0], new double[] {1}))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LineDistances.between(new double[] {1, Double.NaN}, new double[] {1}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> LineDistances.between(new double[] {1}, new double[] {Double.NEGATIVE_INFINITY, 1}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("-Infinity");
    }

    private static double[] numbers(RandomGenerator random) {
        return random.ints(random.nextInt(1, 9), -5, 6)
                .mapToDouble(i -> i / 4.0)
                .toArray();
    }

    private static double meanDistance(double[] x, double[] y) {
        double sum = 0;
        for (double a : x) {
            for (double b : y) {
                sum += Math.abs(a - b);
            }
        }
        return sum / x.length / y.length;
    }

    private static double shareBelow(double[] x, double at) {
        double count = 0;
        for (double a : x) {
            count += a <= at ? 1 : 0;
        }
        return count / x.length;
    }
}
