package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.energymatching.coupling.Assignment;
import org.junit.jupiter.api.Test;

final class LineTransportTest {

    @Test
    void aPointAgainstTwo() {
        assertThat(SlicedWasserstein.squaredDistance(new double[] {1}, new double[] {0, 3}))
                .isEqualTo((1 + 4) / 2.0);
    }

    /** Two against three: the pieces end at 1/3, 1/2, 2/3. */
    @Test
    void twoAgainstThreeByHand() {
        double expected = 1 / 3.0 * 1 + 1 / 6.0 * 9 + 1 / 6.0 * 4 + 1 / 3.0 * 25;
        assertThat(SlicedWasserstein.squaredDistance(new double[] {0, 5}, new double[] {1, 3, 10}))
                .isCloseTo(expected, within(1e-14));
    }

    /** n points, each m times, against m points, each n times: equal numbers, so an assignment is the exact transport. */
    @Test
    void agreesWithTheAssignmentOfRepeatedPoints() {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] first = random.doubles(random.nextInt(1, 9)).sorted().toArray();
            double[] second = random.doubles(random.nextInt(1, 9)).sorted().toArray();
            int n = first.length * second.length;
            double[] cost = new double[n * n];
            Arrays.setAll(cost, at -> Math.pow(first[at / n / second.length] - second[at % n / first.length], 2));
            assertThat(SlicedWasserstein.squaredDistance(first, second))
                    .as("seed %d", seed)
                    .isCloseTo(Assignment.cost(cost, n, Assignment.solve(cost, n)) / n, within(1e-14));
        }
    }

    @Test
    void countsBeyondTheRangeOfAnInt() {
        double[] zeros = new double[70_000];
        double[] ones = new double[69_999];
        Arrays.fill(ones, 1);
        assertThat(SlicedWasserstein.squaredDistance(zeros, ones)).isEqualTo(1);
    }
}
