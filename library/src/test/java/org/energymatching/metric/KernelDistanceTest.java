package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

final class KernelDistanceTest {

    /** Subsets of all rows are the whole set, in whatever order. */
    @Test
    void agreesWithTheSumOverAllPairs() {
        Seeds.check(10, random -> {
            int rows = 2 + random.nextInt(20);
            int width = 1 + random.nextInt(5);
            Samples x = GaussianSamples.draw(rows, width, random);
            Samples y = GaussianSamples.moved(GaussianSamples.draw(rows, width, random), 0.5f);
            double expected = meanKernel(x, x, true) + meanKernel(y, y, true) - 2 * meanKernel(x, y, false);
            KernelDistance distance = KernelDistance.between(x, y, 3, rows, Rng.of(1));
            assertThat(distance.mean()).isCloseTo(expected, within(1e-10));
            assertThat(distance.standardDeviation()).isLessThan(1e-10);
        });
    }

    /** Two points: k(x, y) = (xy + 1)³ gives (0·1 + 1)³ = 1 within the first, (2·3 + 1)³ within the second. */
    @Test
    void smallSetsByHand() {
        Samples x = Samples.of(new float[][] {{0}, {1}});
        Samples y = Samples.of(new float[][] {{2}, {3}});
        KernelDistance distance = KernelDistance.between(x, y, Rng.of(5));
        assertThat(distance.mean()).isCloseTo(1 + 343 - 2 * (1 + 1 + 27 + 64) / 4.0, within(1e-12));
        assertThat(distance.subsetRows()).isEqualTo(2);
        assertThat(distance.subsets()).isEqualTo(KernelDistance.SUBSETS);
    }

    @Test
    void scattersAroundZeroForOneDistribution() {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double squares = 0;
        int repeats = 200;
        for (int k = 0; k < repeats; k++) {
            double distance = KernelDistance.between(
                            GaussianSamples.draw(25, 3, random), GaussianSamples.draw(25, 3, random), 1, 25, Rng.of(k))
                    .mean();
            sum += distance;
            squares += distance * distance;
        }
        double standardError = Math.sqrt(squares) / repeats;
        assertThat(sum / repeats).isCloseTo(0, within(4 * standardError));
    }

    @Test
    void subsetsAreDrawnFromTheGeneratorAlone() {
        SplittableRandom random = new SplittableRandom(2);
        Samples x = GaussianSamples.draw(90, 3, random);
        Samples y = GaussianSamples.moved(GaussianSamples.draw(70, 3, random), 1);
        KernelDistance distance = KernelDistance.between(x, y, 30, 40, Rng.of(1));
        assertThat(distance.standardDeviation()).isPositive();
        assertThat(distance.mean()).isGreaterThan(3 * distance.standardDeviation() / Math.sqrt(30));
        assertThat(KernelDistance.between(x, y, 30, 40, Rng.of(2))).isNotEqualTo(distance);
        Workers.common()
                .runSequentially(() -> assertThat(KernelDistance.between(x, y, 30, 40, Rng.of(1)))
                        .isEqualTo(distance));
    }

    @Test
    void subsetsThatCannotBeDrawnAreRefused() {
        Samples samples = Samples.of(new float[][] {{0}, {1}, {2}});
        assertThatThrownBy(() -> KernelDistance.between(samples, samples, 0, 2, Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> KernelDistance.between(samples, samples, 5, 1, Rng.of(1)))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> KernelDistance.between(samples, samples, 5, 4, Rng.of(1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("of 2 to 3 rows");
    }

    private static double meanKernel(Samples x, Samples y, boolean distinct) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < y.rows(); j++) {
                if (distinct && i == j) {
                    continue;
                }
                double product = 0;
                for (int k = 0; k < x.width(); k++) {
                    product += (double) x.row(i)[k] * y.row(j)[k];
                }
                sum += Math.pow(product / x.width() + 1, 3);
                pairs++;
            }
        }
        return sum / pairs;
    }
}
