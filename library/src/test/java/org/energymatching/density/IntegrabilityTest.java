package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class IntegrabilityTest {

    private static final Samples ROWS = StandardNormal.of(3).sample(100, Rng.of(2));

    private static Integrability of(Potential potential, double epsilon) {
        return Integrability.of(potential, ROWS, epsilon, Rng.of(1));
    }

    /** a log(1 + r²) has an integral in three dimensions for 2 a > 3 ε alone; its growth far out is 2 a/(ε d). */
    @Test
    void aLogarithmIsIntegrableAboveTheKnownSlope() {
        Potential logarithm = x -> x.square().sumPerRow().plus(1).log();
        assertThat(of(logarithm, 0.5).holds()).isTrue();
        assertThat(of(logarithm, 0.8).holds()).isFalse();
        assertThat(of(logarithm, 0.5).growth()[2]).isCloseTo(2 / (0.5 * 3), within(0.02));
    }

    /** |x| + 1.01 x_1 falls within eight degrees of one direction alone: turning downhill finds it. */
    @Test
    void aSumThatFallsInOneDirectionIsFound() {
        Potential bowl = x -> x.square().sumPerRow().plus(1).sqrt();
        Potential slope = x -> x.slice(1, 0, 1).sumPerRow().times(1.01);
        assertThat(of(bowl, 0.1).holds()).isTrue();
        assertThat(of(bowl.plus(slope), 0.1).holds()).isFalse();
        assertThat(of(bowl.plus(slope).plus(bowl), 0.1).holds()).isTrue();
        assertThat(of(bowl.plus(slope).plus(Quadratic.diagonal(1, 1, 1)), 0.1).holds())
                .isTrue();
    }

    @Test
    void aPotentialThatEndsFlatHasNone() {
        Potential flat = x -> {
            Tensor squared = x.square().sumPerRow();
            return squared.dividedBy(squared.plus(1));
        };
        assertThat(of(flat, 0.1).holds()).isFalse();
    }
}
