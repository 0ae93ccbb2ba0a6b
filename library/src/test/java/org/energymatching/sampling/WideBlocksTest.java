package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.inverse.Likelihood;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Network;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.potential.ConfinedPotential;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.junit.jupiter.api.Test;

/** Blocks of chains that a core computes together in place of one after another. */
class WideBlocksTest {

    private static final int BLOCK = 64;

    /** So many blocks that every core has four. */
    private static final int CHAINS = 4 * BLOCK * Workers.common().count();

    private static Chains chains(Target target) {
        return new Chains(
                Kernel.eulerMaruyama(),
                target,
                RowTemperature.all(TemperatureSchedule.constant(0.15)),
                new TimeGrid(0.2, 0.01),
                BLOCK);
    }

    private static float[] ends(Chains chains, int n) {
        Samples start = EightGaussians.create().sample(n + 256, Rng.of(1));
        return chains.run(
                        (first, rows) -> start.slice((int) first, (int) first + rows),
                        n,
                        new int[] {20},
                        Rng.of(2),
                        () -> {})
                .get(0)
                .values();
    }

    @Test
    void chainsComeOutTheSameToTheLastBit() {
        for (Architecture architecture : List.of(
                Mlp.of(2, 256, 256, 256, 256), Mlp.of(2, 48, 33), new ConfinedPotential(Mlp.of(2, 128, 128), 3))) {
            try (Network network = architecture.create(Rng.of(3))) {
                Chains narrow = chains(Target.of(Potential.of(network)));
                for (int n : new int[] {CHAINS, CHAINS - 17}) {
                    assertThat(ends(narrow.together(n), n)).containsExactly(ends(narrow, n));
                }
            }
        }
    }

    @Test
    void fewChainsAreLeftToAllCores() {
        try (Network network = Mlp.of(2, 64, 64).create(Rng.of(3))) {
            Chains narrow = chains(Target.of(Potential.of(network)));
            int one = BLOCK * Workers.common().count();
            assertThat(narrow.together(one).blockRows()).isEqualTo(BLOCK);
            assertThat(narrow.together(CHAINS).blockRows()).isIn(BLOCK, 4 * BLOCK);
        }
    }

    /** As a product does that adds up in another order where it has more columns. */
    private record Columns(boolean differ) implements Architecture {

        @Override
        public Shape inputShape() {
            return Shape.of(2);
        }

        @Override
        public List<ParameterSpec> parameters() {
            return List.of(new ParameterSpec("w", Shape.of(1), 1));
        }

        @Override
        public Tensor energy(Tensor x, Parameters parameters) {
            double scale = differ ? 1 + 1e-6 * x.shape().at(0) : 1;
            return x.square().sumPerRow().times(parameters.get("w")).times(scale);
        }

        @Override
        public boolean gainsFromWideBlocks() {
            return true;
        }
    }

    @Test
    void aNetworkWhoseBitsWouldChangeKeepsItsBlocks() {
        for (boolean differ : new boolean[] {false, true}) {
            try (Network network = new Columns(differ).create(Rng.of(3))) {
                assertThat(chains(Target.of(Potential.of(network)))
                                .together(CHAINS)
                                .blockRows())
                        .isEqualTo(differ ? BLOCK : 4 * BLOCK);
            }
        }
    }

    /** What a measurement computes beside the network was not looked at. */
    @Test
    void chainsOfAPosteriorKeepTheirBlocks() {
        Likelihood likelihood = x -> x.square().sumPerRow();
        try (Network network = new Columns(false).create(Rng.of(3))) {
            Target posterior = Target.of(Potential.of(network)).given(likelihood);
            assertThat(chains(posterior).together(CHAINS).blockRows()).isEqualTo(BLOCK);
        }
    }
}
