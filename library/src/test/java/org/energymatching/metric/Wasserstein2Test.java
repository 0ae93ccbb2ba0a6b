package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

final class Wasserstein2Test {

    @Test
    void aTranslationGivesItsLength() {
        Samples samples = GaussianSamples.draw(300, 3, new SplittableRandom(1));
        Samples moved = GaussianSamples.shuffled(GaussianSamples.moved(samples, 2, -3, 6), 5);
        assertThat(Wasserstein2.between(samples, moved)).isCloseTo(7, within(1e-6));
    }

    @Test
    void aPermutationIsNoDistance() {
        Samples samples = GaussianSamples.draw(200, 2, new SplittableRandom(2));
        assertThat(Wasserstein2.between(samples, GaussianSamples.shuffled(samples, 1)))
                .isZero();
    }

    @Test
    void twoPointMassesAreTheirDistanceApart() {
        Samples here = Samples.of(new float[][] {{0, 0}, {0, 0}});
        Samples there = Samples.of(new float[][] {{3, 4}, {3, 4}});
        assertThat(Wasserstein2.between(here, there)).isEqualTo(5);
    }

    @Test
    void onTheLineItIsTheSlicedDistance() {
        SplittableRandom random = new SplittableRandom(3);
        Samples first = GaussianSamples.draw(150, 1, random);
        Samples second = GaussianSamples.draw(150, 1, random);
        assertThat(Wasserstein2.between(first, second))
                .isCloseTo(SlicedWasserstein.between(first, second, 1, random), within(1e-12));
    }

    @Test
    void theOrderOfRowsAndSidesDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(4);
        Samples first = GaussianSamples.draw(100, 4, random);
        Samples second = GaussianSamples.draw(100, 4, random);
        double distance = Wasserstein2.between(first, second);
        assertThat(Wasserstein2.between(GaussianSamples.shuffled(second, 1), GaussianSamples.shuffled(first, 2)))
                .isCloseTo(distance, within(1e-13));
    }

    @Test
    void refusesUnequalOrTooManyRows() {
        Samples few = new Samples(new float[6], Shape.of(3, 2));
        Samples fewer = new Samples(new float[4], Shape.of(2, 2));
        Samples many = new Samples(new float[4002], Shape.of(2001, 2));
        assertThatThrownBy(() -> Wasserstein2.between(few, fewer))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("between 3 and 2 rows");
        assertThatThrownBy(() -> Wasserstein2.between(many, many))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("subsample");
    }
}
