package org.energymatching.sampling.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains that are carried back towards noise. */
class RenoisingTest {

    private static final TemperatureSchedule COLD = TemperatureSchedule.constant(0);

    private static Renoising restarts(double end, double back, int rounds, int blockRows) {
        return new Renoising(Kernel.eulerMaruyama(), COLD, end, 0.1, back, rounds, blockRows);
    }

    /** Where V is flat a descent changes nothing, so that a round is x ← (1-s) x + s z alone: variances follow from it. */
    @Test
    void aRoundMixesWhatWasWithNoise() {
        int n = 4_000;
        double back = 0.7;
        Potential flat = x -> x.sumPerRow().times(0);
        List<Samples> states = restarts(1, back, 3, 500).run(Target.of(flat), StandardNormal.of(1), n, 5, () -> {});
        assertThat(states).hasSize(4);
        double variance = 1;
        for (int round = 0; round < 4; round++) {
            double square = 0;
            for (float x : states.get(round).values()) {
                square += (double) x * x / n;
            }
            assertThat(square)
                    .as("variance after round %d, seed 5", round)
                    .isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / n)));
            variance = (1 - back) * (1 - back) * variance + back * back;
        }
        double product = 0;
        for (int i = 0; i < n; i++) {
            product += (double) states.get(0).values()[i] * states.get(1).values()[i] / n;
        }
        assertThat(product).as("what is left of a chain, seed 5").isCloseTo(1 - back, within(4 / Math.sqrt(n)));
    }

    /** Of V = x, chains fall by the time that a descent takes: to the end, and from 1 - s to it again. */
    @Test
    void descentsTakeTheTimeThatIsLeft() {
        List<Samples> states = restarts(1.2, 0.5, 1, 4)
                .run(
                        Target.of(x -> x.sumPerRow()),
                        new Distribution() {
                            @Override
                            public Shape shape() {
                                return Shape.of(1);
                            }

                            @Override
                            public void draw(RandomGenerator rng, float[] out, int offset) {
                                out[offset] = 0;
                            }
                        },
                        3,
                        1,
                        () -> {});
        assertThat(states.get(0).values()[0]).isCloseTo(-1.2f, within(1e-5f));
        assertThat(states.get(1).values()[0]).isCloseTo(-0.5f * 1.2f - 0.7f, within(1e-5f));
    }

    /** A chain is the same however many run with it and in whatever blocks. */
    @Test
    void chainsAreTheSameAtEveryNumberOfThem() {
        Target quadratic = Target.of(x -> x.square().sumPerRow());
        AtomicLong blocks = new AtomicLong();
        Renoising restarts =
                new Renoising(Kernel.eulerMaruyama(), TemperatureSchedule.ramp(0, 0.2), 1.1, 0.05, 0.6, 2, 4);
        List<Samples> many = restarts.run(quadratic, StandardNormal.of(3), 10, 9, blocks::incrementAndGet);
        List<Samples> few = restarts.run(quadratic, StandardNormal.of(3), 3, 9, () -> {});
        assertThat(blocks.get()).isEqualTo(restarts.blocks(quadratic, 10)).isEqualTo(9);
        for (int round = 0; round < 3; round++) {
            assertThat(few.get(round).values())
                    .containsExactly(many.get(round).slice(0, 3).values());
        }
    }

    @ParameterizedTest
    @CsvSource({"1.1,0,4", "1.1,1.2,4", "0.3,0.7,4", "1.1,0.7,-1", "NaN,0.5,1"})
    void roundsThatLeadNowhereAreRefused(double end, double back, int rounds) {
        assertThatThrownBy(() -> restarts(end, back, rounds, 4))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Choose for example 8 rounds");
    }
}
