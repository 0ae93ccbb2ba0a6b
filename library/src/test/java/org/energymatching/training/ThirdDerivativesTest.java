package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Network;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.image.VisionHead;
import org.energymatching.nn.potential.ConfinedPotential;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.nn.sequence.SequencePotential;
import org.energymatching.objective.Batch;
import org.energymatching.objective.Loss;
import org.energymatching.objective.ScoreMatching;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loss on second derivatives of V reaches the parameters of every network: its slope along a direction is a central difference. */
class ThirdDerivativesTest {

    static Stream<Architecture> networks() {
        return Stream.of(
                Mlp.of(4, 8, 8),
                new Mlp(4, List.of(8, 8, 8), Activation.GELU, Activation.TANH),
                new Mlp(4, List.of(8, 8), Activation.SOFTPLUS, Activation.GELU),
                new ConfinedPotential(Mlp.of(4, 8, 8), 1),
                new SequencePotential(4, 4, List.of(1, 2), 1, 0));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void agreesWithACentralDifferenceOfTheLoss(Architecture network) {
        Rng rng = Rng.of(3);
        try (Scope scope = Scope.open();
                Parameters fresh = Parameters.initial(network.parameters(), rng)) {
            float[] values = fresh.flat().floats();
            float[] z = Noise.normal(rng.stream("disturbed"), 0, Shape.of(1, values.length), Device.cpu())
                    .floats();
            for (int i = 0; i < values.length; i++) {
                values[i] += 0.1f * z[i];
            }
            Shape rows = network.inputShape().batch(3);
            Samples data = new Samples(
                    Noise.normal(rng.stream("data"), 0, rows, Device.cpu()).floats(), rows);
            Loss loss = ScoreMatching.sliced(0.5, 1)
                    .prepare(x -> x.sumPerRow(), pass -> Batch.of(data, data, Device.cpu()), rng);
            float[] gradient = gradient(network, values, loss, rng);
            double norm = 0;
            for (float each : gradient) {
                norm += (double) each * each;
            }
            norm = Math.sqrt(norm);
            double h = 2e-3;
            double difference = (value(network, moved(values, gradient, h / norm), loss)
                            - value(network, moved(values, gradient, -h / norm), loss))
                    / (2 * h);
            assertThat(difference).isCloseTo(norm, within(0.02 * norm));
        }
    }

    /** Where derivatives are not exact, the loss is refused. */
    @Test
    void refusesNetworksWithKinksAndOnPictures() {
        UNet unet = new UNet(32, List.of(1), 1, List.of(), 2, 0, 0, false);
        List<Architecture> refused = List.of(
                Mlp.of(4, 8, 8).first(Activation.RELU),
                new ConfinedPotential(Mlp.of(4, 8).first(Activation.RELU), 1),
                new ImagePotential(Shape.of(1, 8, 8), unet, new VisionHead(4, 8, 1, 2, 0), 3));
        for (Architecture architecture : refused) {
            try (Network network = architecture.create(Rng.of(1))) {
                assertThatThrownBy(() -> ScoreMatching.sliced(1, 1)
                                .prepare(
                                        Potential.of(network),
                                        pass -> {
                                            throw new AssertionError("a mini-batch was drawn");
                                        },
                                        Rng.of(1)))
                        .isInstanceOf(UsageException.class)
                        .hasMessageContaining("firstActivation=silu");
            }
        }
    }

    private static float[] moved(float[] values, float[] direction, double by) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (by * direction[i]);
        }
        return moved;
    }

    private static float[] gradient(Architecture network, float[] values, Loss loss, Rng rng) {
        try (Parameters parameters = parameters(network, values);
                ShardedGradient sharded = new ShardedGradient(network, parameters, 2, null)) {
            return sharded.of(loss, rng).gradient().floats();
        }
    }

    private static double value(Architecture network, float[] values, Loss loss) {
        try (Parameters parameters = parameters(network, values)) {
            return loss.evaluate(x -> network.energy(x, parameters)).total();
        }
    }

    private static Parameters parameters(Architecture network, float[] values) {
        Map<String, float[]> named = new LinkedHashMap<>();
        int at = 0;
        for (ParameterSpec spec : network.parameters()) {
            int length = spec.shape().length();
            named.put(spec.name(), Arrays.copyOfRange(values, at, at + length));
            at += length;
        }
        return Parameters.of(network.parameters(), named);
    }
}
