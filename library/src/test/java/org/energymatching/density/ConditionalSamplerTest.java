package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Draws of missing values have the conditional density of a normal with correlation .8, whatever mixture they start from. */
class ConditionalSamplerTest {

    private static final double EPSILON = 0.5;

    /** exp(-V/ε) is normal with variances 1 and correlation .8: as in Quadratic. */
    private static final Potential CORRELATED = Quadratic.correlated(EPSILON, 0.8);

    private static final GaussianMixture WIDE = new GaussianMixture(
            new double[] {1}, List.of(new Gaussian(new double[] {0.5, -0.5}, new double[] {2, 0, 0, 2})));

    private static final float GAP = Float.NaN;

    @Test
    void weightedDrawsHaveTheConditionalMoments() {
        verify(null, 4000, 1000);
    }

    @Test
    void chainsKeepThem() {
        verify(new Sampler(Kernel.mala(), TemperatureSchedule.constant(EPSILON), new TimeGrid(2, 0.1)), 1000, 1000);
    }

    private static void verify(@Nullable Sampler chains, int candidates, int draws) {
        Samples observed = new Samples(new float[] {1, GAP, GAP, -2}, Shape.of(2, 2));
        ConditionalSampler.Draws found = new ConditionalSampler(CORRELATED, WIDE, EPSILON, chains, candidates, draws)
                .sample(observed, 5, () -> {});
        for (int row = 0; row < 2; row++) {
            double sum = 0;
            double squares = 0;
            for (int k = row * draws; k < (row + 1) * draws; k++) {
                assertThat(found.rows().values()[2 * k + row]).isEqualTo(row == 0 ? 1 : -2);
                double value = found.rows().values()[2 * k + 1 - row];
                sum += value;
                squares += value * value;
            }
            double mean = sum / draws;
            assertThat(mean).as("mean of row %d", row).isCloseTo(row == 0 ? 0.8 : -1.6, within(0.09));
            assertThat(squares / draws - mean * mean).as("variance").isCloseTo(0.36, within(0.07));
            assertThat(found.effective()[row]).isBetween(0.05 * candidates, 0.95 * candidates);
        }
    }

    @Test
    void heldValuesFeelNoForceOfThePotential() {
        Target target = Target.of(CORRELATED).conditionedOn(new Samples(new float[] {1, GAP}, Shape.of(1, 2)), 2);
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {3, 0.5f, 1, -1}, Shape.of(2, 2));
            double[] warm = {EPSILON, EPSILON};
            float[] drift = target.drift(x, warm).floats();
            float[] base = Target.of(CORRELATED)
                    .drift(Tensor.of(new float[] {1, 0.5f, 1, -1}, Shape.of(2, 2)), warm)
                    .floats();
            assertThat(drift[0]).isCloseTo((float) (-2 * EPSILON), within(1e-6f));
            assertThat(drift[1]).isEqualTo(base[1]);
            assertThat(drift[2]).isZero();
            assertThat(drift[3]).isEqualTo(base[3]);
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new ConditionalSampler(CORRELATED, WIDE, EPSILON, null, 10, 20))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("20 draws of 10 candidates");
        Samples observed = new Samples(new float[] {1, GAP}, Shape.of(1, 2));
        assertThatThrownBy(() -> Target.of(CORRELATED).conditionedOn(observed, 0))
                .isInstanceOf(UsageException.class);
    }
}
