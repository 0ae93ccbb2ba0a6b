package org.energymatching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.TensorVector;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {

    private static final int SIZE = 40;

    @ParameterizedTest
    @CsvSource({"0.9, 0.999, 1e-3", "0.9, 0.95, 1.2e-3", "0, 0.5, 0.1"})
    void followsLibtorchsOwnAdam(double beta1, double beta2, double learningRate) {
        float[] begin = gaussian(Rng.of(2));
        List<ParameterSpec> specs = List.of(new ParameterSpec("w", Shape.of(SIZE), 1));
        try (Scope scope = Scope.open();
                Parameters ours = Parameters.of(specs, Map.of("w", begin));
                Adam adam = Adam.create(SIZE, beta1, beta2, Device.cpu())) {
            var theirs = unwrap(Tensor.of(begin)).requires_grad_(true);
            AdamOptions options = new AdamOptions(learningRate);
            // By default β₁ = 0.9 and β₂ = 0.999; which stands first in memory is the C++ compiler's affair.
            int first = options.betas().get(0) < options.betas().get(1) ? 0 : 1;
            options.betas().put(first, beta1).put(1 - first, beta2);
            var optimizer = new org.bytedeco.pytorch.Adam(new TensorVector(theirs), options);
            for (int k = 1; k <= 50; k++) {
                Tensor gradient = Tensor.of(gaussian(Rng.of(k).stream("gradient")));
                theirs.mutable_grad().put(unwrap(gradient).clone());
                optimizer.step();
                adam.update(ours, gradient, learningRate, k);
            }
            assertThat(ours.flat().floats())
                    .containsExactly(wrap(theirs.detach()).floats(), within(2e-6f))
                    .isNotEqualTo(begin);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "20"})
    void restoredMomentsGoOnBitForBit(int interruptedAt) {
        List<ParameterSpec> specs = List.of(new ParameterSpec("w", Shape.of(SIZE), 1));
        float[] begin = gaussian(Rng.of(2));
        try (Scope scope = Scope.open();
                Parameters whole = Parameters.of(specs, Map.of("w", begin));
                Parameters parts = Parameters.of(specs, Map.of("w", begin));
                Adam uninterrupted = Adam.create(SIZE, 0.9, 0.999, Device.cpu());
                Adam before = Adam.create(SIZE, 0.9, 0.999, Device.cpu())) {
            for (int k = 1; k <= 30; k++) {
                uninterrupted.update(whole, gradient(k), 0.01, k);
            }
            for (int k = 1; k <= interruptedAt; k++) {
                before.update(parts, gradient(k), 0.01, k);
            }
            try (Adam after = Adam.restore(before.mean(), before.square(), 0.9, 0.999, Device.cpu())) {
                for (int k = interruptedAt + 1; k <= 30; k++) {
                    after.update(parts, gradient(k), 0.01, k);
                }
            }
            assertThat(parts.flat().floats()).isEqualTo(whole.flat().floats());
        }
    }

    private static Tensor gradient(int k) {
        return Tensor.of(gaussian(Rng.of(k)));
    }

    private static float[] gaussian(Rng rng) {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }
}
