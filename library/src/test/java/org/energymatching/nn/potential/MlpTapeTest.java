package org.energymatching.nn.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The derivatives that are written out, against those of the engine's graph. */
class MlpTapeTest {

    private static Tensor x(int rows, int width) {
        return Noise.normal(Rng.of(7), 0, Shape.of(rows, width), Device.cpu());
    }

    private static Tensor both(Tape tape, Tensor x) {
        Tensor target = x.times(0.5).plus(1);
        Tensor drifts = tape.drift(x).minus(target).square().sum();
        return drifts.plus(tape.energy(x.plus(0.3)).times(tape.energy(x)).sum());
    }

    private static void same(Architecture architecture, Function<Tape, Tensor> loss) {
        try (Parameters parameters = Parameters.initial(architecture.parameters(), Rng.of(3));
                Parameters leaves = parameters.trainable();
                Scope scope = Scope.open();
                Tape written = architecture.tape(leaves, Dropout.none());
                Tape recorded = Tape.recording(architecture, leaves, Dropout.none())) {
            Tensor value = loss.apply(written);
            Tensor expectedValue = loss.apply(recorded);
            assertThat(value.item()).isCloseTo(expectedValue.item(), within(1e-3));
            float[] found = written.gradient(value).floats();
            float[] expected = recorded.gradient(expectedValue).floats();
            int from = 0;
            for (ParameterSpec spec : parameters.specs()) {
                int to = from + spec.shape().length();
                float[] each = Arrays.copyOfRange(expected, from, to);
                float most = 0;
                for (float number : each) {
                    most = Math.max(most, Math.abs(number));
                }
                assertThat(Arrays.copyOfRange(found, from, to))
                        .as(spec.name())
                        .containsExactly(each, within(2e-5f * most + 1e-6f));
                from = to;
            }
            assertThat(found).hasSize(from);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfEnergiesAndDriftsAreThoseOfTheGraph(Activation activation) {
        for (int rows : new int[] {1, 33}) {
            same(new Mlp(3, List.of(16, 9, 12), activation, activation), tape -> both(tape, x(rows, 3)));
            same(new Mlp(3, List.of(8), activation, activation), tape -> both(tape, x(rows, 3)));
        }
    }

    @Test
    void theNetworkOfThePaperHasTheGradientsOfTheGraph() {
        same(Mlp.of(2, 256, 256, 256, 256).first(Activation.RELU), tape -> both(tape, x(64, 2)));
    }

    @Test
    void whatIsMadeOfANetworkHasTheGradientsOfTheGraph() {
        Mlp mlp = Mlp.of(2, 16, 16);
        same(new ConfinedPotential(mlp, 0.8), tape -> both(tape, x(20, 2)));
        MixturePotential base = new MixturePotential(
                2, new float[] {1, 0, 0.5f, 2, 0.7f, 0, 0, 1}, new float[] {0, 1, -1, 0.5f}, new double[] {-2, -1.5});
        same(new ResidualPotential(mlp, base, 0.4, 2), tape -> both(tape, x(20, 2)));
    }

    /** A term that differentiates in x itself gets a graph, beside what needs none. */
    @Test
    void aRecordedPointIsTraced() {
        same(Mlp.of(2, 16, 16), tape -> {
            Tensor leaf = Autodiff.leaf(x(10, 2));
            Tensor slope = Autodiff.differentiableGradient(tape.energy(leaf).sum(), leaf);
            return slope.square().sum().plus(both(tape, x(10, 2)));
        });
    }

    @Test
    void nothingIsLeftBehind() {
        Mlp mlp = Mlp.of(2, 16, 16);
        try (Parameters parameters = Parameters.initial(mlp.parameters(), Rng.of(3));
                Parameters leaves = parameters.trainable()) {
            Leaks.assertNone(() -> {
                try (Scope scope = Scope.open();
                        Tape tape = mlp.tape(leaves, Dropout.none())) {
                    tape.gradient(both(tape, x(10, 2)));
                }
            });
        }
    }
}
