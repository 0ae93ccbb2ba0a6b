package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreMatchingTest {

    private static final double EPSILON = 0.3;
    private static final double ANGLE = 0.7;

    /** Four points whose mean is zero and whose covariance has the eigenvalues 4 and ¼ along axes at an angle. */
    private static Samples crossed() {
        double c = Math.cos(ANGLE);
        double s = Math.sin(ANGLE);
        double a = Math.sqrt(2 * 4);
        double b = Math.sqrt(2 * 0.25);
        return Samples.of(new float[][] {
            {(float) (a * c), (float) (a * s)},
            {(float) (-a * c), (float) (-a * s)},
            {(float) (-b * s), (float) (b * c)},
            {(float) (b * s), (float) (-b * c)}
        });
    }

    private static double loss(ScoreMatching objective, Potential potential, Samples data, long seed) {
        return objective
                .evaluate(potential, pass -> Batch.of(data, data, Device.cpu()), Rng.of(seed))
                .total();
    }

    /** Of V = ½ xᵀAx the loss is (tr AΣA - 2ε tr A) / d; A and Σ share their axes here. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void ofAQuadraticItIsItsClosedForm(int projections) {
        double expected = (4 * 4 * 4 + 0.5 * 0.5 * 0.25 - 2 * EPSILON * 4.5) / 2;
        double crossTerm = (4 - 0.5) * Math.cos(ANGLE) * Math.sin(ANGLE);
        double found = loss(new ScoreMatching(EPSILON, projections), Quadratic.tilted(4, 0.5, ANGLE), crossed(), 1);
        // A single vᵀAv is tr A ± 2 A₁₂.
        double bound = projections == 0 ? 0 : 2 * EPSILON * 2 * crossTerm / 2;
        assertThat(found).isCloseTo(expected, within(1e-4 + bound));
    }

    /** Along V = ½ a xᵀΣ⁻¹x the loss is a parabola in a, lowest at a = ε: V = -ε log p there. */
    @Test
    void theMinimumIsMinusEpsilonTimesTheLogDensity() {
        double[] losses = new double[3];
        for (int i = 0; i < 3; i++) {
            double a = EPSILON * (0.5 + 0.5 * i);
            losses[i] = loss(ScoreMatching.exact(EPSILON), Quadratic.tilted(a / 4, a / 0.25, ANGLE), crossed(), 1);
        }
        double lowest = EPSILON * (1 + 0.25 * (losses[0] - losses[2]) / (losses[0] - 2 * losses[1] + losses[2]));
        assertThat(lowest).isCloseTo(EPSILON, within(1e-3 * EPSILON));
        assertThat(losses[1]).isCloseTo(-EPSILON * EPSILON * (1 / 4.0 + 4) / 2, within(1e-4));
    }

    /** V(x, y) = y² sin x has the gradient (y² cos x, 2y sin x) and the Laplacian (2 - y²) sin x. */
    @Test
    void theLaplacianIsExactWhereItVaries() {
        Potential wave =
                x -> x.slice(1, 1, 2).square().times(x.slice(1, 0, 1).sin()).sumPerRow();
        Samples data = GaussianMixture.round(new double[][] {{0.5, 1}}, 1).sample(50, Rng.of(2));
        double expected = 0;
        for (int i = 0; i < 50; i++) {
            double x = data.row(i)[0];
            double y = data.row(i)[1];
            double squares = Math.pow(y * y * Math.cos(x), 2) + Math.pow(2 * y * Math.sin(x), 2);
            expected += (squares - 2 * EPSILON * (2 - y * y) * Math.sin(x)) / 100;
        }
        assertThat(loss(ScoreMatching.exact(EPSILON), wave, data, 1)).isCloseTo(expected, within(1e-4));
    }

    /** K signs have the exact loss as their mean; its deviation is 2ε/d √(2 Σ_(i≠j) A_ij² / (K B)). */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void slicesHaveTheExactLossAsTheirMean(int projections) {
        long seed = 7;
        int rows = 20_000;
        Samples data = GaussianMixture.round(new double[][] {{0, 0}}, 1).sample(rows, Rng.of(seed));
        Quadratic quadratic = Quadratic.tilted(4, 0.5, ANGLE);
        double mixed = (4 - 0.5) * Math.cos(ANGLE) * Math.sin(ANGLE);
        double deviation = EPSILON * Math.sqrt(4 * mixed * mixed / (projections * rows));
        double difference = loss(ScoreMatching.sliced(EPSILON, projections), quadratic, data, seed)
                - loss(ScoreMatching.exact(EPSILON), quadratic, data, seed);
        assertThat(Math.abs(difference))
                .as("seed %d", seed)
                .isLessThan(4 * deviation)
                .isGreaterThan(1e-3 * deviation);
    }

    @Test
    void aPlaneHasNoLaplacian() {
        Potential plane =
                x -> x.times(Tensor.of(new float[] {1, -2}, Shape.of(1, 2))).sumPerRow();
        assertThat(loss(ScoreMatching.exact(EPSILON), plane, crossed(), 1)).isCloseTo(2.5, within(1e-6));
    }

    @Test
    void refusesManyNumbersAndNumbersThatMakeNoSense() {
        Samples wide = new Samples(new float[2 * 65], Shape.of(2, 65));
        Potential quadratic = x -> x.square().sumPerRow();
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> loss(ScoreMatching.exact(1), quadratic, wide, 1))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("65")
                    .hasMessageContaining("ScoreMatching.sliced");
        }
        assertThat(loss(ScoreMatching.sliced(1, 1), quadratic, wide, 1)).isCloseTo(-4, within(1e-5));
        assertThatThrownBy(() -> new ScoreMatching(0, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ScoreMatching(1, -1)).isInstanceOf(UsageException.class);
    }
}
