package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnealingTest {

    private static final double EPSILON = 0.15;

    /** Z of exp(-Σ a_i x_i²/2ε) is Π √(2πε/a_i); a reaches from 0.2 to 2.7, the Gaussian is wider and beside it. */
    @ParameterizedTest
    @CsvSource({"1, 20, 2", "2, 40, 2", "10, 120, 2", "50, 400, 4"})
    void bowlsHaveTheirKnownVolume(int d, int temperatures, int steps) {
        Quadratic v = Quadratic.diagonal(curvatures(d));
        AnnealedRun run = new Annealing(Kernel.mala(), temperatures, steps, 64)
                .run(v, EPSILON, base(d, 1, 0.5), Shape.of(d), Rng.of(d), () -> {});
        AnnealedImportance found = AnnealedImportance.of(run);
        LogPartition integral = ThermodynamicIntegration.of(run);
        double truth = logVolume(curvatures(d));
        String all = String.format(Locale.ROOT, "seed %d: truth %.4f, %s, %s", d, truth, found, integral);
        assertThat(found.logPartition().standardError()).as(all).isLessThan(0.5);
        assertThat(found.logPartition().value())
                .as(all)
                .isCloseTo(truth, within(3 * found.logPartition().standardError()));
        assertThat(integral.standardError()).as(all).isLessThan(0.7);
        assertThat(integral.value()).as(all).isCloseTo(truth, within(3 * integral.standardError()));
        assertThat(found.lowerBound().value())
                .as(all)
                .isLessThan(truth + 3 * found.lowerBound().standardError());
    }

    /** Two Gaussians of unequal weight: the chains find both, where the base reaches both. */
    @Test
    void mixturesHaveVolumeOne() {
        GaussianMixture mixture = new GaussianMixture(
                new double[] {0.3, 0.7},
                List.of(
                        Gaussian.of(new double[] {-1.5, 0}, new double[] {0.2, 0, 0.05, 0.1}),
                        Gaussian.of(new double[] {1.5, 1}, new double[] {0.1, 0, 0, 0.3})));
        AnnealedRun run = new Annealing(Kernel.mala(), 60, 2, 256)
                .run(negativeLog(mixture), 1, base(2, 3, 0), Shape.of(2), Rng.of(5), () -> {});
        AnnealedImportance found = AnnealedImportance.of(run);
        assertThat(found.logPartition().value())
                .as("%s", found)
                .isCloseTo(0, within(3 * found.logPartition().standardError()));
        assertThat(found.logPartition().standardError()).isLessThan(0.15);
        double right = 0;
        for (int i = 0; i < 256; i++) {
            right += run.ends().values()[2 * i] > 0 ? 1.0 / 256 : 0;
        }
        assertThat(right).isBetween(0.5, 0.9);
    }

    /** Over many seeds the deviations from the truth are as large as the error bars say. */
    @Test
    void theErrorBarsAreCalibrated() {
        int seeds = 24;
        int d = 3;
        double truth = logVolume(curvatures(d));
        double ofImportance = 0;
        double ofIntegral = 0;
        for (int seed = 0; seed < seeds; seed++) {
            AnnealedRun run = new Annealing(Kernel.mala(), 20, 2, 64)
                    .run(
                            Quadratic.diagonal(curvatures(d)),
                            EPSILON,
                            base(d, 1, 0.5),
                            Shape.of(d),
                            Rng.of(100 + seed),
                            () -> {});
            ofImportance += square(AnnealedImportance.of(run).logPartition(), truth) / seeds;
            ofIntegral += square(ThermodynamicIntegration.of(run), truth) / seeds;
        }
        assertThat(ofImportance).as("seeds 100 to 123").isBetween(0.4, 2.0);
        assertThat(ofIntegral)
                .as("seeds 100 to 123; its bars count the lag too")
                .isBetween(0.05, 2.0);
    }

    /** Backwards from draws of the equilibrium the weights are too large: the truth lies between both means. */
    @Test
    void theTruthLiesBetweenTheWayThereAndTheWayBack() {
        int d = 10;
        float[] a = curvatures(d);
        Quadratic v = Quadratic.diagonal(a);
        float[] draws = new float[64 * d];
        Rng rng = Rng.of(3);
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) (rng.nextGaussian() * Math.sqrt(EPSILON / a[i % d]));
        }
        Samples equilibrium = new Samples(draws, Shape.of(64, d));
        Annealing annealing = new Annealing(Kernel.mala(), 80, 1, 64);
        LogPartition below =
                AnnealedImportance.bound(annealing.run(v, EPSILON, base(d, 1, 0.5), Shape.of(d), Rng.of(1), () -> {}));
        LogPartition above = AnnealedImportance.bound(
                annealing.reversed(v, EPSILON, base(d, 1, 0.5), equilibrium, Rng.of(1), () -> {}));
        double truth = logVolume(a);
        assertThat(below.value()).isLessThan(truth - 2 * below.standardError());
        assertThat(above.value()).isGreaterThan(truth + 2 * above.standardError());
        assertThat(above.value() - below.value()).isLessThan(6);
        Samples few = equilibrium.slice(0, 10);
        assertThatThrownBy(() -> annealing.reversed(v, EPSILON, base(d, 1, 0.5), few, Rng.of(1), () -> {}))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void aGaussianThatIsTheEquilibriumNeedsNoWay() {
        Quadratic v = Quadratic.diagonal(1, 4);
        Gaussian base = Gaussian.of(new double[2], new double[] {0.3, 0, 0, 0.075});
        AnnealedRun run = new Annealing(Kernel.mala(), 2, 1, 8).run(v, 0.3, base, Shape.of(2), Rng.of(1), () -> {});
        AnnealedImportance found = AnnealedImportance.of(run);
        assertThat(found.logPartition().value())
                .isCloseTo(Math.log(2 * Math.PI * 0.3) - 0.5 * Math.log(4), within(1e-4));
        assertThat(found.effectiveSampleSize()).isCloseTo(8, within(1e-2));
        assertThat(ThermodynamicIntegration.of(run).value())
                .isCloseTo(found.logPartition().value(), within(1e-3));
    }

    @Test
    void aChainIsTheSameInAnyCompany() {
        Quadratic v = Quadratic.diagonal(1, 2);
        AnnealedRun many =
                new Annealing(Kernel.mala(), 5, 2, 70).run(v, 1, base(2, 1, 0), Shape.of(2), Rng.of(1), () -> {});
        AnnealedRun few =
                new Annealing(Kernel.mala(), 5, 2, 3).run(v, 1, base(2, 1, 0), Shape.of(2), Rng.of(1), () -> {});
        assertThat(few.logWeights()).isEqualTo(Arrays.copyOf(many.logWeights(), 3));
        assertThat(few.ends().values()).isEqualTo(many.ends().slice(0, 3).values());
        assertThat(few.differences()[2]).isEqualTo(many.differences()[2]);
    }

    @Test
    void aDensityThatDoesNotEndIsNoticed() {
        List<Potential> endless = List.of(
                x -> x.sumPerRow().times(0),
                Tensor::sumPerRow,
                x -> x.square().plus(1).log().sumPerRow().times(0.4),
                x -> x.square().sumPerRow().times(-0.5));
        for (int k = 0; k < endless.size(); k++) {
            Potential v = endless.get(k);
            assertThatThrownBy(() -> new Annealing(Kernel.mala(), 5, 1, 8)
                            .run(v, 1, base(2, 1, 0), Shape.of(2), Rng.of(1), () -> {}))
                    .as("potential %d", k)
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("does not end");
        }
    }

    @Test
    void energiesThatAreNoNumbersAreNamed() {
        Potential broken = x -> x.sqrt().sumPerRow();
        assertThatThrownBy(() -> new Annealing(Kernel.mala(), 5, 1, 8)
                        .run(broken, 1, base(2, 1, 0), Shape.of(2), Rng.of(1), () -> {}))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Chain");
    }

    @Test
    void senselessRequestsAreRefused() {
        assertThatThrownBy(() -> new Annealing(Kernel.mala(), 0, 1, 8)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Annealing(Kernel.mala(), 5, 0, 8)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Annealing(Kernel.mala(), 5, 1, 1)).isInstanceOf(UsageException.class);
        Annealing annealing = new Annealing(Kernel.mala(), 5, 1, 8);
        for (double epsilon : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> annealing.run(
                            Quadratic.diagonal(1), epsilon, base(1, 1, 0), Shape.of(1), Rng.of(1), () -> {}))
                    .isInstanceOf(UsageException.class);
        }
    }

    @Test
    void nothingIsLeftInNativeMemory() {
        Annealing annealing = new Annealing(Kernel.mala(), 2, 1, 2);
        BaseDistribution start = BaseDistribution.of(base(2, 1, 0));
        Leaks.assertNone(
                2, 4, () -> annealing.run(Quadratic.diagonal(1, 2), 1, start, Shape.of(2), Rng.of(1), () -> {}));
    }

    private static double square(LogPartition found, double truth) {
        double off = (found.value() - truth) / found.standardError();
        return off * off;
    }

    private static Potential negativeLog(GaussianMixture mixture) {
        return x -> {
            List<Tensor> terms = new ArrayList<>();
            for (int k = 0; k < mixture.weights().length; k++) {
                Gaussian gaussian = mixture.components().get(k);
                float[] inverse = new float[4];
                for (int at = 0; at < 4; at++) {
                    inverse[at] = (float) gaussian.whitening().values()[at];
                }
                Tensor white = x.minus(Tensor.of(gaussian.mean()))
                        .matmul(Tensor.of(inverse, Shape.of(2, 2)).transpose());
                double constant = Math.log(mixture.weights()[k]) - gaussian.logAbsDeterminant() - Math.log(2 * Math.PI);
                terms.add(white.square().sumPerRow().times(-0.5).plus(constant));
            }
            return Tensor.stack(terms).logSumExp(0).negate();
        };
    }

    private static float[] curvatures(int d) {
        float[] a = new float[d];
        for (int i = 0; i < d; i++) {
            a[i] = 0.2f + 2.5f * i / Math.max(1, d - 1);
        }
        return a;
    }

    private static double logVolume(float[] a) {
        double log = 0;
        for (float curvature : a) {
            log += 0.5 * Math.log(2 * Math.PI * EPSILON / curvature);
        }
        return log;
    }

    private static Gaussian base(int d, double variance, double mean) {
        double[] covariance = new double[d * d];
        double[] centre = new double[d];
        for (int i = 0; i < d; i++) {
            covariance[i * d + i] = variance;
            centre[i] = mean;
        }
        return Gaussian.of(centre, covariance);
    }
}
