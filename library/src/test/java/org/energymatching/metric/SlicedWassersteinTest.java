package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlicedWassersteinTest {

    @Test
    void onTheLineItIsTheWassersteinDistance() {
        Samples first = Samples.of(new float[][] {{3}, {0}, {1}});
        Samples second = Samples.of(new float[][] {{2}, {7}, {0}});
        // sorted 0 1 3 and 0 2 7
        assertThat(SlicedWasserstein.between(first, second, 3, new SplittableRandom(1)))
                .isCloseTo(Math.sqrt((0 + 1 + 16) / 3.0), within(1e-15));
    }

    /** Every projection moves by ⟨θ, s⟩, whose mean square is |s|²/d, with a standard deviation of at most √2 of that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 48})
    void aTranslationGivesItsLengthOverTheRootOfTheDimension(int width) {
        SplittableRandom random = new SplittableRandom(width);
        Samples samples = GaussianSamples.draw(50, width, random);
        float[] shift = new float[width];
        for (int k = 0; k < width; k++) {
            shift[k] = k % 2 == 0 ? 2 : -2;
        }
        int projections = 4000;
        double distance =
                SlicedWasserstein.between(samples, GaussianSamples.moved(samples, shift), projections, random);
        assertThat(distance * distance).isCloseTo(4, within(4 * 4 * Math.sqrt(2.0 / projections)));
    }

    @Test
    void identicalSetsAreNotApart() {
        Samples samples = GaussianSamples.draw(100, 4, new SplittableRandom(9));
        assertThat(SlicedWasserstein.between(
                        samples, GaussianSamples.shuffled(samples, 3), 20, new SplittableRandom(1)))
                .isZero();
    }

    @Test
    void repeatingEveryRowChangesNothing() {
        SplittableRandom random = new SplittableRandom(12);
        Samples first = GaussianSamples.draw(30, 3, random);
        Samples second = GaussianSamples.draw(20, 3, random);
        float[][] twice = new float[40][];
        for (int i = 0; i < 40; i++) {
            twice[i] = second.row(i / 2);
        }
        assertThat(SlicedWasserstein.between(first, Samples.of(twice), 50, new SplittableRandom(5)))
                .isCloseTo(SlicedWasserstein.between(first, second, 50, new SplittableRandom(5)), within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void dependsOnTheGeneratorAndNotOnThreads(int threads) {
        SplittableRandom random = new SplittableRandom(7);
        Samples first = GaussianSamples.draw(300, 5, random);
        Samples second = GaussianSamples.draw(200, 5, random);
        double expected = SlicedWasserstein.between(first, second, 64, new SplittableRandom(99));
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            assertThat(pool.submit(() -> SlicedWasserstein.between(first, second, 64, new SplittableRandom(99)))
                            .join())
                    .isEqualTo(expected);
        } finally {
            pool.shutdown();
        }
        assertThat(SlicedWasserstein.between(first, second, 64, new SplittableRandom(98)))
                .isNotEqualTo(expected);
    }

    @Test
    void refusesToProjectOnNothing() {
        Samples samples = GaussianSamples.draw(3, 2, new SplittableRandom(1));
        assertThatThrownBy(() -> SlicedWasserstein.between(samples, samples, 0, new SplittableRandom(1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("0 projections");
    }
}
