package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.interaction.PairwiseRepulsion;
import org.energymatching.inverse.ForwardModel;
import org.energymatching.inverse.GaussianNoise;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.Likelihood;
import org.energymatching.inverse.Observation;
import org.energymatching.inverse.Scaling;
import org.energymatching.nn.Network;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What crosses between Java and the engine while chains are advanced: the start, what is looked at, and nothing else. */
class ChainsInTheEngineTest {

    private static final int ROWS = 6;
    private static final Chains.Start START = (first, rows) ->
            new Samples(new float[] {0, 0.1f, 1, -1, 0.5f, 2, -1, 0.3f, 2, 2, -0.4f, 0}, Shape.of(rows, 2));
    private static final RowTemperature WARMING = (row, t) -> 0.1 + t + (row == 1 ? 0.1 : 0);

    static Stream<Kernel> kernelsWithoutAnAcceptTest() {
        return Stream.of(Kernel.eulerMaruyama(), Kernel.heun(), Kernel.gradientFlow(), Kernel.heunFlow());
    }

    private static Chains chains(Kernel kernel, Target target, RowTemperature temperature) {
        return new Chains(kernel, target, temperature, TimeGrid.to(3).step(0.1), ROWS);
    }

    private static Likelihood measured() {
        return new ForwardModel(Inpainting.columns(2, 1), new GaussianNoise(0.5))
                .likelihood(new float[] {0.3f, -0.2f, 0.1f}, 2);
    }

    private static Likelihood gapped() {
        ForwardModel scaled = Scaling.of(Shape.of(2), new double[] {1, 2}).with(new GaussianNoise(1));
        return new Observation(scaled, new float[] {1, Float.NaN, 0.5f, 4, 0, 2}, true, false).likelihood(2);
    }

    @ParameterizedTest
    @MethodSource("kernelsWithoutAnAcceptTest")
    void nothingIsReadBackWithinTwentyFiveSteps(Kernel kernel) {
        try (Network network = Mlp.of(2, 7, 5).create(Rng.of(1))) {
            Target plain = (x, e) -> network.energy(x);
            Stream.of(
                            plain,
                            plain.given(measured()),
                            plain.given(gapped()),
                            plain.guidedBy(measured(), 0.25, 0.1, 5),
                            plain.repelledBy(PairwiseRepulsion.of(3, 1.7)))
                    .forEach(target -> {
                        try (ChainBlock block = chains(kernel, target, WARMING).block(START, 0, ROWS, Rng.of(2))) {
                            long before = Engine.readBacks();
                            block.advance(25, null);
                            assertThat(Engine.readBacks() - before).isZero();
                            block.rows();
                            assertThat(Engine.readBacks() - before).isEqualTo(ROWS * 2);
                        }
                    });
        }
    }

    @Test
    void whatIsRecordedIsReadWhenSomebodyAsks() {
        Recorder recorder = new Recorder(ROWS, 1, 0, new int[] {0, 1});
        try (ChainBlock block = chains(
                        Kernel.eulerMaruyama(), (x, e) -> x.square().sumPerRow(), WARMING)
                .block(START, 0, ROWS, Rng.of(2))) {
            long before = Engine.readBacks();
            block.advance(25, recorder);
            assertThat(Engine.readBacks() - before).isZero();
            assertThat(recorder.looks()).hasSize(25);
            assertThat(Engine.readBacks() - before).isEqualTo(25 * ROWS * 3);
        } finally {
            recorder.close();
        }
    }

    /** At one temperature and without noise there is nothing to give the engine: measurements are there already. */
    @Test
    void measurementsEnterTheEngineOnce() {
        for (Likelihood likelihood : new Likelihood[] {measured(), gapped()}) {
            Target target = ((Target) (x, e) -> x.square().sumPerRow()).given(likelihood);
            try (ChainBlock block =
                    chains(Kernel.gradientFlow(), target, (row, t) -> 0.5).block(START, 0, ROWS, Rng.of(2))) {
                block.advance(1, null);
                long before = Engine.uploads();
                block.advance(26, null);
                assertThat(Engine.uploads() - before).isZero();
            }
        }
    }

    /** On a device that has no numbers an operation with a tensor of another device is an error: here there is none. */
    @ParameterizedTest
    @MethodSource("kernelsWithoutAnAcceptTest")
    void everyTensorOfAStepIsMadeWhereTheChainsAre(Kernel kernel) {
        Mlp mlp = Mlp.of(2, 7, 5);
        try (Network here = mlp.create(Rng.of(1));
                Network there = new Network(mlp, here.parameters().copy(Device.meta()))) {
            Target target = Target.of(Potential.of(there)).given(measured()).given(gapped());
            Chains.Start many = (first, rows) -> StandardNormal.of(2).sample(rows, Rng.of(first));
            assertThat(chains(kernel, target, WARMING).blockRows())
                    .isEqualTo(ROWS); // those of a loss are not filled up
            try (ChainBlock block = chains(kernel, target, WARMING).block(many, 0, ROWS, Rng.of(2))) {
                block.advance(3, null);
            }
            Target elsewhere = new Target() {
                @Override
                public Device device() {
                    return Device.meta();
                }

                @Override
                public Tensor energy(Tensor x, double[] epsilon) {
                    return x.plus(Tensor.ones(x.shape())).sumPerRow();
                }
            };
            try (ChainBlock block = chains(kernel, elsewhere, WARMING).block(many, 0, ROWS, Rng.of(2))) {
                assertThatThrownBy(() -> block.advance(3, null)).isInstanceOf(UsageException.class);
            }
        }
    }

    /** The term is checked when chains are looked at: their steps are repeated, and the one that failed says why. */
    @Test
    void whereChainsDivergeTheTermThatDidItIsNamed() {
        Target target = ((Target) (x, e) -> x.square().sumPerRow())
                .given(x -> x.sumPerRow().plus(10).log());
        Chains.Start start = (first, rows) -> {
            float[] values = new float[rows * 2];
            values[4] = -11;
            return new Samples(values, Shape.of(rows, 2));
        };
        try (ChainBlock block = chains(Kernel.eulerMaruyama(), target, WARMING).block(start, 0, ROWS, Rng.of(2))) {
            block.advance(5, null);
            assertThatThrownBy(block::rows)
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("-log p(y|x) of chain 2 is NaN");
        }
    }

    @Test
    void aSampleIsTheSameWithItsNoiseMadeStepByStep() {
        Target target = (x, e) -> x.square().sumPerRow();
        Chains ahead = chains(Kernel.eulerMaruyama(), target, WARMING);
        float[] expected = ahead.run(START, ROWS, new int[] {30}, Rng.of(2), () -> {})
                .get(0)
                .values();
        try (Scope scope = Scope.open()) {
            ChainState state = new ChainState(START.rows(0, ROWS).tensor(Device.cpu()), 0);
            for (int m = 0; m < 30; m++) {
                double[] epsilon = new double[ROWS];
                for (int i = 0; i < ROWS; i++) {
                    epsilon[i] = WARMING.at(i, ahead.grid().at(m));
                }
                state = Kernel.eulerMaruyama()
                        .step(
                                target,
                                state,
                                epsilon,
                                ahead.grid().length(m),
                                Rng.of(2).at(m))
                        .state();
            }
            assertThat(state.x().floats()).isEqualTo(expected);
        }
    }
}
