package org.energymatching.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Inpainting;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Energies between chains, against plain sums over pairs. */
class RepulsionTest {

    private static final int M = 3;
    private static final int WIDTH = 4;

    /** W of two points as the definition says, in double precision. */
    @FunctionalInterface
    interface Pair {
        double energy(double[] a, double[] b);
    }

    /**
     * An energy and what it should be.
     *
     * @param name for messages
     */
    record Case(String name, InteractionEnergy energy, Pair pair) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        Inpainting hole = Inpainting.columns(WIDTH, 1, 3);
        return List.of(
                new Case("pairwise", PairwiseRepulsion.of(M, 1.7), (a, b) -> -squared(a, b) / (1.7 * 1.7)),
                new Case(
                        "pairwise in a window",
                        PairwiseRepulsion.of(M, 1.7).within(hole.complement()::apply),
                        (a, b) -> -squared(part(a), part(b)) / (1.7 * 1.7)),
                new Case(
                        "pairwise by features",
                        PairwiseRepulsion.of(M, 2).within(x -> x.sin().sumPerRow()),
                        (a, b) -> -Math.pow(sines(a) - sines(b), 2) / 4),
                new Case(
                        "Gaussian",
                        GaussianRepulsion.of(M, 0.9, 2.5),
                        (a, b) -> 2.5 * Math.exp(-squared(a, b) / (2 * 0.81))),
                new Case(
                        "Gaussian in a window",
                        GaussianRepulsion.of(M, 0.9, 2.5).within(hole.complement()::apply),
                        (a, b) -> 2.5 * Math.exp(-squared(part(a), part(b)) / (2 * 0.81))));
    }

    private static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    private static double[] part(double[] x) {
        return new double[] {x[1], x[3]};
    }

    private static double sines(double[] x) {
        return Arrays.stream(x).map(Math::sin).sum();
    }

    private static float[] normal(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * WIDTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static double[] row(float[] x, int index) {
        double[] row = new double[WIDTH];
        Arrays.setAll(row, j -> x[index * WIDTH + j]);
        return row;
    }

    private static float[] energies(InteractionEnergy energy, float[] x) {
        try (Scope scope = Scope.open()) {
            return energy.energy(Tensor.of(x, Shape.of(x.length / WIDTH, WIDTH)))
                    .floats();
        }
    }

    private static float[] slopes(InteractionEnergy energy, float[] x) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(Tensor.of(x, Shape.of(x.length / WIDTH, WIDTH)));
            return Autodiff.gradient(energy.energy(leaf).sum(), leaf).floats();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyChainHasHalfOfItsPairs(Case each) {
        float[] x = normal(2 * M, 1);
        float[] energies = energies(each.energy, x);
        assertThat(energies).hasSize(2 * M);
        for (int m = 0; m < 2 * M; m++) {
            double share = 0;
            for (int k = m / M * M; k < m / M * M + M; k++) {
                share += k == m ? 0 : each.pair.energy(row(x, m), row(x, k)) / 2;
            }
            assertThat((double) energies[m]).as("chain %d", m).isCloseTo(share, within(2e-6));
        }
    }

    /** The sum of the shares has the slope Σ_{k≠m} ∇W(x_m, x_k), by differences in double precision. */
    @ParameterizedTest
    @MethodSource("cases")
    void theSlopeIsThatOfAllPairs(Case each) {
        float[] x = normal(2 * M, 2);
        float[] slopes = slopes(each.energy, x);
        double h = 1e-5;
        for (int m = 0; m < 2 * M; m++) {
            for (int j = 0; j < WIDTH; j++) {
                double[] up = row(x, m);
                double[] down = row(x, m);
                up[j] += h;
                down[j] -= h;
                double slope = 0;
                for (int k = m / M * M; k < m / M * M + M; k++) {
                    if (k != m) {
                        slope += (each.pair.energy(up, row(x, k)) - each.pair.energy(down, row(x, k))) / (2 * h);
                    }
                }
                assertThat((double) slopes[m * WIDTH + j])
                        .as("chain %d, value %d", m, j)
                        .isCloseTo(slope, within(5e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void otherGroupsHaveNoInfluence(Case each) {
        float[] x = normal(3 * M, 3);
        float[] other = normal(3 * M, 4);
        System.arraycopy(x, M * WIDTH, other, M * WIDTH, M * WIDTH);
        assertThat(Arrays.copyOfRange(energies(each.energy, other), M, 2 * M))
                .isEqualTo(Arrays.copyOfRange(energies(each.energy, x), M, 2 * M));
        assertThat(Arrays.copyOfRange(slopes(each.energy, other), M * WIDTH, 2 * M * WIDTH))
                .isEqualTo(Arrays.copyOfRange(slopes(each.energy, x), M * WIDTH, 2 * M * WIDTH));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void chainsInOnePlaceHaveNoSlope(Case each) {
        float[] x = new float[M * WIDTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = 0.3f * (i % WIDTH) - 1;
        }
        for (float slope : slopes(each.energy, x)) {
            assertThat(slope).isCloseTo(0, within(1e-6f));
        }
    }

    /** 10,000 away from the origin floats are 0.001 apart; what is left of the digits must be the distances'. */
    @ParameterizedTest
    @MethodSource("cases")
    void distancesKeepTheirDigitsFarFromTheOrigin(Case each) {
        if (each.name.contains("features")) {
            return;
        }
        float[] x = normal(M, 5);
        float[] near = new float[x.length];
        float[] far = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            far[i] = x[i] + 10_000;
            near[i] = far[i] - 10_000;
        }
        assertThat(energies(each.energy, far)).containsExactly(energies(each.energy, near), within(2e-5f));
    }

    @Test
    void theStepIsLimitedByTheGrowth() {
        PairwiseRepulsion repulsion = PairwiseRepulsion.of(8, 4);
        assertThat(repulsion.growth(0.1)).isCloseTo(0.1, within(1e-12));
        assertThat(repulsion.stableStep(0.1)).isCloseTo(1, within(1e-12));
        assertThat(repulsion.stableStep(0)).isInfinite();
        repulsion.requireStable(0.1, 0.99);
        repulsion.requireStable(0, 1000);
        assertThatThrownBy(() -> repulsion.requireStable(0.1, 4))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("40 %", "σ ≥ 8", "step ≤ 1");
    }

    /** Without a potential, gradient steps multiply what is apart from the mean by 1 + Δt · growth. */
    @Test
    void theGrowthIsThatOfSteps() {
        PairwiseRepulsion repulsion = PairwiseRepulsion.of(M, 2);
        float[] x = normal(M, 6);
        float[] slopes = slopes(repulsion, x);
        double mean = (x[0] + x[WIDTH] + x[2 * WIDTH]) / 3;
        double before = x[0] - mean;
        double after = x[0] - 0.01 * 0.5 * slopes[0] - mean;
        assertThat(after / before).isCloseTo(1 + 0.01 * repulsion.growth(0.5), within(1e-6));
    }

    @Test
    void wrongNumbersAreRefused() {
        refuses(() -> PairwiseRepulsion.of(1, 1), "1 chains");
        refuses(() -> PairwiseRepulsion.of(2, 0), "σ = 0");
        refuses(() -> PairwiseRepulsion.of(2, Double.NaN), "σ = NaN");
        refuses(() -> GaussianRepulsion.of(2, -1, 1), "bandwidth = -1");
        refuses(() -> GaussianRepulsion.of(2, 1, 0), "strength 0");
        refuses(() -> energies(PairwiseRepulsion.of(M, 1), normal(M + 1, 1)), "4 chains", "groups of 3");
    }

    private static void refuses(ThrowingCallable call, String... fragments) {
        assertThatThrownBy(call).isInstanceOf(UsageException.class).hasMessageContainingAll(fragments);
    }
}
