package org.energymatching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.condition.Condition;
import org.energymatching.condition.Conditions;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.PerceptronHead;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.potential.Architectures;
import org.energymatching.nn.potential.ConditionalMlp;
import org.energymatching.nn.potential.ConfinedPotential;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.nn.sequence.SequencePotential;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** V(x | c): each row under its own condition, in every way in which a network is evaluated. */
class ConditionalArchitecturesTest {

    private static final Conditions LABEL =
            new Conditions(List.of(new Condition.Categorical("label", List.of("0", "1", "2"))));

    static Stream<Architecture> networks() {
        Architecture rows = new ConditionalMlp(Mlp.of(4 + 3, 16, 8), LABEL);
        return Stream.of(
                rows,
                new ConfinedPotential(rows, 1.5),
                new ImagePotential(
                                Shape.of(1, 8, 8),
                                new UNet(32, List.of(1), 1, List.of(), 2, 0, 0, false),
                                new PerceptronHead(List.of(8)),
                                3)
                        .conditionedOn(LABEL),
                new SequencePotential(8, 4, List.of(1), 3, 0).conditionedOn(LABEL));
    }

    private static Tensor condition(int... labels) {
        float[] rows = new float[labels.length * 3];
        for (int i = 0; i < labels.length; i++) {
            rows[3 * i + labels[i]] = 1;
        }
        return Tensor.of(rows, Shape.of(labels.length, 3));
    }

    /** Parameters none of which is zero, as some begin. */
    private static Network random(Architecture network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterSpec spec : network.parameters()) {
            RandomGenerator rng = Rng.of(spec.name().hashCode());
            float[] numbers = new float[spec.shape().length()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (spec.centre() + 0.2 * rng.nextGaussian());
            }
            values.put(spec.name(), numbers);
        }
        return new Network(network, Parameters.of(network.parameters(), values));
    }

    private static Tensor x(Architecture network, int rows) {
        return Noise.normal(Rng.of(5), 0, network.inputShape().batch(rows), Device.cpu());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void eachRowHasTheEnergyAndTheDriftOfItsOwnCondition(Architecture network) {
        try (Network of = random(network);
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(of);
            Tensor x = x(network, 4);
            int[] labels = {2, 0, 1, 2};
            Potential each = potential.given(condition(labels));
            float[] energies = RowBlocks.energies(each, x).floats();
            float[] drifts = RowBlocks.drifts(each, x).floats();
            int width = drifts.length / 4;
            for (int row = 0; row < 4; row++) {
                Potential alone = potential.given(condition(labels[row]));
                assertThat(energies[row])
                        .isCloseTo(alone.energy(x.rows(row, row + 1)).floats()[0], within(1e-4f));
                float[] drift = alone.drift(x.rows(row, row + 1)).floats();
                for (int j = 0; j < width; j++) {
                    assertThat(drifts[row * width + j]).isCloseTo(drift[j], within(1e-4f));
                }
                float unconditional = potential.energy(x.rows(row, row + 1)).floats()[0];
                assertThat(Math.abs(energies[row] - unconditional)).isGreaterThan(1e-5f);
            }
        }
    }

    /** Chains follow their own conditions, block by block: each ends where a chain alone under its condition does. */
    @ParameterizedTest
    @MethodSource("networks")
    void chainsFollowTheConditionOfTheirRow(Architecture network) {
        try (Network of = random(network);
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(of);
            int[] labels = {2, 0, 1, 2, 0};
            Sampler sampler =
                    new Sampler(Kernel.heun(), TemperatureSchedule.constant(0), new TimeGrid(0.003, 0.001), 2);
            StandardNormal source =
                    StandardNormal.of(IntStream.range(0, network.inputShape().rank())
                            .mapToLong(network.inputShape()::at)
                            .toArray());
            Samples all = sampler.sample(Target.of(potential.given(condition(labels))), source, 5, 1);
            for (int row = 0; row < 5; row++) {
                Samples alone = sampler.sample(Target.of(potential.given(condition(labels[row]))), source, 5, 1);
                assertThat(all.row(row)).usingComparatorWithPrecision(1e-3f).containsExactly(alone.row(row));
            }
        }
    }

    /** The gradient of a loss on energies and drifts of rows under conditions, against the engine's own graph. */
    @ParameterizedTest
    @MethodSource("networks")
    void theTapesGradientIsThatOfTheConditionedNetwork(Architecture network) {
        try (Network of = random(network);
                Parameters leaves = of.parameters().trainable();
                Scope scope = Scope.open();
                Tape root = network.tape(leaves, Dropout.none())) {
            Tensor x = x(network, 3);
            Tensor condition = condition(1, 0, 2);
            Tape written = root.given(condition);
            Tape recorded = Tape.recording(network.given(condition), leaves, Dropout.none());
            float[] found = root.gradient(loss(written, x)).floats();
            float[] expected = recorded.gradient(loss(recorded, x)).floats();
            float largest = 0;
            for (float number : expected) {
                largest = Math.max(largest, Math.abs(number));
            }
            assertThat(found).usingComparatorWithPrecision(1e-4f * largest).containsExactly(expected);
        }
    }

    private static Tensor loss(Tape tape, Tensor x) {
        return tape.drift(x)
                .minus(0.5)
                .square()
                .sum()
                .plus(tape.energy(x).square().sum());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void descriptionsAreReadBackAndNothingLeaks(Architecture network) {
        assertThat(Architectures.from(network.description())).isEqualTo(network);
        assertThat(network.conditions()).isEqualTo(LABEL);
        try (Network of = random(network)) {
            Potential potential = Potential.of(of);
            Leaks.assertNone(() -> {
                try (Scope scope = Scope.open()) {
                    potential.given(condition(1), 2).drift(x(network, 3));
                }
            });
        }
    }

    /** V(x) + s (V(x | c) - V(x)). */
    @ParameterizedTest
    @MethodSource("networks")
    void guidanceIsLinear(Architecture network) {
        try (Network of = random(network);
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(of);
            Tensor x = x(network, 2);
            Tensor condition = condition(1);
            float[] without = potential.energy(x).floats();
            float[] with = potential.given(condition).energy(x).floats();
            float[] guided = potential.given(condition, 1.5).energy(x).floats();
            for (int i = 0; i < 2; i++) {
                assertThat(guided[i]).isCloseTo(without[i] + 1.5f * (with[i] - without[i]), within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void conditionsOfAnotherWidthOrOfFewerRowsAreErrors(Architecture network) {
        try (Network of = random(network);
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(of);
            assertThatThrownBy(() -> potential.given(Tensor.zeros(Shape.of(1, 2))))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("3 numbers");
            assertThatThrownBy(() -> potential.given(condition(0, 1)).rows(2, 4))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("conditions for 2");
        }
        try (Network of = Mlp.of(2, 4).create(Rng.of(1));
                Scope scope = Scope.open()) {
            assertThatThrownBy(() -> Potential.of(of).given(condition(1)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("has none");
        }
        assertThat(Mlp.of(2, 4).conditions().encode(Map.of())).isEmpty();
    }
}
