package org.energymatching.sampling.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Potential;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Identity;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.inverse.Observation;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** V = ½ε‖x‖², so that the prior is N(0, 1) and the posterior of y with noise σ is N(y/(1 + σ²), σ²/(1 + σ²)). */
class PosteriorSamplerTest {

    private static final double EPSILON = 0.1;

    private static PosteriorSampler sampler(
            int chains, int rounds, int states, @Nullable Double step, @Nullable Double repulsion) {
        Potential prior = x -> x.square().sumPerRow().times(0.5 * EPSILON);
        PosteriorPlan plan = new PosteriorPlan(chains, rounds, 0.7, states, 20, step, 0, false, repulsion, 5);
        return new PosteriorSampler(prior, StandardNormal.of(2), EPSILON, plan, 0.2, 64);
    }

    private static Observation observed(double sigma, boolean exact) {
        float[] y = {2, Float.NaN, -1, Float.NaN};
        return new Observation(new Identity(Shape.of(2)).with(NoiseModel.gaussian(sigma)), y, true, exact);
    }

    @Test
    void aNormalPriorGivesTheKnownPosterior() {
        Posterior posterior = sampler(1000, 0, 1, null, null).sample(observed(0.5, false), () -> {});
        EnsembleSummary summary = posterior.summary();
        assertThat(posterior.draws().rows()).isEqualTo(2000);
        double[] means = {1.6, 0, -0.8, 0};
        double[] deviations = {Math.sqrt(0.2), 1, Math.sqrt(0.2), 1};
        for (int i = 0; i < 4; i++) {
            assertThat((double) summary.mean().values()[i])
                    .as("mean of value %d, seed 5", i)
                    .isCloseTo(means[i], within(0.1));
            assertThat((double) summary.deviation().values()[i])
                    .as("deviation of value %d, seed 5", i)
                    .isCloseTo(deviations[i], within(0.08));
        }
    }

    @Test
    void exactValuesStayAndRoundsGiveSeveralStates() {
        int[] blocks = {0};
        PosteriorSampler sampler = sampler(3, 4, 2, 1.0, null);
        Observation exact = observed(0.5, true);
        Posterior posterior = sampler.sample(exact, () -> blocks[0]++);
        assertThat(posterior.perRow()).isEqualTo(6);
        assertThat((long) blocks[0]).isEqualTo(sampler.prepare(exact).blocks());
        for (int i = 0; i < 12; i++) {
            assertThat(posterior.draws().row(i)[0]).isEqualTo(i < 6 ? 2 : -1);
        }
        assertThat(posterior.sample(1).row(1)).isEqualTo(posterior.draws().row(9));
    }

    @Test
    void repulsionActsOnTheGap() {
        Observation observation = observed(0.5, false);
        double alone = sampler(400, 0, 1, 0.1, null)
                .sample(observation, () -> {})
                .summary()
                .deviation()
                .values()[1];
        EnsembleSummary repelled =
                sampler(400, 0, 1, 0.1, 40.0).sample(observation, () -> {}).summary();
        assertThat((double) repelled.deviation().values()[1]).as("seed 5").isGreaterThan(1.1 * alone);
        assertThat((double) repelled.deviation().values()[0]).as("seed 5").isCloseTo(Math.sqrt(0.2), within(0.08));
    }

    @Test
    void stepsThatCannotBeTakenAreRefused() {
        assertThatThrownBy(() -> sampler(2, 0, 1, 6.0, null).prepare(observed(0.5, false)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("in steps of 6")
                .hasMessageContaining("below 5");
        assertThatThrownBy(() -> sampler(2, 0, 1, null, null).prepare(observed(0.001, false)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("steps of")
                .hasMessageContaining("20,000");
        assertThatThrownBy(() -> sampler(1, 0, 1, null, 0.5))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("single chain");
        assertThatThrownBy(() -> sampler(2, 3, 5, null, null))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("5 states");
    }
}
