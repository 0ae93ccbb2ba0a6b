package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V(x) = w x on the line, so that energies are the numbers themselves where w = 1. */
class ContrastiveDivergenceTest {

    private static final Batch BATCH = Batch.of(line(0, 0, 0, 0), line(1, 2, 3, 6), Device.cpu()); // mean of data: 3
    private static final Negatives NEGATIVES =
            (potential, batch, rng) -> line(10, -2, 4, 8).tensor(batch.device()); // mean: 5

    private static Samples line(float... x) {
        float[][] rows = new float[x.length][];
        for (int i = 0; i < x.length; i++) {
            rows[i] = new float[] {x[i]};
        }
        return Samples.of(rows);
    }

    private static LossReport report(ContrastiveDivergence contrast) {
        return contrast.evaluate(Tensor::sumPerRow, pass -> BATCH, Rng.of(1));
    }

    /** d loss / dw at w = 1. */
    private static double slope(ContrastiveDivergence contrast) {
        Loss loss = contrast.prepare(Tensor::sumPerRow, pass -> BATCH, Rng.of(1));
        try (Scope scope = Scope.open()) {
            Tensor w = Autodiff.leaf(Tensor.of(1f));
            Potential weighted = x -> x.sumPerRow().times(w);
            Term term = loss.terms().get(0);
            return Autodiff.gradient(term.sum(weighted, 0, term.rows()), w).item();
        }
    }

    @Test
    void isTheMeanEnergyOfDataLessThatOfNegatives() {
        LossReport report = report(ContrastiveDivergence.with(1, NEGATIVES));
        assertThat(report.total()).isCloseTo(3 - 5, within(1e-6));
        assertThat(report.parts()).containsOnlyKeys("contrast");
        assertThat(report.measured())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("positiveEnergy", 3.0, "negativeEnergy", 5.0, "contrastClamped", 0.0));
    }

    @Test
    void lambdaScalesValueAndGradient() {
        ContrastiveDivergence contrast = ContrastiveDivergence.with(0.25, NEGATIVES);
        assertThat(report(contrast).total()).isCloseTo(-0.5, within(1e-6));
        assertThat(slope(contrast)).isCloseTo(-0.5, within(1e-6));
    }

    /** Of -2, 4, 8, 10 a share α loses the highest, rounded down. */
    @ParameterizedTest
    @CsvSource({"0, 5", "0.24, 5", "0.25, 3.3333333", "0.5, 1", "0.75, -2", "0.99, -2"})
    void trimmingDropsTheHighestNegatives(double alpha, double negativeEnergy) {
        ContrastiveDivergence contrast =
                ContrastiveDivergence.with(1, NEGATIVES).trimming(alpha);
        assertThat(report(contrast).measured().getOrDefault("negativeEnergy", Double.NaN))
                .isCloseTo(negativeEnergy, within(1e-6));
        assertThat(report(contrast).total()).isCloseTo(3 - negativeEnergy, within(1e-6));
        assertThat(slope(contrast)).isCloseTo(3 - negativeEnergy, within(1e-6));
    }

    /** λ · (3 - 5) = -1 with λ = ½: the clamp acts after the multiplication by λ. */
    @ParameterizedTest
    @CsvSource({"0.9, true", "1.1, false", "2.5, false"})
    void theClampActsOnTheWeightedTermAndStopsItsGradient(double beta, boolean clamped) {
        ContrastiveDivergence contrast =
                ContrastiveDivergence.with(0.5, NEGATIVES).clampedAt(beta);
        assertThat(report(contrast).measured()).containsEntry("contrastClamped", clamped ? 1.0 : 0.0);
        assertThat(slope(contrast)).isCloseTo(clamped ? 0 : -1, within(1e-6));
    }

    @Test
    void whereTheClampHoldsTheLossIsMinusBeta() {
        assertThat(report(ContrastiveDivergence.with(0.5, NEGATIVES).clampedAt(0.9))
                        .total())
                .isCloseTo(-0.9, within(1e-6));
    }

    @Test
    void energiesAsAColumnCountAsThoseInARow() {
        ContrastiveDivergence contrast = ContrastiveDivergence.with(1, NEGATIVES);
        assertThat(contrast.evaluate(x -> x, pass -> BATCH, Rng.of(1)).total()).isCloseTo(-2, within(1e-6));
    }

    @Test
    void negativesAreDrawnFromTheBatchOfTheContrast() {
        Negatives data = (potential, batch, rng) -> batch.data();
        LossReport report = ContrastiveDivergence.with(1, data)
                .evaluate(
                        Tensor::sumPerRow,
                        pass -> {
                            assertThat(pass).isEqualTo("contrast");
                            return BATCH;
                        },
                        Rng.of(1));
        assertThat(report.total()).isCloseTo(0, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 1", "NaN, 0, 1", "Infinity, 0, 1", "1, 1, 1", "1, -0.1, 1", "1, NaN, 1", "1, 0, 0", "1, 0, NaN"
    })
    void senselessNumbersAreRefused(double lambda, double trim, double clamp) {
        assertThatThrownBy(() -> new ContrastiveDivergence(lambda, NEGATIVES, trim, clamp))
                .isInstanceOf(UsageException.class);
    }
}
