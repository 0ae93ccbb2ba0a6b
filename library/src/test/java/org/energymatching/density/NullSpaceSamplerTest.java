package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Downsampling;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Four independent normals of deviation 1, 2, 3 and 4, of which sums are known: the conditional moments have a closed form. */
class NullSpaceSamplerTest {

    private static final double EPSILON = 0.5;
    private static final double[] VARIANCES = {1, 4, 9, 16};

    private static final Potential NORMAL = x -> x.square()
            .times(Tensor.of(new float[] {1, 1 / 4f, 1 / 9f, 1 / 16f}, Shape.of(1, 4)))
            .sumPerRow()
            .times(EPSILON / 2);

    /** Not the density itself, so that weights and chains have something to do. */
    private static final GaussianMixture WIDE =
            new GaussianMixture(new double[] {1}, List.of(new Gaussian(new double[] {0.3, 0, -0.5, 0}, new double[] {
                1.5, 0, 0, 0, 0, 2.5, 0, 0, 0, 0, 4, 0, 0, 0, 0, 5
            })));

    private static final LinearOperator TOTAL =
            LinearOperator.of(Shape.of(4), x -> x.sumPerRow().reshape(-1, 1));

    private static NullSpaceSampler sampler(LinearOperator a, @Nullable Sampler chains, int candidates, int draws) {
        return new NullSpaceSampler(a, new ConditionalSampler(NORMAL, WIDE, EPSILON, chains, candidates, draws));
    }

    @Test
    void theTotalIsKeptAndSharedByVariance() {
        for (Sampler chains : new @Nullable Sampler[] {
            null, new Sampler(Kernel.mala(), TemperatureSchedule.constant(EPSILON), new TimeGrid(2, 0.2))
        }) {
            Samples draws = sampler(TOTAL, chains, 4000, 2000)
                    .sample(new float[] {6, -30}, 3, () -> {})
                    .rows();
            for (int row = 0; row < 2; row++) {
                double total = row == 0 ? 6 : -30;
                for (int j = 0; j < 4; j++) {
                    double mean = 0;
                    double square = 0;
                    for (int i = row * 2000; i < (row + 1) * 2000; i++) {
                        float[] x = draws.row(i);
                        assertThat(x[0] + x[1] + x[2] + x[3]).isCloseTo((float) total, within(1e-4f));
                        mean += x[j] / 2000;
                        square += x[j] * x[j] / 2000;
                    }
                    double variance = VARIANCES[j] * (1 - VARIANCES[j] / 30);
                    assertThat(mean)
                            .as("E[x_%d | total %s]", j, total)
                            .isCloseTo(total * VARIANCES[j] / 30, within(0.15 * Math.sqrt(VARIANCES[j])));
                    assertThat(square - mean * mean).isBetween(0.8 * variance, 1.2 * variance);
                }
            }
        }
    }

    @Test
    void meansOverBlocksAreKept() {
        Downsampling pairs = new Downsampling(Shape.of(4), 2);
        Samples draws = sampler(pairs, null, 50, 20)
                .sample(new float[] {1, -2}, 3, () -> {})
                .rows();
        assertThat(draws.rows()).isEqualTo(20);
        for (int i = 0; i < 20; i++) {
            float[] x = draws.row(i);
            assertThat((x[0] + x[1]) / 2).isCloseTo(1, within(1e-5f));
            assertThat((x[2] + x[3]) / 2).isCloseTo(-2, within(1e-5f));
        }
    }

    @Test
    void measurementsThatFollowFromOthersAreRefused() {
        LinearOperator twice = LinearOperator.of(
                Shape.of(4),
                x -> Tensor.concat(
                        List.of(
                                x.sumPerRow().reshape(-1, 1),
                                x.sumPerRow().reshape(-1, 1).times(2)),
                        1));
        assertThatThrownBy(() -> sampler(twice, null, 5, 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Measurement 2 of 2");
        assertThatThrownBy(() -> sampler(LinearOperator.of(Shape.of(4), x -> x), null, 5, 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("4 measurements");
    }
}
