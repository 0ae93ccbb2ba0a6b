package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.potential.MixturePotential;
import org.energymatching.sampling.Kernel;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {

    private static final GaussianMixture SKEWED = new GaussianMixture(
            new double[] {0.25, 0.75},
            List.of(
                    Gaussian.of(new double[] {-3, 1}, new double[] {1, 0, 0.6, 0.5}),
                    Gaussian.of(new double[] {2, -1}, new double[] {0.3, 0, -0.1, 2})));

    /** N(1, 4) at 5 and N((1, 2), [[4, 2], [2, 3]]) at (2, 0), by the formula with determinant and inverse. */
    @Test
    void theDensityOfAGaussianIsThatOfTheFormula() {
        double line = -0.5 * 16 / 4 - 0.5 * Math.log(2 * Math.PI * 4);
        assertThat(Gaussian.of(new double[] {1}, new double[] {4}).logDensities(rows(1, 5)))
                .containsExactly(new double[] {line}, within(1e-8));
        double square = (3 * 1 - 2 * 2 * 1 * -2 + 4 * 4) / 8.0;
        double plane = -0.5 * square - 0.5 * Math.log(8) - Math.log(2 * Math.PI);
        assertThat(Gaussian.of(new double[] {1, 2}, new double[] {4, 0, 2, 3}).logDensities(rows(2, 2, 0)))
                .containsExactly(new double[] {plane}, within(1e-8));
    }

    @Test
    void theDensityOfAMixtureIsTheWeightedSum() {
        Samples x = rows(2, 0, 0, -3, 1, 40, -40);
        double[] first = SKEWED.components().get(0).logDensities(x);
        double[] second = SKEWED.components().get(1).logDensities(x);
        double[] found = SKEWED.logDensities(x);
        for (int i = 0; i < 2; i++) {
            assertThat(Math.exp(found[i]))
                    .isCloseTo(0.25 * Math.exp(first[i]) + 0.75 * Math.exp(second[i]), within(1e-12));
        }
        assertThat(found[2]).as("far out, where both underflow").isBetween(-1e5, -700.0);
    }

    /** N(0, 4) smoothed by σ = 3 is N(0, 13); in the plane the covariances keep their correlations. */
    @Test
    void smoothingAddsAVarianceInEveryDirection() {
        GaussianMixture line =
                new GaussianMixture(new double[] {1}, List.of(Gaussian.of(new double[] {0}, new double[] {4})));
        assertThat(line.smoothed(3).components().get(0).factor())
                .containsExactly(new double[] {Math.sqrt(13)}, within(1e-6));
        Samples x = SKEWED.sample(20, Rng.of(3));
        GaussianMixture expected = new GaussianMixture(
                new double[] {0.25, 0.75},
                List.of(
                        Gaussian.of(new double[] {-3, 1}, new double[] {1.25, 0, 0.6, 0.75}),
                        Gaussian.of(new double[] {2, -1}, new double[] {0.55, 0, -0.1, 2.25})));
        assertThat(SKEWED.smoothed(0.5).logDensities(x)).containsExactly(expected.logDensities(x), within(1e-6));
    }

    /** Of 200,000 draws, to four standard errors. */
    @Test
    void theMomentsAreThoseOfDraws() {
        Gaussian moments = SKEWED.moments();
        Gaussian drawn = Gaussian.fit(SKEWED.sample(200_000, Rng.of(8)));
        assertThat(moments.mean()).as("seed 8").containsExactly(drawn.mean(), within(4 * 2.5 / Math.sqrt(200_000)));
        assertThat(moments.covariance()).as("seed 8").containsExactly(drawn.covariance(), within(0.05));
    }

    @Test
    void theEnergyIsTheLogDensityInTheEnginesNumbersAndIsReadBack() {
        Samples x = SKEWED.widened(3).sample(200, Rng.of(2));
        MixturePotential energy = SKEWED.energy();
        Potential potential = energy::of;
        double[] energies = potential.energies(x);
        double[] logs = SKEWED.logDensities(x);
        double[] again = GaussianMixture.of(energy).logDensities(x);
        for (int i = 0; i < 200; i++) {
            double scale = Math.max(1, Math.abs(logs[i]));
            assertThat(energies[i]).as("seed 2, row %d", i).isCloseTo(-logs[i], within(1e-4 * scale));
            assertThat(again[i]).as("seed 2, row %d", i).isCloseTo(logs[i], within(1e-4 * scale));
        }
    }

    /** Z of exp(-x²/2ε) in the plane is 2πε, seen from a mixture beside it. */
    @Test
    void chainsThatStartAtAMixtureFindTheVolumeOfABowl() {
        double epsilon = 0.3;
        AnnealedRun run = new Annealing(Kernel.mala(), 150, 4, 256)
                .run(Quadratic.diagonal(1, 1), epsilon, SKEWED, Rng.of(3), () -> {});
        AnnealedImportance found = AnnealedImportance.of(run);
        assertThat(found.logPartition().standardError()).as("seed 3: %s", found).isLessThan(0.4);
        assertThat(found.logPartition().value())
                .as("seed 3: %s", found)
                .isCloseTo(
                        Math.log(2 * Math.PI * epsilon),
                        within(4 * found.logPartition().standardError()));
    }

    @Test
    void theSourcesKnowTheirDensities() {
        Samples x = rows(2, 0.5f, -2, 5, 0);
        assertThat(StandardNormal.of(2).logDensities(x))
                .containsExactly(
                        new double[] {-0.5 * 4.25 - Math.log(2 * Math.PI), -12.5 - Math.log(2 * Math.PI)},
                        within(1e-9));
        double variance = Math.sqrt(0.1);
        double peak = Math.log(1 / (8 * 2 * Math.PI * variance));
        assertThat(EightGaussians.create().logDensities(x)[1])
                .as("on a centre, the nearest others 3.83 away")
                .isCloseTo(peak, within(1e-6));
    }

    /** What is drawn has the density: the mean of -log p is the entropy of a Gaussian, and that of q/p is 1. */
    @Test
    void drawsFollowTheDensity() {
        int n = 40_000;
        Gaussian gaussian = SKEWED.components().get(0);
        double entropy = Math.log(2 * Math.PI) + 1 + gaussian.logAbsDeterminant();
        double[] logs = gaussian.logDensities(gaussian.sample(n, Rng.of(1)));
        assertThat(-Arrays.stream(logs).average().orElseThrow()).isCloseTo(entropy, within(4 / Math.sqrt(n)));

        Samples drawn = SKEWED.sample(n, Rng.of(2));
        double[] mixed = SKEWED.logDensities(drawn);
        for (Gaussian component : SKEWED.components()) {
            double[] factor = component.factor().clone();
            Arrays.setAll(factor, at -> component.factor()[at] * 0.7);
            double[] narrow = new Gaussian(component.mean(), factor).logDensities(drawn);
            double mean = IntStream.range(0, n)
                    .mapToDouble(i -> Math.exp(narrow[i] - mixed[i]))
                    .average()
                    .orElseThrow();
            assertThat(mean).as("∫ q of a density q within the mixture").isCloseTo(1, within(0.05));
        }
    }

    @Test
    void aFitFindsSeparatedClusters() {
        Samples x = SKEWED.sample(4_000, Rng.of(3));
        GaussianMixture found = ExpectationMaximisation.fit(x, 2, Rng.of(4)).mixture();
        int first = found.weights()[0] < found.weights()[1] ? 0 : 1;
        assertThat(found.weights()[first]).isCloseTo(0.25, within(0.03));
        for (int k = 0; k < 2; k++) {
            Gaussian expected = SKEWED.components().get(k);
            Gaussian fitted = found.components().get(k == 0 ? first : 1 - first);
            assertThat(fitted.mean()).containsExactly(expected.mean(), within(0.1));
            assertThat(fitted.factor()).containsExactly(expected.factor(), within(0.1));
        }
    }

    /** Eight clusters far apart: k-means++ finds them all, whatever the seed. */
    @Test
    void theStartFindsEveryCluster() {
        Samples x = EightGaussians.create().sample(2_000, Rng.of(5));
        double truth = mean(EightGaussians.create().logDensities(x));
        for (int seed = 0; seed < 5; seed++) {
            GaussianMixture found =
                    ExpectationMaximisation.fit(x, 8, Rng.of(seed)).mixture();
            assertThat(Arrays.stream(found.weights())).as("seed %d", seed).allMatch(w -> w > 0.08 && w < 0.17);
            assertThat(mean(found.logDensities(x))).as("seed %d", seed).isBetween(truth - 0.01, truth + 0.02);
        }
    }

    @Test
    void everyStepOfAFitGains() {
        Samples x = SKEWED.sample(500, Rng.of(6));
        List<Integer> heard = new ArrayList<>();
        List<Double> gains =
                ExpectationMaximisation.fit(x, 5, Rng.of(7), heard::add).logLikelihoods();
        assertThat(heard)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, gains.size()).boxed().toList());
        assertThat(gains).hasSizeGreaterThan(3);
        for (int i = 1; i < gains.size(); i++) {
            assertThat(gains.get(i)).as("step %d of %s", i, gains).isGreaterThan(gains.get(i - 1) - 0.01);
        }
    }

    @Test
    void moreGaussiansThanClustersDoNotCollapse() {
        float[] repeated = new float[400];
        Arrays.fill(repeated, 0, 200, 1);
        for (int i = 200; i < 400; i++) {
            repeated[i] = i % 7;
        }
        GaussianMixture found = ExpectationMaximisation.fit(new Samples(repeated, Shape.of(200, 2)), 10, Rng.of(8))
                .mixture();
        assertThat(Arrays.stream(found.logDensities(rows(2, 1, 1, 3, 4)))).allMatch(Double::isFinite);
        assertThat(found.components()).allSatisfy(c -> assertThat(c.factor()[0]).isGreaterThan(0.01));
    }

    @Test
    void aFitDoesNotDependOnUnits() {
        Samples x = SKEWED.sample(600, Rng.of(9));
        float[] scaled = x.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 1024;
        }
        double one = mean(ExpectationMaximisation.fit(x, 3, Rng.of(1)).mixture().logDensities(x));
        Samples large = new Samples(scaled, x.shape());
        double other =
                mean(ExpectationMaximisation.fit(large, 3, Rng.of(1)).mixture().logDensities(large));
        assertThat(other).isCloseTo(one - 2 * Math.log(1024), within(1e-6));
    }

    @Test
    void senselessMixturesAreRefused() {
        Samples few = rows(1, 1, 2, 3);
        assertThatThrownBy(() -> ExpectationMaximisation.fit(few, 2, Rng.of(1))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> ExpectationMaximisation.fit(few, 0, Rng.of(1))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> SKEWED.logDensities(few)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new GaussianMixture(new double[] {0.5, 0.6}, SKEWED.components()))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new Gaussian(new double[2], new double[3])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> StandardNormal.of(3).logDensities(few)).isInstanceOf(UsageException.class);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static Samples rows(int width, float... values) {
        return new Samples(values, Shape.of(values.length / width, width));
    }

    /** A mixture fitted to rows with gaps completes them to rows of the same covariance: 3 columns, 30 % missing at random. */
    @Test
    void completedRowsHaveTheCovarianceOfTheWholeOnes() {
        int n = 4000;
        long seed = 21;
        Rng rng = Rng.of(seed);
        float[] values = new float[3 * n];
        for (int i = 0; i < n; i++) {
            Rng row = rng.at(i);
            double u = row.nextGaussian();
            double v = row.nextGaussian();
            double w = row.nextGaussian();
            float[] x = {(float) u, (float) (0.8 * u + 0.6 * v), (float) (-0.5 * u + 0.7 * w + 2)};
            for (int j = 0; j < 3; j++) {
                values[3 * i + j] = row.nextDouble() < 0.3 ? Float.NaN : x[j];
            }
        }
        Samples rows = new Samples(values, Shape.of(n, 3));
        Samples completed = ExpectationMaximisation.fit(rows, 1, rng.stream("fit"))
                .mixture()
                .completed(rows, rng.stream("draws"));
        Gaussian found = Gaussian.fit(completed);
        double[] covariance = found.covariance();
        double[] expected = {1, 0.8, -0.5, 0.8, 1, -0.4, -0.5, -0.4, 0.74};
        for (int k = 0; k < 9; k++) {
            assertThat(covariance[k]).as("seed %d, element %d", seed, k).isCloseTo(expected[k], within(0.12));
        }
        for (int i = 0; i < values.length; i++) {
            assertThat(completed.values()[i])
                    .isEqualTo(Float.isNaN(values[i]) ? completed.values()[i] : values[i]);
        }
    }
}
