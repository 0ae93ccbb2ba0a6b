package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

final class OutOfDistributionTest {

    /** Few different energies, so that many pairs are ties. */
    @Test
    void agreesWithTheCountOverAllPairs() {
        Seeds.check(50, random -> {
            double[] inside = draw(1 + random.nextInt(40), random);
            double[] foreign = draw(1 + random.nextInt(40), random);
            double count = 0;
            for (double low : inside) {
                for (double high : foreign) {
                    count += high > low ? 1 : high == low ? 0.5 : 0;
                }
            }
            assertThat(OutOfDistribution.auroc(inside, foreign))
                    .isCloseTo(count / inside.length / foreign.length, within(1e-15));
        });
    }

    @Test
    void perfectHopelessAndReversed() {
        double[] low = {-3, -2, 0};
        double[] high = {1, Double.POSITIVE_INFINITY};
        assertThat(OutOfDistribution.auroc(low, high)).isEqualTo(1);
        assertThat(OutOfDistribution.auroc(high, low)).isZero();
        assertThat(OutOfDistribution.auroc(low, low)).isEqualTo(0.5);
        assertThat(low).containsExactly(-3, -2, 0);
    }

    @Test
    void energiesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> OutOfDistribution.auroc(new double[0], new double[1]))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> OutOfDistribution.auroc(new double[1], new double[] {0, Double.NaN}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Energy 1 of the foreign points");
    }

    private static double[] draw(int count, RandomGenerator random) {
        double[] energies = new double[count];
        for (int i = 0; i < count; i++) {
            energies[i] = random.nextInt(7) - 0.0;
        }
        return energies;
    }
}
