package org.energymatching.inverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ForwardModelTest {

    private static final ForwardModel MODEL = new Downsampling(Shape.of(4), 2).with(NoiseModel.gaussian(0.5));

    private static float[] energies(Likelihood likelihood, int rows) {
        try (Scope scope = Scope.open()) {
            return likelihood.negativeLog(Tensor.zeros(Shape.of(rows, 4))).floats();
        }
    }

    @Test
    void oneMeasurementIsForAllChains() {
        Likelihood likelihood = MODEL.likelihood(new float[] {1, -1});
        assertThat(energies(likelihood, 3)).containsExactly(4, 4, 4);
        assertThat(energies(likelihood.forChains(100, 2), 2)).containsExactly(4, 4);
    }

    @Test
    void chainsBelongToTheMeasurementsInTurn() {
        Likelihood each = MODEL.likelihood(new float[] {1, 0, 2, 0, 3, 0});
        assertThat(energies(each, 3)).containsExactly(2, 8, 18);
        Likelihood pairs = MODEL.likelihood(new float[] {1, 0, 2, 0, 3, 0}, 2);
        assertThat(energies(pairs, 6)).containsExactly(2, 2, 8, 8, 18, 18);
        assertThat(energies(pairs.forChains(3, 3), 3)).containsExactly(8, 18, 18);
    }

    @Test
    void chainsThatFillABlockBelongToTheLastMeasurement() {
        Likelihood pairs = MODEL.likelihood(new float[] {1, 0, 2, 0}, 2);
        assertThat(energies(pairs.forChains(2, 4), 4)).containsExactly(8, 8, 8, 8);
        assertThatThrownBy(() -> pairs.forChains(4, 4))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Chain 4 has no measurement")
                .hasMessageContaining("2 measurements with 2 chains each");
    }

    @Test
    void measurementsAreWholeAndFinite() {
        assertThatThrownBy(() -> MODEL.likelihood(new float[] {1, 2, 3}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("3 values")
                .hasMessageContaining("(2)");
        assertThatThrownBy(() -> MODEL.likelihood(new float[0])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> MODEL.likelihood(new float[] {1, Float.NaN}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Value 1")
                .hasMessageContaining("Inpainting");
        assertThatThrownBy(() -> MODEL.likelihood(new float[] {1, 2}, 0)).isInstanceOf(UsageException.class);
        try (Scope scope = Scope.open()) {
            Likelihood likelihood = MODEL.likelihood(new float[] {1, 2});
            assertThatThrownBy(() -> likelihood.negativeLog(Tensor.zeros(Shape.of(3, 5))))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("(3, 5)");
        }
    }

    @Test
    void valuesOnAnotherScaleAreCounted() {
        Range pixels = Range.pixels();
        assertThat(MODEL.beyondReach(new float[] {-1, 1, 2.9f, -3.1f}, pixels)).isEqualTo(1);
        assertThat(MODEL.beyondReach(new float[] {128, 255, 0, 3}, pixels)).isEqualTo(2);
        ForwardModel lambda =
                MeasurementOperator.of(Shape.of(4), x -> x.times(300)).with(NoiseModel.gaussian(0.5));
        assertThat(lambda.beyondReach(new float[] {128, 255, 0, 3}, pixels)).isZero();
    }

    /** ‖A‖² = 1/2 for means of two, so 2 / (ε · ½ · 4). */
    @Test
    void theStepIsLimitedByNormAndNoise() {
        assertThat(MODEL.stableStep(0.1).orElseThrow()).isCloseTo(10, within(0.01));
        assertThat(MeasurementOperator.of(Shape.of(4), Tensor::square)
                        .with(NoiseModel.gaussian(1))
                        .stableStep(0.1))
                .isEmpty();
    }
}
