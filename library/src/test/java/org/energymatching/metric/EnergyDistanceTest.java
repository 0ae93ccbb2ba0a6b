package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.energymatching.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnergyDistanceTest {

    @Test
    void twoPointMassesAreTwiceTheirDistanceApart() {
        Samples here = Samples.of(new float[][] {{1, 2}, {1, 2}, {1, 2}});
        Samples there = Samples.of(new float[][] {{4, 6}, {4, 6}});
        assertThat(EnergyDistance.between(here, there)).isEqualTo(10);
        assertThat(EnergyDistance.between(here, here)).isZero();
    }

    @Test
    void smallSetsByHand() {
        Samples first = Samples.of(new float[][] {{0}, {1}});
        Samples second = Samples.of(new float[][] {{0}, {2}, {5}});
        // E|X − Y| = (0 + 2 + 5 + 1 + 1 + 4) / 6, E|X − X′| = 1, E|Y − Y′| = (2 + 5 + 3) / 3
        assertThat(EnergyDistance.between(first, second)).isCloseTo(2 * 13 / 6.0 - 1 - 10 / 3.0, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"5, 9, 1", "70, 3, 2", "65, 130, 7"})
    void agreesWithTheSumOverAllPairs(int rows, int others, int width) {
        SplittableRandom random = new SplittableRandom(rows);
        Samples first = GaussianSamples.draw(rows, width, random);
        Samples second = GaussianSamples.draw(others, width, random);
        double expected = 2 * meanDistance(first, second, 0)
                - meanDistance(first, first, rows)
                - meanDistance(second, second, others);
        assertThat(EnergyDistance.between(first, second)).isCloseTo(expected, within(1e-13));
    }

    /** X − Y is N(μ, 2), and E|N(μ, σ²)| = σ √(2/π) exp(−μ²/2σ²) + μ erf(μ/σ√2). */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.5204998778130465", "2, 0.8427007929497149", "4, 0.9953222650189527"})
    void shiftedNormalsOnTheLine(float shift, double errorFunctionOfHalfTheShift) {
        SplittableRandom random = new SplittableRandom(42);
        Samples first = GaussianSamples.draw(4000, 1, random);
        Samples second = GaussianSamples.moved(GaussianSamples.draw(4000, 1, random), shift);
        double apart = 2 / Math.sqrt(Math.PI) * Math.exp(-shift * shift / 4.0) + shift * errorFunctionOfHalfTheShift;
        double expected = 2 * apart - 4 / Math.sqrt(Math.PI);
        assertThat(EnergyDistance.between(first, second)).isCloseTo(expected, within(0.005 + 0.06 * shift));
    }

    /** The plug-in estimate, with i = j among the pairs, would be 0.09 too large here: 30 standard errors. */
    @Test
    void scattersAroundZeroForOneDistribution() {
        int repeats = 500;
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double squares = 0;
        int negative = 0;
        for (int k = 0; k < repeats; k++) {
            double distance =
                    EnergyDistance.between(GaussianSamples.draw(20, 1, random), GaussianSamples.draw(30, 1, random));
            sum += distance;
            squares += distance * distance;
            negative += distance < 0 ? 1 : 0;
        }
        double mean = sum / repeats;
        double standardError = Math.sqrt((squares / repeats - mean * mean) / repeats);
        assertThat(standardError).isLessThan(0.005);
        assertThat(mean).isCloseTo(0, within(4 * standardError));
        assertThat(negative).isBetween(repeats / 4, repeats * 9 / 10);
    }

    @Test
    void theOrderOfRowsAndSidesDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(4);
        Samples first = GaussianSamples.draw(150, 3, random);
        Samples second = GaussianSamples.draw(90, 3, random);
        double distance = EnergyDistance.between(first, second);
        assertThat(EnergyDistance.between(GaussianSamples.shuffled(first, 1), GaussianSamples.shuffled(second, 2)))
                .isCloseTo(distance, within(1e-13));
        assertThat(EnergyDistance.between(second, first)).isCloseTo(distance, within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theNumberOfThreadsDoesNotMatter(int threads) {
        SplittableRandom random = new SplittableRandom(6);
        Samples first = GaussianSamples.draw(700, 2, random);
        Samples second = GaussianSamples.draw(500, 2, random);
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            assertThat(pool.submit(() -> EnergyDistance.between(first, second)).join())
                    .isEqualTo(EnergyDistance.between(first, second));
        } finally {
            pool.shutdown();
        }
    }

    /** Over all pairs, of which {@code same} are of a row with itself and do not count. */
    private static double meanDistance(Samples first, Samples second, int same) {
        double sum = 0;
        for (int i = 0; i < first.rows(); i++) {
            for (int j = 0; j < second.rows(); j++) {
                float[] x = first.row(i);
                float[] y = second.row(j);
                double squares = 0;
                for (int k = 0; k < x.length; k++) {
                    squares += ((double) x[k] - y[k]) * ((double) x[k] - y[k]);
                }
                sum += Math.sqrt(squares);
            }
        }
        return sum / (first.rows() * second.rows() - same);
    }
}
