package org.energymatching.nn.sequence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.checkpoint.file.TorchArchive;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Network;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;

/** The reference implementation's numbers for the 1-D UNet, from the files that it saved. */
class GoldenSequenceTest {

    private static final SequencePotential PAPER = SequencePotential.of(16);

    @Test
    void isTheReference() {
        TorchArchive archive = TorchArchive.read(Shared.file("golden/sequence_potential.pt"));
        SafeTensors expected = SafeTensors.read(Shared.file("golden/sequence_potential.expected.safetensors"));
        try (Network network =
                        new Network(PAPER, Parameters.of(PAPER.parameters(), values(archive.stateDict("ema_model"))));
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(network);
            Tensor x = tensor(expected.tensor("x"));
            near("energy", potential.energy(x), expected.tensor("energy"), 1e-5);
            near("gradient", potential.drift(x).negate(), expected.tensor("gradient"), 1e-4);
            near("recorded gradient", recorded(network, x).negate(), expected.tensor("gradient"), 1e-4);

            Tensor leaf = Autodiff.leaf(x);
            Tensor slope = Autodiff.differentiableGradient(network.energy(leaf).sum(), leaf);
            near("differentiated", along(slope, leaf, expected), expected.tensor("hessian_vector_product"), 1e-3);
        }
    }

    @Test
    void namesAndOrderAreTheReferences() {
        TorchArchive archive = TorchArchive.read(Shared.file("golden/sequence_potential.pt"));
        List<ParameterSpec> specs = PAPER.parameters();
        assertThat(specs)
                .extracting(ParameterSpec::name)
                .containsExactlyElementsOf(archive.tensors("net_model").keySet());
        assertThat(specs)
                .allSatisfy(spec -> assertThat(spec.shape())
                        .as(spec.name())
                        .isEqualTo(requireNonNull(archive.tensors("net_model").get(spec.name()))
                                .shape()));
        assertThat(specs.stream().mapToLong(spec -> spec.shape().size()).sum()).isEqualTo(367_641);
    }

    private static Tensor recorded(Network network, Tensor x) {
        return network.architecture().trainableDrift(x, network.parameters(), Dropout.none());
    }

    private static Tensor along(Tensor slope, Tensor x, SafeTensors expected) {
        float[] signs = expected.tensor("x").values().clone();
        for (int i = 0; i < signs.length; i++) {
            signs[i] = Math.signum(signs[i]);
        }
        Tensor direction = Tensor.of(signs, expected.tensor("x").shape());
        return Autodiff.gradient(slope.times(direction).sum(), x);
    }

    private static Map<String, float[]> values(Map<String, SafeTensors.Entry> entries) {
        Map<String, float[]> values = new LinkedHashMap<>();
        entries.forEach((name, entry) -> values.put(name, entry.values()));
        return values;
    }

    private static Tensor tensor(SafeTensors.Entry entry) {
        return Tensor.of(entry.values(), entry.shape());
    }

    /** The largest difference, as a share of the largest number expected. */
    private static void near(String what, Tensor actual, SafeTensors.Entry expected, double tolerance) {
        float[] values = actual.floats();
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs((double) values[i] - expected.values()[i]));
            largest = Math.max(largest, Math.abs(expected.values()[i]));
        }
        assertThat(worst / largest).as(what).isFinite().isLessThanOrEqualTo(tolerance);
    }
}
