package org.energymatching.nn.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Network;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MlpTest {

    @Test
    void parametersAreNamedShapedAndBoundedAsInPyTorch() {
        assertThat(Mlp.of(2, 256, 16).parameters())
                .containsExactly(
                        new ParameterSpec("layers.0.weight", Shape.of(256, 2), 1 / Math.sqrt(2)),
                        new ParameterSpec("layers.0.bias", Shape.of(256), 1 / Math.sqrt(2)),
                        new ParameterSpec("layers.1.weight", Shape.of(16, 256), 1 / 16.0),
                        new ParameterSpec("layers.1.bias", Shape.of(16), 1 / 16.0),
                        new ParameterSpec("layers.2.weight", Shape.of(1, 16), 1 / 4.0),
                        new ParameterSpec("layers.2.bias", Shape.of(1), 1 / 4.0));
    }

    /** 2·256 + 256, three times 256·256 + 256, 256 + 1. */
    @Test
    void thePapersNetworkHasItsNumberOfParameters() {
        try (Network network = Mlp.of(2, 256, 256, 256, 256).create(Rng.of(1))) {
            assertThat(network.parameters().size()).isEqualTo(768 + 3 * 65_792 + 257);
        }
    }

    @Test
    void freshParametersFillTheirBounds() {
        try (Network network = Mlp.of(2, 256, 64).create(Rng.of(3))) {
            for (ParameterSpec spec : network.architecture().parameters()) {
                float[] values = network.parameters().values().getOrDefault(spec.name(), new float[0]);
                assertThat(values).hasSize(spec.shape().length());
                double largest = 0;
                for (float value : values) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertThat(largest).as(spec.name()).isLessThanOrEqualTo(spec.bound());
                if (values.length > 50) {
                    assertThat(largest).as(spec.name()).isGreaterThan(0.9 * spec.bound());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDriftWrittenOutIsThatOfDifferentiation(Activation activation) {
        Mlp mlp = new Mlp(3, List.of(16, 8), activation, Activation.SILU);
        Mlp deep = new Mlp(3, List.of(8, 16, 5), Activation.SILU, activation);
        for (Mlp each : List.of(mlp, deep)) {
            try (Network network = each.create(Rng.of(4));
                    Scope scope = Scope.open()) {
                float[] points = new float[3 * 50];
                Rng rng = Rng.of(5);
                for (int i = 0; i < points.length; i++) {
                    points[i] = (float) (3 * rng.nextGaussian());
                }
                Tensor x = Autodiff.leaf(Tensor.of(points, Shape.of(50, 3)));
                float[] expected =
                        Autodiff.gradient(network.energy(x).sum(), x).negate().floats();

                assertThat(network.drift(x).shape()).isEqualTo(Shape.of(50, 3));
                assertThat(network.drift(x).floats()).containsExactly(expected, within(1e-5f));
            }
        }
    }

    @Test
    void theEnergyIsThatOfPlainJava() {
        Mlp mlp = Mlp.of(3, 5, 4).first(Activation.RELU);
        try (Network network = mlp.create(Rng.of(9));
                Scope scope = Scope.open()) {
            double[][] points = {{0.5, -1, 2}, {-3, 0.25, 1}, {0, 0, 0}};
            float[] flat = new float[9];
            for (int i = 0; i < 9; i++) {
                flat[i] = (float) points[i / 3][i % 3];
            }
            float[] energies = network.energy(Tensor.of(flat, Shape.of(3, 3))).floats();
            assertThat(energies).hasSize(3);
            Map<String, float[]> values = network.parameters().values();
            for (int i = 0; i < 3; i++) {
                double[] h = layer(points[i], values, 0, x -> Math.max(0, x));
                h = layer(h, values, 1, x -> x / (1 + Math.exp(-x)));
                h = layer(h, values, 2, x -> x);
                assertThat((double) energies[i]).isCloseTo(h[0], within(1e-6));
            }
        }
    }

    private static double[] layer(double[] x, Map<String, float[]> values, int layer, DoubleUnaryOperator activation) {
        float[] weight = values.getOrDefault("layers." + layer + ".weight", new float[0]);
        float[] bias = values.getOrDefault("layers." + layer + ".bias", new float[0]);
        double[] out = new double[bias.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = bias[i];
            for (int j = 0; j < x.length; j++) {
                out[i] += weight[i * x.length + j] * x[j];
            }
            out[i] = activation.applyAsDouble(out[i]);
        }
        return out;
    }

    @Test
    void aPerceptronHasInputsAndHiddenLayers() {
        assertThatThrownBy(() -> Mlp.of(0, 4)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Mlp.of(2)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Mlp.of(2, 4, 0))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("A network of 2 inputs and hidden layers " + List.of(4, 0));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void driftsInBfloat16AreWithinTwoPercentIfSmooth(Activation activation) {
        Mlp mlp = new Mlp(3, List.of(64, 64, 64), activation, activation);
        Parameters parameters = Parameters.initial(mlp.parameters(), Rng.of(3));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(StandardNormal.of(3).sample(200, Rng.of(4)).values(), Shape.of(200, 3));
            Tensor exact = mlp.drift(x, parameters);
            Mlp narrow = mlp.with(Execution.Precision.BFLOAT16);
            Tensor rounded = narrow.drift(x, parameters);
            double off = Math.sqrt(rounded.minus(exact).square().sum().item()
                    / exact.square().sum().item());
            // the slope of relu jumps where rounding changes a sign
            assertThat(off).isBetween(1e-6, activation == Activation.RELU ? 0.12 : 0.02);
            assertThat(narrow.energy(x, parameters).floats())
                    .isEqualTo(mlp.energy(x, parameters).floats());
            assertThat(narrow.description()).isEqualTo(mlp.description());
        }
    }
}
