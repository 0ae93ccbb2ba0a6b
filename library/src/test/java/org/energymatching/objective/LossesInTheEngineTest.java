package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.coupling.Coupling;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What crosses between Java and the engine while a loss is drawn and differentiated: mini-batches enter, nothing comes back. */
class LossesInTheEngineTest {

    private static final int ROWS = 12;
    private static final Mlp MLP = Mlp.of(2, 7, 5);
    private static final TemperatureSchedule RAMP = TemperatureSchedule.ramp(0.5, 0.2);
    private static final FlowMatching FLOW =
            new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.cutoff(0.8));
    private static final Negatives CHAINS =
            LangevinNegatives.of(RAMP, 8, 0.1).halfFromData().within(3);

    static Stream<Objective> objectives() {
        return Stream.of(
                FLOW,
                FLOW.where(EnergyWeight.awayFromData(0.2, 2, 0.5)),
                ContrastiveDivergence.with(2, CHAINS),
                ContrastiveDivergence.with(2, CHAINS).trimming(0.2).clampedAt(0.5),
                new DenoisingScoreMatching(0.2, 0.1),
                ScoreMatching.exact(0.2),
                ScoreMatching.sliced(0.2, 1),
                new EnergyDiscrepancy(0.2, 0.5, 3, 1),
                new PersistentContrastiveDivergence(0.2, 0.1, RAMP, 30, 12, 4, 0.1, 3),
                new TransportEndpointLoss(RAMP, new TimeGrid(1, 0.25), 9),
                new StationarityLoss(0.2, new TimeGrid(1, 0.25), 9, 20, 5),
                new Reflow(teacher(), 3, Interpolant.straight(0), FlowWeight.none()),
                FLOW.times(2).plus(ContrastiveDivergence.with(1, CHAINS).onRows(5)));
    }

    /** One whose rows were checked to be separate. */
    private static Potential teacher() {
        Potential teacher = Potential.of(MLP.create(Rng.of(5)));
        teacher.energies(TwoMoons.create().sample(2, Rng.of(1)));
        return teacher;
    }

    /** Mini-batches on a device, and what the step before left. */
    private record Given(Device device, Map<String, Tensor> left) implements Batches {

        @Override
        public Batch of(String pass) {
            Samples source = EightGaussians.create().sample(ROWS, Rng.of(1).stream(pass));
            return Batch.of(source, TwoMoons.create().sample(ROWS, Rng.of(2).stream(pass)), device);
        }

        @Override
        public Optional<Tensor> kept(String name) {
            return Optional.ofNullable(left.get(name));
        }
    }

    /** Two steps, the second with what the first kept: the gradients of both. */
    private static void twoSteps(Objective objective, Potential potential, Parameters parameters, Device device) {
        Map<String, Tensor> kept = new HashMap<>();
        try (Parameters trainable = parameters.trainable()) {
            for (int step = 0; step < 2; step++) {
                Loss loss = objective.prepare(potential, new Given(device, Map.copyOf(kept)), Rng.of(step));
                kept.putAll(loss.kept());
                for (Term term : loss.terms()) {
                    try (Tape tape = MLP.tape(trainable, Dropout.none())) {
                        Tensor sum = term.sum(recorded(tape), 0, term.rows());
                        assertThat(tape.gradient(sum).device()).isEqualTo(device);
                    }
                }
            }
        }
    }

    private static Potential recorded(Tape tape) {
        return new Potential() {
            @Override
            public Tensor energy(Tensor x) {
                return tape.energy(x);
            }

            @Override
            public Tensor trainableDrift(Tensor x) {
                return tape.drift(x);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void nothingIsReadBackInAStep(Objective objective) {
        try (Network network = MLP.create(Rng.of(1));
                Scope scope = Scope.open()) {
            Potential potential = Potential.of(network);
            potential.energies(TwoMoons.create().sample(2, Rng.of(1))); // its rows are checked to be separate
            long before = Engine.readBacks();
            twoSteps(objective, potential, network.parameters(), Device.cpu());
            assertThat(Engine.readBacks() - before).isZero();
        }
    }

    /** The density of the noise is computed in double precision on the processor; what the engine has stays there. */
    @Test
    void aContrastWithNoiseReadsBackWhatItsDensityDoes() {
        GaussianMixture noise = GaussianMixture.round(new double[][] {{-1, 0}, {1, 0}}, 1);
        Objective contrast = new NoiseContrastiveEstimation(0.2, noise, 2);
        try (Network network = MLP.create(Rng.of(1));
                Scope scope = Scope.open()) {
            long before = Engine.readBacks();
            for (int step = 0; step < 2; step++) {
                Samples data =
                        new Given(Device.cpu(), Map.of()).of("noise-contrast").dataValues();
                noise.logDensities(data);
                noise.logDensities(noise.sample(2 * ROWS, Rng.of(step)));
            }
            long ofTheDensity = Engine.readBacks() - before;
            before = Engine.readBacks();
            twoSteps(contrast, Potential.of(network), network.parameters(), Device.cpu());
            assertThat(Engine.readBacks() - before).isEqualTo(ofTheDensity);
        }
    }

    /** On a device that has no numbers an operation with a tensor of another device is an error: here there is none. */
    @ParameterizedTest
    @MethodSource("objectives")
    void everyTensorOfAStepIsMadeWhereTheBatchIs(Objective objective) {
        try (Network here = MLP.create(Rng.of(1));
                Network there = new Network(MLP, here.parameters().copy(Device.meta()));
                Scope scope = Scope.open()) {
            twoSteps(objective, Potential.of(there), there.parameters(), Device.meta());
        }
    }

    @Test
    void aTensorOfAnotherDeviceWouldBeFound() {
        Potential elsewhere = x -> x.plus(Tensor.ones(x.shape())).square().sumPerRow();
        try (Scope scope = Scope.open()) {
            Loss loss = FLOW.prepare(elsewhere, new Given(Device.meta(), Map.of()), Rng.of(1));
            assertThatThrownBy(() -> loss.terms().get(0).sum(elsewhere, 0, ROWS))
                    .isInstanceOf(UsageException.class);
        }
    }
}
