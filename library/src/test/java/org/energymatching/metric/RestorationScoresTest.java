package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores of what was restored beside what is true. */
class RestorationScoresTest {

    private static final Samples TRUTH = Samples.of(new float[][] {{0, 0}, {1, -1}});

    @Test
    void errorsAreMeansOverAllValues() {
        PointErrors errors = PointErrors.between(TRUTH, Samples.of(new float[][] {{0, 3}, {0, -1}}));
        assertThat(errors.meanAbsolute()).isCloseTo(1, within(1e-12));
        assertThat(errors.rootMeanSquare()).isCloseTo(Math.sqrt(2.5), within(1e-12));
    }

    /** Errors of ½ everywhere are 1/16 of the squared range: 10 log₁₀ 16 = 12.04 dB. */
    @Test
    void thePeakRatioIsInDecibels() {
        double[] ratios = PeakSignalToNoise.perRow(TRUTH, Samples.of(new float[][] {{0.5f, -0.5f}, {1, -1}}));
        assertThat(ratios[0]).isCloseTo(10 * Math.log10(16), within(1e-12));
        assertThat(ratios[1]).isInfinite().isPositive();
    }

    private static float[] plane(double channel, double amplitude, double phase, double offset) {
        float[] plane = new float[16 * 20];
        for (int i = 0; i < plane.length; i++) {
            int row = i / 20;
            double line = row + channel;
            double column = i % 20;
            plane[i] = (float) (amplitude * Math.sin(0.3 * line + 0.05 * column * column + phase) + offset);
        }
        return plane;
    }

    private static Samples image(float[]... planes) {
        float[] values = new float[planes.length * 320];
        for (int k = 0; k < planes.length; k++) {
            System.arraycopy(planes[k], 0, values, k * 320, 320);
        }
        return new Samples(values, Shape.of(1, planes.length, 16, 20));
    }

    /** Computed by scipy's filters in the way of scikit-image's structural_similarity. */
    @Test
    void structuralSimilarityIsThatOfScikitImage() {
        Samples first = image(plane(0, 1, 0, 0));
        Samples second = image(plane(0, 0.7, 0.4, 0.1));
        assertThat(StructuralSimilarity.perRow(first, second)[0]).isCloseTo(0.3261244379106421, within(1e-6));
        assertThat(
                        StructuralSimilarity.perRow(
                                image(plane(0, 1, 0, 0), plane(7, 1, 0, 0)),
                                image(plane(0, 0.7, 0.4, 0.1), plane(7, 0.7, 0.4, 0.1)))[0])
                .isCloseTo(0.3622813548893532, within(1e-6));
        assertThat(StructuralSimilarity.perRow(first, first)[0]).isEqualTo(1);
    }

    /** Constant images have no structure: only (2μν + C₁)/(μ² + ν² + C₁) is left. */
    @Test
    void structuralSimilarityOfConstantImagesComparesMeans() {
        float[] dark = new float[320];
        float[] bright = new float[320];
        Arrays.fill(dark, 0.2f);
        Arrays.fill(bright, 0.6f);
        assertThat(StructuralSimilarity.perRow(image(dark), image(bright))[0])
                .isCloseTo((0.24 + 4e-4) / (0.4 + 4e-4), within(1e-6));
    }

    @Test
    void smallImagesHaveNoStructuralSimilarity() {
        Samples small = new Samples(new float[100], Shape.of(1, 1, 10, 10));
        refuses(() -> StructuralSimilarity.perRow(small, small), "(1, 10, 10)", "11x11");
        refuses(() -> StructuralSimilarity.perRow(TRUTH, TRUTH), "(2)");
    }

    /** Members 0, 1, 3 beside 1: mean error 1, mean over the nine pairs 12/9, over the six 12/6. */
    @Test
    void rankedProbabilityOfThreeMembers() {
        Samples members = Samples.of(new float[][] {{3}, {0}, {1}});
        Samples one = Samples.of(new float[][] {{1}});
        assertThat(RankedProbability.plain(members, one)).containsExactly(new double[] {1 - 6 / 9.0}, within(1e-12));
        assertThat(RankedProbability.fair(members, one)).containsExactly(new double[] {0}, within(1e-12));
        assertThat(RankedProbability.plain(Samples.of(new float[][] {{4}}), one))
                .containsExactly(3);
        refuses(() -> RankedProbability.fair(Samples.of(new float[][] {{4}}), one), "ensemble of one");
    }

    @Test
    void membersBelongToTruthsInTurnAndValuesAreAveraged() {
        Samples members = Samples.of(new float[][] {{0, 10}, {2, 10}, {5, 0}, {5, 4}});
        Samples truths = Samples.of(new float[][] {{1, 10}, {6, 2}});
        assertThat(RankedProbability.plain(members, truths))
                .containsExactly(new double[] {(0.5 + 0) / 2, (1 + 1) / 2.0}, within(1e-12));
    }

    /** CRPS of N(0, 1) at y: y (2Φ(y) - 1) + 2φ(y) - 1/√π; Φ(0.5) = 0.691462, Φ(2) = 0.977250. */
    @ParameterizedTest
    @CsvSource({"0, 0.5, 2", "0.5, 0.6914624612740131, 3", "2, 0.9772498680518208, 10"})
    void theFairScoreIsUnbiased(double y, double phi, int members) {
        int n = 20_000;
        SplittableRandom random = new SplittableRandom(12);
        float[] values = new float[n * members];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] truths = new float[n];
        Arrays.fill(truths, (float) y);
        double[] fair = RankedProbability.fair(
                new Samples(values, Shape.of((long) n * members, 1)), new Samples(truths, Shape.of(n, 1)));
        double mean = 0;
        double square = 0;
        for (double score : fair) {
            mean += score / n;
            square += score * score / n;
        }
        double exact = y * (2 * phi - 1) + 2 * Math.exp(-y * y / 2) / Math.sqrt(2 * Math.PI) - 1 / Math.sqrt(Math.PI);
        assertThat(mean).as("seed 12").isCloseTo(exact, within(4 * Math.sqrt((square - mean * mean) / n)));
    }

    /** Where truth and members come from one distribution, coverage is the level: binomial scatter. */
    @ParameterizedTest
    @CsvSource({"4, 0.6", "9, 0.5", "19, 0.9", "20, 0.83"})
    void coverageIsTheLevelForAGoodEnsemble(int members, double level) {
        int n = 10_000;
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[n * members];
        float[] truths = new float[n];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            truths[i] = (float) random.nextGaussian();
        }
        Samples ensemble = new Samples(values, Shape.of((long) n * members, 1));
        double covered = IntervalCoverage.of(ensemble, new Samples(truths, Shape.of(n, 1)), level)
                .covered();
        assertThat(covered).as("seed 3").isCloseTo(level, within(4 * Math.sqrt(level * (1 - level) / n) + 0.004));
    }

    /** The quantiles 0.25 and 0.75 of 1 … 5 are at 1.5 and 4.5. */
    @Test
    void theIntervalLiesBetweenQuantiles() {
        Samples members = Samples.of(new float[][] {{5, 5}, {3, 3}, {1, 1}, {2, 2}, {4, 4}});
        IntervalCoverage coverage = IntervalCoverage.of(members, Samples.of(new float[][] {{4.4f, 1.4f}}), 0.5);
        assertThat(coverage).isEqualTo(new IntervalCoverage(0.5, 0.5, 3));
        refuses(
                () -> IntervalCoverage.of(members, Samples.of(new float[][] {{1, 2}}), 0.9),
                "0.9 interval of 5 members",
                "at least 19");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1, 2, Double.NaN})
    void levelsAreShares(double level) {
        refuses(
                () -> IntervalCoverage.of(Samples.of(new float[][] {{5}, {3}}), Samples.of(new float[][] {{1}}), level),
                "" + level);
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        Samples wide = Samples.of(new float[][] {{1, 2, 3}, {1, 2, 3}});
        Samples three = Samples.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        refuses(() -> PointErrors.between(TRUTH, wide), "(2, 2)", "(2, 3)");
        refuses(() -> PeakSignalToNoise.perRow(TRUTH, three), "(3, 2)");
        refuses(() -> RankedProbability.plain(three, TRUTH), "same number of members");
        refuses(() -> RankedProbability.plain(wide, TRUTH), "(2, 3)");
        Samples broken = Samples.of(new float[][] {{0, 0}, {Float.NaN, 0}});
        assertThatThrownBy(() -> PointErrors.between(TRUTH, broken))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Row 1, column 0 of the estimates is NaN");
        assertThatThrownBy(() -> RankedProbability.plain(TRUTH, broken))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Row 1, column 0 of the truths is NaN");
    }

    private static void refuses(ThrowingCallable call, String... fragments) {
        assertThatThrownBy(call).isInstanceOf(UsageException.class).hasMessageContainingAll(fragments);
    }
}
