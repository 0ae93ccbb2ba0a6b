package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.Dataset;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NoUTurnTest {

    private static final double EPSILON = 0.5;
    private static final int N = 4000;

    private static Samples drawn(Target target, Distribution start, double dt, int steps, long seed) {
        return new Sampler(
                        Kernel.noUTurn(),
                        TemperatureSchedule.constant(EPSILON),
                        TimeGrid.to(steps * dt).step(dt),
                        1000)
                .sample(target, start, N, seed);
    }

    /** Scales from 0.1 to 3 in five dimensions, from a normal distribution of scale 1. */
    @Test
    void scalesOfAGaussianAreFoundTogether() {
        double[] curvatures = GaussianEquilibrium.curvatures(5, 900);
        for (int j = 0; j < 5; j++) {
            curvatures[j] *= EPSILON / 9;
        }
        Samples end = drawn(GaussianEquilibrium.target(curvatures), StandardNormal.of(5), 0.01, 10, 21);
        GaussianEquilibrium.of(EPSILON, curvatures).assertDrawn(end, "scales 0.1 to 3, seed 21");
    }

    /** V = ½a² + 2 (b - a²)²: a ~ N(0, ε) and b given a ~ N(a², ε/4), which chains drawn from it keep. */
    @Test
    void aBananaIsLeftAsItIs() {
        Target banana = (x, e) -> {
            Tensor a = x.slice(1, 0, 1);
            Tensor bend = x.slice(1, 1, 2).minus(a.square());
            return a.square().times(0.5).plus(bend.square().times(2)).sumPerRow();
        };
        float[] x = drawn(banana, new Banana(), 0.05, 8, 22).values();
        double[] a = new double[N];
        double[] b = new double[N];
        double[] product = new double[N];
        for (int i = 0; i < N; i++) {
            a[i] = x[2 * i] * x[2 * i];
            b[i] = x[2 * i + 1];
            product[i] = a[i] * b[i];
        }
        assertMean(a, EPSILON, "a², seed 22");
        assertMean(b, EPSILON, "b, seed 22");
        assertMean(product, 3 * EPSILON * EPSILON, "a² b, seed 22");
        assertMean(Arrays.stream(b).map(each -> each * each).toArray(), 3 * EPSILON * EPSILON + EPSILON / 4, "b²");
    }

    private record Banana() implements Distribution {

        @Override
        public Shape shape() {
            return Shape.of(2);
        }

        @Override
        public void draw(RandomGenerator rng, float[] out, int offset) {
            double a = Math.sqrt(EPSILON) * rng.nextGaussian();
            out[offset] = (float) a;
            out[offset + 1] = (float) (a * a + Math.sqrt(EPSILON / 4) * rng.nextGaussian());
        }
    }

    /** V = ½(x² - 1)² + 0.2 x against the midpoint rule on [-4, 4], from the top of the barrier. */
    @Test
    void anUnevenDoubleWellHasItsMoments() {
        Target wells = (x, e) ->
                x.square().minus(1).square().times(0.5).plus(x.times(0.2)).sumPerRow();
        float[] x = drawn(wells, new Dataset(Samples.of(new float[][] {{0}})), 0.05, 50, 23)
                .values();
        for (int power = 1; power <= 4; power++) {
            int k = power;
            double[] moments = new double[N];
            Arrays.setAll(moments, i -> Math.pow(x[i], k));
            assertMean(moments, integral(q -> Math.pow(q, k)) / integral(q -> 1), "x to " + k + ", seed 23");
        }
    }

    private static double integral(DoubleUnaryOperator f) {
        double sum = 0;
        for (double q = -3.9995; q < 4; q += 0.001) {
            sum += f.applyAsDouble(q) * Math.exp(-(0.5 * Math.pow(q * q - 1, 2) + 0.2 * q) / EPSILON);
        }
        return sum;
    }

    private static void assertMean(double[] values, double expected, String what) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        assertThat(mean).as(what).isCloseTo(expected, within(3.5 * Math.sqrt(variance / N)));
    }

    /** A half-period of the longest scale takes as many times more leaps as it is longer, at the same step. */
    @Test
    void trajectoriesAreAsLongAsTheLongestScale() {
        double[] leaps = new double[3];
        for (int k = 0; k < 3; k++) {
            double scale = Math.pow(4, k);
            leaps[k] = meanLeaps(EPSILON, EPSILON / (scale * scale));
        }
        assertThat(leaps[1] / leaps[0]).as("leaps %s", Arrays.toString(leaps)).isBetween(2.5, 6.0);
        assertThat(leaps[2] / leaps[1]).as("leaps %s", Arrays.toString(leaps)).isBetween(2.5, 6.0);
    }

    /** In one direction of curvature {@code stiff} and four of {@code soft}. */
    private static double meanLeaps(double stiff, double soft) {
        int[] gradients = {0};
        Target quadratic = GaussianEquilibrium.target(new double[] {stiff, soft, soft, soft, soft});
        Target counted = (x, e) -> {
            gradients[0]++;
            return quadratic.energy(x, e);
        };
        int steps = 40;
        try (Scope scope = Scope.open()) {
            ChainState state = new ChainState(Tensor.zeros(Shape.of(1, 5)), 0);
            for (int m = 0; m < steps; m++) {
                state = Kernel.noUTurn()
                        .step(
                                counted,
                                state,
                                new double[] {EPSILON},
                                0.1,
                                Rng.of(24).at(m))
                        .state();
            }
        }
        return (gradients[0] / 2.0 - 1) / steps; // an energy is evaluated once for itself and once for its gradient
    }

    @Test
    void depthsAreChecked() {
        assertThatThrownBy(() -> new NoUTurn(0, StepAdaptation.none())).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new NoUTurn(13, StepAdaptation.none())).isInstanceOf(UsageException.class);
    }
}
