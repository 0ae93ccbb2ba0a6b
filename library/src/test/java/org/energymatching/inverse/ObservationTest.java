package org.energymatching.inverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class ObservationTest {

    private static final float NONE = Float.NaN;

    /** Values of rows themselves, each column with a deviation of its own: y/σ of x/σ with a deviation of 1. */
    private static Observation observed(float[] y, Shape row, double... sigma) {
        float[] scaled = y.clone();
        for (int i = 0; i < y.length; i++) {
            scaled[i] /= (float) sigma[i % sigma.length];
        }
        double[] factors = Arrays.stream(sigma).map(s -> 1 / s).toArray();
        return new Observation(Scaling.of(row, factors).with(NoiseModel.gaussian(1)), scaled, true, false);
    }

    private static Likelihood gapped(float[] y, Shape row, double[] sigma, int chains) {
        return observed(y, row, sigma).likelihood(chains);
    }

    private static float[] energies(Likelihood likelihood, Samples x) {
        try (Scope scope = Scope.open()) {
            return likelihood.negativeLog(Tensor.of(x.values(), x.shape())).floats();
        }
    }

    @Test
    void everyRowHasGapsOfItsOwn() {
        Likelihood rows = gapped(new float[] {1, NONE, 3, NONE, 2, NONE}, Shape.of(3), new double[] {1, 0.5, 2}, 2);
        Samples zeros = new Samples(new float[12], Shape.of(4, 3));
        float first = 0.5f + 9 / 8f;
        assertThat(energies(rows, zeros)).containsExactly(first, first, 8, 8);
        assertThat(energies(rows.forChains(1, 4), zeros)).containsExactly(first, 8, 8, 8);
    }

    /** With the same gaps in all rows it says what the operator and Gaussian noise say. */
    @Test
    void equalGapsAreAnInpainting() {
        Seeds.check(20, random -> {
            boolean[] missing = {false, random.nextBoolean(), true, random.nextBoolean(), false};
            double sigma = random.nextDouble(0.1, 2);
            Inpainting hole = Inpainting.missing(Shape.of(5), missing);
            float[] y = new float[15];
            float[] x = new float[30];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
                y[i / 2] = (float) random.nextGaussian();
            }
            float[] gaps = y.clone();
            for (int i = 0; i < y.length; i++) {
                gaps[i] = missing[i % 5] ? NONE : y[i];
            }
            double[] sigmas = new double[5];
            Arrays.fill(sigmas, sigma);
            Samples rows = new Samples(x, Shape.of(6, 5));
            float[] expected = energies(hole.with(NoiseModel.gaussian(sigma)).likelihood(hole.values(y), 2), rows);
            float[] found = energies(gapped(gaps, Shape.of(5), sigmas, 2), rows);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-4f * (1 + expected[i])));
            }
        });
    }

    /** A normal prior N(0, 1) and y with noise σ: the posterior is N(y/(1 + σ²), σ²/(1 + σ²)), and the prior in gaps. */
    @Test
    void chainsFindThePosteriorOfTheirRow() {
        double epsilon = 0.1;
        Potential prior = x -> x.square().sumPerRow().times(0.5 * epsilon);
        Likelihood rows = gapped(new float[] {2, NONE, NONE, -1}, Shape.of(2), new double[] {0.5, 1}, 2000);
        Samples samples = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(epsilon),
                        TimeGrid.to(40).step(0.2))
                .sample(Target.of(prior).given(rows), StandardNormal.of(2), 4000, 3);
        double[] means = {2 / 1.25, 0, 0, -0.5};
        double[] deviations = {Math.sqrt(0.2), 1, 1, Math.sqrt(0.5)};
        for (int row = 0; row < 2; row++) {
            for (int j = 0; j < 2; j++) {
                double sum = 0;
                double squares = 0;
                for (int i = row * 2000; i < (row + 1) * 2000; i++) {
                    double value = samples.values()[2 * i + j];
                    sum += value / 2000;
                    squares += value * value / 2000;
                }
                assertThat(sum)
                        .as("mean of row %d, value %d, seed 3", row, j)
                        .isCloseTo(means[2 * row + j], within(0.1));
                assertThat(Math.sqrt(squares - sum * sum))
                        .as("deviation of row %d, value %d, seed 3", row, j)
                        .isCloseTo(deviations[2 * row + j], within(0.08));
            }
        }
    }

    @Test
    void saysHowFarRowsAreAndWhatWasNotMeasured() {
        Observation two = observed(new float[] {1, NONE, NONE, 4}, Shape.of(2), 0.5, 2);
        float[] x = {2, 9, 1, 9, 9, 4, 9, 8};
        assertThat(two.rows()).isEqualTo(2);
        assertThat(two.misfit(x, 2)).as("deviations 2, 0, 0, 2").isCloseTo(Math.sqrt(2), within(1e-6));
        assertThat(two.unmeasured()).containsExactly(1, 2);
        assertThat(two.completed(x, 2)).isSameAs(x);
        assertThat(two.stableStep(0.5)).as("2 σ² / ε of the smallest σ").isCloseTo(1, within(1e-9));
        Observation exact = new Observation(
                new Identity(Shape.of(2)).with(NoiseModel.gaussian(0.1)), new float[] {1, NONE, NONE, 4}, true, true);
        assertThat(exact.completed(x, 2)).containsExactly(1, 9, 1, 9, 9, 4, 9, 4);
        Observation sums = new Observation(
                new Downsampling(Shape.of(2), 2).with(NoiseModel.gaussian(1)), new float[] {3, 5}, false, false);
        assertThat(sums.unmeasured()).containsExactly(0, 1, 2, 3);
        assertThatThrownBy(() -> new Observation(sums.model(), sums.y(), true, false))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("themselves");
    }

    /** A(x) of x = mean + scale·z is what the standardised observation measures of z. */
    @Test
    void standardisedRowsAreMeasuredAlike() {
        double[] mean = {10, -3};
        double[] scale = {2, 0.5};
        float[] z = {0.5f, 1, -1, 2};
        float[] x = {11, -2.5f, 8, -2};
        Observation sums = new Observation(
                new Downsampling(Shape.of(2), 2).with(NoiseModel.gaussian(0.1)), new float[] {4, 3.5f}, false, false);
        assertThat(sums.standardized(mean, scale).misfit(z, 1)).isCloseTo(sums.misfit(x, 1), within(1e-4));
        Observation cells = new Observation(
                new Identity(Shape.of(2)).with(NoiseModel.gaussian(0.1)),
                new float[] {11, NONE, NONE, -3},
                true,
                false);
        assertThat(cells.standardized(mean, scale).misfit(z, 1)).isCloseTo(cells.misfit(x, 1), within(1e-4));
        assertThat(new Observation(cells.model(), cells.y(), true, true)
                        .standardized(mean, scale)
                        .y())
                .containsExactly(0.5f, NONE, NONE, 0);
        assertThat(cells.commonGap()).isEmpty();
        Observation alike = new Observation(cells.model(), new float[] {11, NONE, 7, NONE}, true, false);
        assertThat(alike.commonGap().orElseThrow().missing()).containsExactly(false, true);
    }

    @Test
    void senselessRequestsAreRefused() {
        assertThatThrownBy(() -> gapped(new float[3], Shape.of(2), new double[] {1, 1}, 1))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> gapped(new float[2], Shape.of(2), new double[] {1}, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("for rows of shape");
        assertThatThrownBy(() -> gapped(new float[2], Shape.of(2), new double[] {1, 0}, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("positive number");
        assertThatThrownBy(() -> gapped(new float[2], Shape.of(2), new double[] {1, 1}, 0))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> gapped(new float[4], Shape.of(2), new double[] {1, 1}, 3)
                        .forChains(6, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Chain 6");
    }
}
