package org.energymatching.nn.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ResidualPotentialTest {

    private static final double EPSILON = 0.2;

    /** Two round Gaussians of deviations .5 and 1 at (1, 0) and (-1, 2). */
    private static final MixturePotential BASE =
            new MixturePotential(2, new float[] {2, 0, 0, 2, 1, 0, 0, 1}, new float[] {-2, 0, 1, -2}, new double[] {
                Math.log(0.3 * 4 / (2 * Math.PI)), Math.log(0.7 / (2 * Math.PI))
            });

    private static final double BOUND = 1.5;

    private static final ResidualPotential TILTED = new ResidualPotential(Mlp.of(2, 16, 8), BASE, EPSILON, BOUND);

    private static final float[] POINTS = PotentialWrapperChecks.points(60);

    private static final PotentialWrapperChecks CHECKS = new PotentialWrapperChecks(TILTED, POINTS);

    private static Tensor points() {
        return Tensor.of(POINTS, Shape.of(30, 2));
    }

    @Test
    void theEnergyIsThatOfTheNetworkWithinItsBoundsLessTheLogDensity() {
        try (Network network = TILTED.create(Rng.of(4));
                Scope scope = Scope.open()) {
            Tensor x = points();
            float[] found = network.energy(x).floats();
            float[] learnt =
                    TILTED.network().energy(x, network.parameters()).detach().floats();
            float[] at = x.floats();
            for (int i = 0; i < found.length; i++) {
                double q = 0.3 * round(at[2 * i] - 1, at[2 * i + 1], 0.5)
                        + 0.7 * round(at[2 * i] + 1, at[2 * i + 1] - 2, 1);
                double nats = BOUND * Math.tanh(learnt[i] / (EPSILON * BOUND)) - Math.log(q);
                assertThat(found[i]).isCloseTo((float) (EPSILON * nats), within(1e-4f));
            }
        }
    }

    private static double round(double x, double y, double deviation) {
        return Math.exp(-(x * x + y * y) / (2 * deviation * deviation)) / (2 * Math.PI * deviation * deviation);
    }

    @Test
    void bothDriftsAreThoseOfDifferentiation() {
        CHECKS.bothDriftsAreThoseOfDifferentiation();
    }

    /** The divergence needs the curvature of the base too. */
    @Test
    void aRecordedPointIsTracedThroughTheBase() {
        CHECKS.aRecordedPointIsTraced(0.02f);
    }

    /** A network of large weights, which alone would fall without end, and its density between two multiples of q. */
    @Test
    void noNetworkLeavesTheBounds() {
        Rng rng = Rng.of(9);
        try (Network network = TILTED.create(rng);
                Scope scope = Scope.open()) {
            Tensor x = points().times(50);
            float[] known = BASE.of(x).floats();
            float[] found = network.energy(x).floats();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i] / EPSILON - known[i])
                        .as("seed 9, point %d", i)
                        .isBetween(-BOUND - 1e-5 * known[i], BOUND + 1e-5 * known[i]);
            }
        }
    }

    /** The gradient of V by the weights of the network, against that of N, weighed by tanh' = 1 - tanh². */
    @Test
    void onlyTheNetworkIsLearnt() {
        assertThat(TILTED.parameters()).isEqualTo(Mlp.of(2, 16, 8).parameters());
        try (Network network = TILTED.create(Rng.of(4));
                Parameters leaves = network.parameters().trainable();
                Scope scope = Scope.open()) {
            Tape tilted = TILTED.tape(leaves, Dropout.none());
            Tape alone = TILTED.network().tape(leaves, Dropout.none());
            Tensor learnt = alone.energy(points());
            Tensor share = learnt.detach()
                    .times(1 / (EPSILON * BOUND))
                    .tanh()
                    .square()
                    .negate()
                    .plus(1);
            assertThat(tilted.gradient(tilted.energy(points()).sum()).floats())
                    .containsExactly(alone.gradient(learnt.times(share).sum()).floats(), within(1e-5f));
            assertThat(ofDrifts(TILTED, leaves)).isNotEqualTo(ofDrifts(TILTED.network(), leaves));
        }
    }

    private float[] ofDrifts(Architecture architecture, Parameters leaves) {
        Tape tape = architecture.tape(leaves, Dropout.none());
        return tape.gradient(tape.drift(points()).square().sum()).floats();
    }

    @Test
    void aDescriptionIsReadBackAsWhatItDescribes() {
        Architecture read = Architectures.from(TILTED.description());
        try (Network network = TILTED.create(Rng.of(4));
                Scope scope = Scope.open()) {
            assertThat(read.energy(points(), network.parameters()).floats())
                    .isEqualTo(network.energy(points()).floats());
            assertThat(read.parameters()).isEqualTo(TILTED.parameters());
        }
    }

    @Test
    void aMalformedDescriptionIsADataErrorThatStaysShort() {
        for (String key : List.of("epsilon", "bound", "network", "base")) {
            Map<String, Object> odd = new LinkedHashMap<>(TILTED.description());
            odd.put(key, Map.of());
            assertMalformed(odd);
            odd.remove(key);
            assertMalformed(odd);
        }
        for (String key : List.of("whitening", "offsets", "logMasses", "inputs")) {
            Map<String, Object> base = new LinkedHashMap<>(BASE.description());
            base.put(key, List.of("wide"));
            assertMalformed(with(base));
            base.put(key, new ArrayList<>(Collections.nCopies(4000, 1.0)));
            assertMalformed(with(base));
        }
    }

    private static Map<String, Object> with(Map<String, Object> base) {
        Map<String, Object> odd = new LinkedHashMap<>(TILTED.description());
        odd.put("base", base);
        return odd;
    }

    private static void assertMalformed(Map<String, Object> description) {
        assertThatThrownBy(() -> Architectures.from(description))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.getMessage()).hasSizeLessThan(1200));
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new ResidualPotential(Mlp.of(3, 8), BASE, EPSILON, BOUND))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ResidualPotential(Mlp.of(2, 8), BASE, 0, BOUND))
                .isInstanceOf(UsageException.class);
        for (double bound : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ResidualPotential(Mlp.of(2, 8), BASE, EPSILON, bound))
                    .isInstanceOf(UsageException.class);
        }
    }

    @Test
    void nothingIsLeftBehind() {
        CHECKS.nothingIsLeftBehind();
    }
}
