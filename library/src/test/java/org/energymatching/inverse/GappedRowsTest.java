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

class GappedRowsTest {

    private static final float NONE = Float.NaN;

    private static float[] energies(Likelihood likelihood, Samples x) {
        try (Scope scope = Scope.open()) {
            return likelihood.negativeLog(Tensor.of(x.values(), x.shape())).floats();
        }
    }

    @Test
    void everyRowHasGapsOfItsOwn() {
        Likelihood rows =
                GappedRows.of(new float[] {1, NONE, 3, NONE, 2, NONE}, Shape.of(3), new double[] {1, 0.5, 2}, 2);
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
            float[] found = energies(GappedRows.of(gaps, Shape.of(5), sigmas, 2), rows);
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
        Likelihood rows = GappedRows.of(new float[] {2, NONE, NONE, -1}, Shape.of(2), new double[] {0.5, 1}, 2000);
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
    void senselessRequestsAreRefused() {
        assertThatThrownBy(() -> GappedRows.of(new float[3], Shape.of(2), new double[] {1, 1}, 1))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> GappedRows.of(new float[2], Shape.of(2), new double[] {1}, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("1 deviations");
        assertThatThrownBy(() -> GappedRows.of(new float[2], Shape.of(2), new double[] {1, 0}, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("deviation 0.0");
        assertThatThrownBy(() -> GappedRows.of(new float[2], Shape.of(2), new double[] {1, 1}, 0))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> GappedRows.of(new float[4], Shape.of(2), new double[] {1, 1}, 3)
                        .forChains(6, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Chain 6");
    }
}
