package org.energymatching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.DataException;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private static final List<ParameterSpec> SPECS =
            List.of(new ParameterSpec("a", Shape.of(2, 2), 1), new ParameterSpec("b", Shape.of(1), 1));

    private static final Map<String, float[]> VALUES = Map.of("a", new float[] {1, 2, 3, 4}, "b", new float[] {5});

    @Test
    void aViewShowsWhatIsWrittenToTheFlatVector() {
        try (Scope scope = Scope.open();
                Parameters parameters = Parameters.of(SPECS, VALUES);
                Parameters trainable = parameters.trainable()) {
            parameters.average(Parameters.of(SPECS, Map.of("a", new float[4], "b", new float[] {9})), 0);
            assertThat(parameters.flat().floats()).containsExactly(0, 0, 0, 0, 9);
            assertThat(trainable.get("b").floats()).containsExactly(9);
            Tensor loss = trainable.get("b").square().sum();
            assertThat(Autodiff.gradients(loss, trainable.leaves(), false)
                            .get(1)
                            .floats())
                    .containsExactly(18);
        }
    }

    /** After k steps towards the same value v, the average of a start s is v + decayᵏ (s - v). */
    @Test
    void theMovingAverageForgetsExponentially() {
        try (Parameters average = Parameters.of(SPECS, VALUES);
                Parameters newer = Parameters.of(SPECS, Map.of("a", new float[] {-1, 0, 1, 2}, "b", new float[1]))) {
            for (int k = 0; k < 20; k++) {
                average.average(newer, 0.9);
            }
            double left = Math.pow(0.9, 20);
            assertThat(average.values().getOrDefault("a", new float[0]))
                    .containsExactly(
                            new float[] {
                                (float) (-1 + 2 * left),
                                (float) (2 * left),
                                (float) (1 + 2 * left),
                                (float) (2 + 2 * left)
                            },
                            within(1e-6f));
        }
    }

    @Test
    void anAverageWithDecayZeroIsTheNewerValueToTheLastBit() {
        List<ParameterSpec> specs = Mlp.of(3, 20).parameters();
        try (Parameters average = Parameters.initial(specs, Rng.of(1));
                Parameters newer = Parameters.initial(specs, Rng.of(2))) {
            average.average(newer, 0);
            assertThat(average.flat().floats()).isEqualTo(newer.flat().floats());
        }
    }

    @Test
    void aCopyGoesItsOwnWay() {
        try (Parameters parameters = Parameters.of(SPECS, VALUES);
                Parameters copy = parameters.copy();
                Parameters zero = Parameters.of(SPECS, Map.of("a", new float[4], "b", new float[1]))) {
            copy.average(zero, 0.5);
            assertThat(parameters.flat().floats()).containsExactly(1, 2, 3, 4, 5);
            assertThat(copy.flat().floats()).containsExactly(0.5f, 1, 1.5f, 2, 2.5f);
        }
    }

    @Test
    void weightsThatDoNotFitAreNamed() {
        Map<String, float[]> foreign = new LinkedHashMap<>(VALUES);
        foreign.put("c", new float[1]);
        assertThatThrownBy(() -> Parameters.of(SPECS, foreign))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 are not wanted. c is not wanted.");
        assertThatThrownBy(() -> Parameters.of(SPECS, Map.of("a", new float[4])))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 are missing")
                .hasMessageContaining("b is missing");
        assertThatThrownBy(() -> Parameters.of(SPECS, Map.of("a", new float[4], "b", new float[2])))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("b is (2) in place of ");
    }

    @Test
    void closedParametersLeaveNothingBehind() {
        Leaks.assertNone(() -> {
            try (Parameters parameters = Parameters.of(SPECS, VALUES);
                    Parameters trainable = parameters.trainable();
                    Parameters copy = parameters.copy()) {
                copy.average(trainable, 0.5);
            }
        });
    }
}
