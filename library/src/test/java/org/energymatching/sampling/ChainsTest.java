package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Distribution;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.interaction.InteractionEnergy;
import org.energymatching.inverse.Likelihood;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that feel one another, and chains with conditions of their own. */
class ChainsTest {

    private static final Distribution SOURCE = StandardNormal.of(2);
    private static final Target QUADRATIC = Target.of(Quadratic.diagonal(1, 1));

    private static Sampler sampler(int blockRows) {
        return new Sampler(
                Kernel.eulerMaruyama(),
                TemperatureSchedule.constant(0.5),
                TimeGrid.to(1).step(0.1),
                blockRows);
    }

    /** Chains of a group are drawn to their mean: half of Σ ‖x_m - mean‖². */
    private record EnergyDistanceGradient(int chains) implements InteractionEnergy {

        @Override
        public Tensor energy(Tensor x) {
            assertThat(x.shape().at(0) % chains).as("rows beyond whole groups").isZero();
            Tensor groups = x.reshape(-1, chains, 2);
            Tensor mean = groups.sum(1).times(1.0 / chains).reshape(-1, 1, 2);
            return groups.minus(mean).square().sum(-1).reshape(-1).times(0.5);
        }
    }

    /** Chain i is drawn to (i, i); there are so many of them. */
    private record Places(long first, int count) implements Likelihood {

        @Override
        public Tensor negativeLog(Tensor x) {
            float[] places = new float[x.shape().length()];
            for (int i = 0; i < places.length; i++) {
                places[i] = Math.min(first + i / 2, count - 1);
            }
            return x.minus(Tensor.of(places, x.shape())).square().sumPerRow().times(500);
        }

        @Override
        public Likelihood forChains(long start, int rows) {
            if (start >= count) {
                throw new UsageException("Chain " + start + " has no place.", "Each has one.", "Draw fewer.");
            }
            return new Places(start, count);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 12, 64})
    void groupsAreNeverDivided(int blockRows) {
        Target target = QUADRATIC.repelledBy(new EnergyDistanceGradient(6));
        float[] drawn = sampler(blockRows).sample(target, SOURCE, 18, 3).values();
        assertThat(drawn)
                .containsExactly(sampler(18).sample(target, SOURCE, 18, 3).values(), within(1e-5f));
        assertThat(sampler(blockRows).blocks(target, 18)).isEqualTo(blockRows <= 6 ? 3 : blockRows <= 12 ? 2 : 1);
    }

    @Test
    void groupsAreWhole() {
        assertThatThrownBy(() -> sampler(64).sample(QUADRATIC.repelledBy(new EnergyDistanceGradient(6)), SOURCE, 20, 3))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("groups of 6")
                .hasMessageContaining("Ask for 24.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 64})
    void everyChainSeesItsOwnCondition(int blockRows) {
        Target target = QUADRATIC.given(new Places(0, 10));
        Sampler sampler = new Sampler(
                Kernel.eulerMaruyama(),
                TemperatureSchedule.constant(0.01),
                TimeGrid.to(10).step(0.1),
                blockRows);
        float[] drawn = sampler.sample(target, SOURCE, 10, 3).values();
        for (int i = 0; i < drawn.length; i++) {
            // ½ x² + 0.01 · 500 (x - i)² has its minimum at i · 10/11, and there the deviation 0.01/11 to the half
            int measurement = i / 2;
            assertThat(drawn[i]).isCloseTo(measurement * 10f / 11, within(0.2f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 64})
    void aChainWithoutAConditionIsAnError(int blockRows) {
        assertThatThrownBy(() -> sampler(blockRows).sample(QUADRATIC.given(new Places(0, 10)), SOURCE, 11, 3))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Chain 10 has no place.");
    }
}
