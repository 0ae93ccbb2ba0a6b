package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LangevinNegativesTest {

    private static final Quadratic QUADRATIC = Quadratic.diagonal(1, 2);
    private static final Batch BATCH = Batch.of(
            StandardNormal.of(2).sample(10, Rng.of(1)), StandardNormal.of(2).sample(10, Rng.of(2)), Device.cpu());

    /** Without temperature a step multiplies each coordinate by 1 - aΔt. */
    @Test
    void coldChainsFollowTheSlopeFromTheirStart() {
        LangevinNegatives cold = LangevinNegatives.of(TemperatureSchedule.constant(0), 7, 0.1);
        for (int fromData : new int[] {0, 5}) {
            LangevinNegatives negatives = fromData == 0 ? cold : cold.halfFromData();
            Samples drawn = Samples.of(negatives.draw(QUADRATIC, BATCH, Rng.of(3)));
            assertThat(drawn.shape()).isEqualTo(BATCH.data().shape());
            for (int i = 0; i < 10; i++) {
                float[] start = (i < fromData ? BATCH.dataValues() : BATCH.sourceValues()).row(i);
                assertThat(drawn.row(i))
                        .containsExactly(
                                new float[] {start[0] * (float) Math.pow(0.9, 7), start[1] * (float) Math.pow(0.8, 7)},
                                within(1e-5f));
            }
        }
    }

    /** Five steps of 0.1 end before τ* = 0.8: only chains that start at data are hot, from the first step. */
    @Test
    void chainsFromDataAreAtTheFinalTemperatureFromTheBeginning() {
        LangevinNegatives negatives =
                LangevinNegatives.of(TemperatureSchedule.ramp(0.8, 0.5), 5, 0.1).halfFromData();
        Samples once = Samples.of(negatives.draw(QUADRATIC, BATCH, Rng.of(3)));
        Samples again = Samples.of(negatives.draw(QUADRATIC, BATCH, Rng.of(4)));
        for (int i = 0; i < 10; i++) {
            if (i < 5) {
                assertThat(again.row(i)).isNotEqualTo(once.row(i));
            } else {
                assertThat(again.row(i)).isEqualTo(once.row(i));
            }
        }
    }

    /** Heun's step of h multiplies a coordinate by 1 - ah + (ah)²/2; until noise sets in at 0.8 there are four of 0.2. */
    @Test
    void transportTakesLongStepsWhereTheScheduleHasNoNoise() {
        LangevinNegatives cold = LangevinNegatives.of(TemperatureSchedule.ramp(0.8, 0), 8, 0.1)
                .halfFromData()
                .transportStep(0.2);
        LangevinNegatives ramp =
                LangevinNegatives.of(TemperatureSchedule.ramp(0.8, 0.5), 8, 0.1).transportStep(0.2);
        float first = (float) Math.pow(1 - 0.2 + 0.02, 4);
        float second = (float) Math.pow(1 - 0.4 + 0.08, 4);
        Samples half = Samples.of(cold.draw(QUADRATIC, BATCH, Rng.of(3)));
        Samples all = Samples.of(ramp.draw(QUADRATIC, BATCH, Rng.of(3)));
        for (int i = 0; i < 10; i++) {
            float[] start = BATCH.sourceValues().row(i);
            float[] there = {start[0] * first, start[1] * second};
            assertThat(all.row(i)).containsExactly(there, within(1e-5f));
            if (i >= 5) {
                assertThat(half.row(i)).containsExactly(there, within(1e-5f));
            }
        }
        LangevinNegatives longer = LangevinNegatives.of(TemperatureSchedule.ramp(0.8, 0.5), 12, 0.1);
        Samples noisy = Samples.of(longer.transportStep(0.2).draw(QUADRATIC, BATCH, Rng.of(3)));
        assertThat(noisy.row(7)).isNotEqualTo(all.row(7));
        assertThat(longer.description()).doesNotContainKey("transportStep");
        assertThat(longer.transportStep(0.2).description()).containsEntry("transportStep", 0.2);
    }

    /** Nothing moves the cold ones but the slope, whose start is now the data. */
    @Test
    void theOthersMayStartAtDataTooAndKeepTheirSchedule() {
        LangevinNegatives negatives = LangevinNegatives.of(TemperatureSchedule.ramp(0.8, 0.5), 5, 0.1)
                .halfFromData()
                .allFromData();
        Samples once = Samples.of(negatives.draw(QUADRATIC, BATCH, Rng.of(3)));
        Samples again = Samples.of(negatives.draw(QUADRATIC, BATCH, Rng.of(4)));
        for (int i = 0; i < 10; i++) {
            float[] start = BATCH.dataValues().row(i);
            float[] carried = {start[0] * (float) Math.pow(0.9, 5), start[1] * (float) Math.pow(0.8, 5)};
            if (i < 5) {
                assertThat(again.row(i)).isNotEqualTo(once.row(i));
            } else {
                assertThat(once.row(i)).containsExactly(carried, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 64})
    void theSizeOfBlocksDoesNotChangeAQuadraticsNegatives(int block) {
        LangevinNegatives negatives =
                LangevinNegatives.of(TemperatureSchedule.constant(0.2), 5, 0.1).halfFromData();
        assertThat(negatives.block(block).draw(QUADRATIC, BATCH, Rng.of(3)).floats())
                .containsExactly(negatives.draw(QUADRATIC, BATCH, Rng.of(3)).floats(), within(1e-5f));
    }

    @Test
    void theBatchIsLeftAlone() {
        float[] source = BATCH.source().floats();
        float[] data = BATCH.data().floats();
        LangevinNegatives.of(TemperatureSchedule.constant(0.2), 5, 0.1)
                .halfFromData()
                .draw(QUADRATIC, BATCH, Rng.of(3));
        assertThat(BATCH.source().floats()).isEqualTo(source);
        assertThat(BATCH.data().floats()).isEqualTo(data);
    }

    @Test
    void senselessNumbersAreRefused() {
        TemperatureSchedule heat = TemperatureSchedule.constant(0.1);
        assertThatThrownBy(() -> Negatives.langevin(heat, 0, 0.1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Negatives.langevin(heat, 5, 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LangevinNegatives.of(heat, 5, 0.1).fromData(1.5, heat))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> LangevinNegatives.of(heat, 5, 0.1).block(0)).isInstanceOf(UsageException.class);
    }
}
