package org.energymatching.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.nn.sequence.SequencePotential;
import org.energymatching.objective.Batch;
import org.energymatching.objective.Batches;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.EnergyDiscrepancy;
import org.energymatching.objective.FlowMatching;
import org.energymatching.objective.Loss;
import org.energymatching.objective.Objective;
import org.energymatching.objective.ScoreMatching;
import org.energymatching.objective.Term;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.Engine;
import org.energymatching.testing.Leaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedGradientTest {

    private static final Mlp MLP = Mlp.of(2, 8, 8);
    private static final Batches BATCHES = pass -> Batch.of(
            StandardNormal.of(2).sample(12, Rng.of(1).stream(pass)),
            EightGaussians.create().sample(12, Rng.of(2).stream(pass)),
            Device.cpu());
    private static final FlowMatching FLOW =
            new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.cutoff(0.7));
    private static final ContrastiveDivergence CONTRAST = ContrastiveDivergence.with(
                    2, (potential, batch, rng) -> batch.source())
            .trimming(0.2);

    @SuppressWarnings("ImmutableEnumChecker") // objectives are stateless
    enum Kind {
        FLOW_ALONE(FLOW),
        CONTRAST_ALONE(CONTRAST),
        BOTH(FLOW.plus(CONTRAST)),
        EXACT_SCORE(ScoreMatching.exact(0.2)),
        SLICED_SCORE(ScoreMatching.sliced(0.2, 2)),
        DISCREPANCY(new EnergyDiscrepancy(0.2, 0.5, 3, 1));

        private final Objective objective;

        Kind(Objective objective) {
            this.objective = objective;
        }

        Loss loss(Parameters parameters) {
            Potential potential = x -> MLP.energy(x, parameters);
            return objective.prepare(potential, BATCHES, Rng.of(3));
        }
    }

    /** Through the second derivatives of the network: each parameter is moved to both sides. */
    @ParameterizedTest
    @EnumSource
    void agreesWithCentralDifferencesOfTheLoss(Kind kind) {
        float h = 4e-3f;
        try (Parameters parameters = Parameters.initial(MLP.parameters(), Rng.of(5));
                ShardedGradient sharded = new ShardedGradient(MLP, parameters, 5, null);
                Scope scope = Scope.open()) {
            Loss loss = kind.loss(parameters);
            float[] gradient = sharded.of(loss, Rng.of(1)).gradient().floats();
            float[] values = parameters.flat().floats();
            double scale = 0;
            for (float slope : gradient) {
                scale = Math.max(scale, Math.abs(slope));
            }
            for (int i = 0; i < values.length; i += 3) {
                double difference = (value(loss, values, i, h) - value(loss, values, i, -h)) / (2 * h);
                assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(difference, within(4e-3 * scale));
            }
        }
    }

    private static double value(Loss loss, float[] values, int index, float by) {
        float[] moved = values.clone();
        moved[index] += by;
        Map<String, float[]> named = new LinkedHashMap<>();
        int at = 0;
        for (var spec : MLP.parameters()) {
            float[] part = Arrays.copyOfRange(moved, at, at + spec.shape().length());
            named.put(spec.name(), part);
            at += part.length;
        }
        try (Parameters parameters = Parameters.of(MLP.parameters(), named)) {
            return loss.evaluate(x -> MLP.energy(x, parameters)).total();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 24, 1000})
    void shardsOfAnySizeAddUpToTheSameGradient(int shardRows) {
        try (Parameters parameters = Parameters.initial(MLP.parameters(), Rng.of(5));
                ShardedGradient whole = new ShardedGradient(MLP, parameters, 7, null);
                ShardedGradient sharded = new ShardedGradient(MLP, parameters, shardRows, null);
                Scope scope = Scope.open()) {
            for (Kind kind : Kind.values()) {
                Loss loss = kind.loss(parameters);
                ShardedGradient.Result expected = whole.of(loss, Rng.of(1));
                ShardedGradient.Result result = sharded.of(loss, Rng.of(1));
                assertThat(result.gradient().floats())
                        .as("%s", kind)
                        .containsExactly(expected.gradient().floats(), within(1e-4f));
                assertThat(result.report().total()).isCloseTo(expected.report().total(), within(1e-4));
                assertThat(result.report().total())
                        .isCloseTo(loss.evaluate(x -> MLP.energy(x, parameters)).total(), within(1e-4));
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotChangeABit() {
        try (Parameters parameters = Parameters.initial(MLP.parameters(), Rng.of(5));
                ShardedGradient sharded = new ShardedGradient(MLP, parameters, 3, null)) {
            Loss loss = Kind.BOTH.loss(parameters);
            float[] together = gradient(sharded, loss);
            Workers.common()
                    .runSequentially(() -> assertThat(gradient(sharded, loss)).isEqualTo(together));
        }
    }

    private static float[] gradient(ShardedGradient sharded, Loss loss) {
        try (Scope scope = Scope.open()) {
            return sharded.of(loss, Rng.of(1)).gradient().floats();
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsLeaveNothingBehind(Kind kind) {
        try (Parameters parameters = Parameters.initial(MLP.parameters(), Rng.of(5));
                ShardedGradient sharded = new ShardedGradient(MLP, parameters, 5, null)) {
            Leaks.assertNone(() -> {
                try (Scope scope = Scope.open()) {
                    gradient(sharded, kind.loss(parameters));
                }
            });
        }
    }

    /** What a step of flow matching reads back is its report: one loss for each shard. */
    @Test
    void aFlowStepReadsItsReportBackAndNothingElse() {
        try (Parameters parameters = Parameters.initial(MLP.parameters(), Rng.of(5));
                ShardedGradient sharded = new ShardedGradient(MLP, parameters, 5, null);
                Scope scope = Scope.open()) {
            long before = Engine.readBacks();
            Loss loss = Kind.FLOW_ALONE.loss(parameters);
            sharded.of(loss, Rng.of(1));
            int rows = loss.terms().get(0).rows();
            assertThat(Engine.readBacks() - before).isEqualTo((rows + 4) / 5);
        }
    }

    /** The network on sequences keeps tensors until its gradient is computed; a term that fails never asks for it. */
    @Test
    void aTermThatFailsLeavesNothingBehind() {
        SequencePotential potential = new SequencePotential(4, 4, List.of(1), 1, 0);
        Term failing = new Term() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public int rows() {
                return 3;
            }

            @Override
            public Tensor sum(Potential seen, int from, int to) {
                seen.trainableDrift(Tensor.zeros(Shape.of(to - from, 4)));
                throw new ArithmeticException("no value");
            }
        };
        Loss loss = new Loss(List.of(failing), Map.of());
        try (Parameters parameters = Parameters.initial(potential.parameters(), Rng.of(5));
                ShardedGradient sharded = new ShardedGradient(potential, parameters, 8, null)) {
            Leaks.assertNone(
                    2,
                    20,
                    () -> assertThatExceptionOfType(ArithmeticException.class)
                            .isThrownBy(() -> sharded.of(loss, Rng.of(1))));
        }
    }
}
