package org.energymatching.nn.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.density.EquilibriumDensity;
import org.energymatching.density.Quadrature;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Network;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConfinedPotentialTest {

    private static final double RADIUS = 2.5;

    private static final ConfinedPotential CONFINED = new ConfinedPotential(Mlp.of(2, 16, 8), RADIUS);

    /** Some lie within the ball, the first at its middle. */
    private static final float[] POINTS = PotentialWrapperChecks.points(60);

    static {
        Arrays.fill(POINTS, 0, 2, 0);
    }

    private static final PotentialWrapperChecks CHECKS = new PotentialWrapperChecks(CONFINED, POINTS);

    private static Tensor points() {
        return Tensor.of(POINTS, Shape.of(30, 2));
    }

    @Test
    void withinTheBallItIsTheNetworkAndBeyondItIsRaisedByHalfTheSquareOfTheDistance() {
        try (Network network = CONFINED.create(Rng.of(4));
                Scope scope = Scope.open()) {
            Tensor x = points();
            float[] found = network.energy(x).floats();
            float[] learnt =
                    CONFINED.network().energy(x, network.parameters()).detach().floats();
            float[] at = x.floats();
            int within = 0;
            for (int i = 0; i < found.length; i++) {
                double excess = Math.hypot(at[2 * i], at[2 * i + 1]) - RADIUS;
                if (excess <= 0) {
                    within++;
                    assertThat(found[i]).isEqualTo(learnt[i]);
                } else {
                    assertThat(found[i]).isCloseTo((float) (learnt[i] + excess * excess / 2), within(1e-5f));
                }
            }
            assertThat(within).isBetween(5, 25);
        }
    }

    @Test
    void bothDriftsAreThoseOfDifferentiation() {
        CHECKS.bothDriftsAreThoseOfDifferentiation();
    }

    /** The divergence needs the curvature of the quadratic too, away from its edge, where that jumps. */
    @Test
    void aRecordedPointIsTracedThroughTheBowl() {
        float[] away = {0, 0, 1, -1, 4, 1, -3, 5, 0, 8};
        new PotentialWrapperChecks(CONFINED, away).aRecordedPointIsTraced(0.01f);
    }

    /** Rows of any shape, such as sequences or pictures. */
    @Test
    void rowsMayHaveAnyShape() {
        Architecture plain = new Architecture() {
            @Override
            public Shape inputShape() {
                return Shape.of(2, 3);
            }

            @Override
            public List<ParameterSpec> parameters() {
                return List.of(new ParameterSpec("height", Shape.of(1), 1));
            }

            @Override
            public Tensor energy(Tensor x, Parameters parameters) {
                return x.sumPerRow().times(parameters.get("height"));
            }
        };
        try (Network network = new ConfinedPotential(plain, 1).create(Rng.of(4));
                Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0.5f}, Shape.of(2, 2, 3));
            float height = network.parameters().get("height").detach().floats()[0];
            float[] drift = network.drift(x).floats();
            assertThat(drift[0]).isCloseTo(-height - 3 * 4 / 5f, within(1e-5f));
            assertThat(drift[4]).isCloseTo(-height - 4 * 4 / 5f, within(1e-5f));
            assertThat(drift[11]).isCloseTo(-height, within(1e-6f));
        }
    }

    /** A plane that falls to the right has no integral; in a quadratic its valley is a Gaussian's: ½ (x - r)² - x. */
    @Test
    void whatFallsWithoutEndHasAnIntegralInABowl() {
        Architecture falling = new Architecture() {
            @Override
            public Shape inputShape() {
                return Shape.of(1);
            }

            @Override
            public List<ParameterSpec> parameters() {
                return List.of(new ParameterSpec("height", Shape.of(1), 1));
            }

            @Override
            public Tensor energy(Tensor x, Parameters parameters) {
                return x.sumPerRow().negate();
            }
        };
        var rows = StandardNormal.of(1).sample(1_000, Rng.of(3));
        try (Network alone = falling.create(Rng.of(4));
                Network confined = new ConfinedPotential(falling, 3).create(Rng.of(4))) {
            assertThatThrownBy(() -> Quadrature.of(EquilibriumDensity.unnormalised(Potential.of(alone), 1), rows)
                            .logPartition())
                    .isInstanceOf(FailedException.class);
            double found = Quadrature.of(EquilibriumDensity.unnormalised(Potential.of(confined), 1), rows)
                    .logPartition()
                    .value();
            double exact = 0;
            for (double x = -40; x < 40; x += 1e-3) {
                double beyond = Math.max(Math.abs(x) - 3, 0);
                exact += 1e-3 * Math.exp(x - beyond * beyond / 2);
            }
            assertThat(found).isCloseTo(Math.log(exact), within(1e-3));
        }
    }

    @Test
    void aDescriptionIsReadBackAsWhatItDescribes() {
        assertThat(Architectures.from(CONFINED.description())).isEqualTo(CONFINED);
    }

    @Test
    void aMalformedDescriptionIsADataError() {
        for (String key : List.of("radius", "network")) {
            Map<String, Object> odd = new LinkedHashMap<>(CONFINED.description());
            for (Object value : List.of("wide", -1, Map.of())) {
                odd.put(key, value);
                assertThatThrownBy(() -> Architectures.from(odd)).isInstanceOf(DataException.class);
            }
            odd.remove(key);
            assertThatThrownBy(() -> Architectures.from(odd)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void aRadiusIsFiniteAndAboveZero() {
        for (double radius : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ConfinedPotential(Mlp.of(2, 8), radius))
                    .isInstanceOf(UsageException.class);
        }
    }

    @Test
    void nothingIsLeftBehind() {
        CHECKS.nothingIsLeftBehind();
    }
}
