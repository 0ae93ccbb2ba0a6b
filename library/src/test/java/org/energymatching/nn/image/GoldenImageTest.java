package org.energymatching.nn.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.Potential;
import org.energymatching.checkpoint.file.OptimizerState;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.checkpoint.file.TorchAdam;
import org.energymatching.checkpoint.file.TorchArchive;
import org.energymatching.checkpoint.file.TorchTensor;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Network;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference implementation's numbers, from the files that it saved: energies, slopes, second derivatives, gradients. */
class GoldenImageTest {

    private static final String FLOW = ".flow_loss_grad.";

    static Stream<Arguments> cases() {
        return Stream.of("small", "gray")
                .flatMap(name -> Stream.of("net", "ema")
                        .flatMap(set -> Stream.of(Execution.eager(), Execution.defaults())
                                .map(execution -> Arguments.of(name, set, execution))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTheReference(String name, String set, Execution execution) {
        Map<String, SafeTensors.Entry> weights = archive(name).stateDict(set + "_model");
        ImagePotential architecture = potential(name, weights).with(execution);
        SafeTensors expected = expected(name);
        try (Network network = new Network(architecture, Parameters.of(architecture.parameters(), values(weights)));
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(network);
            Tensor x = tensor(expected.tensor("x"));
            near(potential.energy(x), expected.tensor(set + ".energy"), 1e-5);
            near(potential.drift(x).negate(), expected.tensor(set + ".gradient"), 1e-4);

            Tensor leaf = Autodiff.leaf(x);
            Tensor slope = Autodiff.differentiableGradient(network.energy(leaf).sum(), leaf);
            Tensor along = slope.times(signs(expected.tensor("x"))).sum();
            near(Autodiff.gradient(along, leaf), expected.tensor(set + ".hessian_vector_product"), 1e-3);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void learnsAsTheReference(String name, String set, Execution execution) {
        Map<String, SafeTensors.Entry> weights = archive(name).stateDict(set + "_model");
        ImagePotential architecture = potential(name, weights).with(execution);
        SafeTensors expected = expected(name);
        try (Parameters parameters = Parameters.of(architecture.parameters(), values(weights));
                Parameters trainable = parameters.trainable();
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(new Network(architecture, trainable));
            Tensor loss = potential
                    .trainableDrift(tensor(expected.tensor("x")))
                    .minus(tensor(expected.tensor("u")))
                    .square()
                    .mean();
            near(loss, expected.tensor(set + ".flow_loss"), 1e-5);
            List<String> names = expected.tensors().keySet().stream()
                    .filter(key -> key.startsWith(set + FLOW))
                    .map(key -> key.substring((set + FLOW).length()))
                    .toList();
            assertThat(names).hasSize(4);
            List<Tensor> gradients =
                    Autodiff.gradients(loss, names.stream().map(trainable::get).toList(), false);
            for (int i = 0; i < names.size(); i++) {
                near(gradients.get(i), expected.tensor(set + FLOW + names.get(i)), 1e-3);
            }
        }
    }

    @Test
    void theOptimizersMomentsAreThoseOfTheFile() {
        TorchArchive archive = archive("gray");
        Map<String, TorchTensor> net = archive.tensors("net_model");
        List<ParameterSpec> specs =
                potential("gray", archive.stateDict("net_model")).parameters();
        OptimizerState moments =
                TorchAdam.moments(archive.at("optim"), net.keySet(), specs).orElseThrow();
        int offset = 0;
        int without = 0;
        for (ParameterSpec spec : specs) {
            String key = String.valueOf(List.copyOf(net.keySet()).indexOf(spec.name()));
            int end = offset + spec.shape().length();
            float[] mean = Arrays.copyOfRange(moments.mean(), offset, end);
            float[] square = Arrays.copyOfRange(moments.square(), offset, end);
            if (archive.at("optim", "state") instanceof Map<?, ?> states && states.containsKey(key)) {
                assertThat(mean).as(spec.name()).isEqualTo(tensor(archive, "optim", "state", key, "exp_avg"));
                assertThat(square).as(spec.name()).isEqualTo(tensor(archive, "optim", "state", key, "exp_avg_sq"));
            } else {
                without++;
                assertThat(mean).as(spec.name()).containsOnly(0).isEqualTo(square);
            }
            offset = end;
        }
        assertThat(without).isEqualTo(2);
        assertThat(moments.square()).hasSize(offset);

        assertThat(TorchAdam.moments(
                        archive.at("optim"),
                        archive("small").tensors("net_model").keySet(),
                        specs))
                .isEmpty();
        assertThat(TorchAdam.moments(archive.at("sched"), net.keySet(), specs)).isEmpty();
        assertThat(TorchAdam.moments(null, net.keySet(), specs)).isEmpty();
    }

    private static float[] tensor(TorchArchive archive, String... path) {
        return archive.at(path) instanceof TorchTensor tensor ? tensor.values() : new float[0];
    }

    private static TorchArchive archive(String name) {
        return TorchArchive.read(Shared.file("golden/image_potential_" + name + ".pt"));
    }

    private static SafeTensors expected(String name) {
        return SafeTensors.read(Shared.file("golden/image_potential_" + name + ".expected.safetensors"));
    }

    /** The sizes are inferred; the rest is what the golden files' descriptions say. */
    private static ImagePotential potential(String name, Map<String, SafeTensors.Entry> weights) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.forEach((key, entry) -> shapes.put(key, entry.shape()));
        ImagePotentialShapes sizes = ImagePotentialShapes.of(shapes, name);
        return name.equals("small") ? sizes.potential(4, 16, 4, 1000) : sizes.potential(2, 32, 2, 100);
    }

    private static Map<String, float[]> values(Map<String, SafeTensors.Entry> entries) {
        Map<String, float[]> values = new LinkedHashMap<>();
        entries.forEach((name, entry) -> values.put(name, entry.values()));
        return values;
    }

    private static Tensor tensor(SafeTensors.Entry entry) {
        return Tensor.of(entry.values(), entry.shape());
    }

    private static Tensor signs(SafeTensors.Entry entry) {
        float[] signs = entry.values().clone();
        for (int i = 0; i < signs.length; i++) {
            signs[i] = Math.signum(signs[i]);
        }
        return Tensor.of(signs, entry.shape());
    }

    /** The largest difference, as a share of the largest number expected. */
    private static void near(Tensor actual, SafeTensors.Entry expected, double tolerance) {
        float[] values = actual.floats();
        assertThat(values).hasSameSizeAs(expected.values());
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs((double) values[i] - expected.values()[i]));
            largest = Math.max(largest, Math.abs(expected.values()[i]));
        }
        assertThat(worst / largest).isFinite().isLessThanOrEqualTo(tolerance);
    }
}
