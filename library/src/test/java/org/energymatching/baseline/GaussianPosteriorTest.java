package org.energymatching.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.density.Gaussian;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Downsampling;
import org.energymatching.inverse.ForwardModel;
import org.energymatching.inverse.Identity;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.MeasurementOperator;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class GaussianPosteriorTest {

    /** μ = (1, 2), variances 4 and 1.25, covariance 1: the factor is (2, 0; ½, 1). */
    private static final Gaussian PRIOR = new Gaussian(new double[] {1, 2}, new double[] {2, 0, 0.5, 1});

    private static final ForwardModel FIRST_IS_SEEN = Inpainting.columns(2, 1).with(NoiseModel.gaussian(1));

    /** Seeing x₁ = 6 with noise 1: x₁ has mean 1 + 4/5·5 = 5, variance 4·1/5; x₂ mean 2 + 1/5·5, variance 1.25 - 1/5. */
    @Test
    void twoValuesOfWhichOneIsSeen() {
        GaussianPosterior posterior = GaussianPosterior.of(PRIOR, FIRST_IS_SEEN);
        Samples y = Samples.of(new float[][] {{1}, {6}});
        Samples mean = posterior.mean(y);
        assertThat(mean.values()).containsExactly(new float[] {1, 2, 5, 3}, within(1e-6f));

        int n = 20_000;
        Samples samples = posterior.sample(y, n, 4);
        assertThat(samples.shape()).isEqualTo(Shape.of(2L * n, 2));
        double[] moments = new double[5];
        for (int i = 0; i < n; i++) {
            float[] x = samples.row(n + i);
            moments[0] += (x[0] - 5) / n;
            moments[1] += (x[1] - 3) / n;
            moments[2] += Math.pow(x[0] - 5, 2) / n;
            moments[3] += Math.pow(x[1] - 3, 2) / n;
            moments[4] += (x[0] - 5) * (x[1] - 3) / n;
        }
        assertThat(moments[0]).as("seed 4").isCloseTo(0, within(4 * Math.sqrt(0.8 / n)));
        assertThat(moments[1]).as("seed 4").isCloseTo(0, within(4 * Math.sqrt(1.05 / n)));
        assertThat(moments[2]).as("seed 4").isCloseTo(0.8, within(4 * 0.8 * Math.sqrt(2.0 / n)));
        assertThat(moments[3]).as("seed 4").isCloseTo(1.05, within(4 * 1.05 * Math.sqrt(2.0 / n)));
        assertThat(moments[4]).as("seed 4").isCloseTo(1 - 4.0 / 5, within(4 * Math.sqrt((0.8 * 1.05 + 0.04) / n)));
    }

    @Test
    void asTheNoiseGrowsThePriorIsLeft() {
        ForwardModel blind = new Downsampling(Shape.of(2), 2).with(NoiseModel.gaussian(1e4));
        assertThat(GaussianPosterior.of(PRIOR, blind)
                        .mean(Samples.of(new float[][] {{100}}))
                        .values())
                .containsExactly(new float[] {1, 2}, within(1e-4f));
        ForwardModel sharp = new Identity(Shape.of(2)).with(NoiseModel.gaussian(1e-4));
        assertThat(GaussianPosterior.of(PRIOR, sharp)
                        .mean(Samples.of(new float[][] {{7, -3}}))
                        .values())
                .containsExactly(new float[] {7, -3}, within(1e-4f));
    }

    @Test
    void onlyLinearGaussianProblemsAreTaken() {
        for (ForwardModel other : new ForwardModel[] {
            new Identity(Shape.of(3)).with(NoiseModel.gaussian(1)),
            new Identity(Shape.of(2)).with(NoiseModel.poisson(10)),
            MeasurementOperator.of(Shape.of(2), x -> x.square()).with(NoiseModel.gaussian(1))
        }) {
            assertThatThrownBy(() -> GaussianPosterior.of(PRIOR, other))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("normal distribution of 2 values");
        }
        assertThatThrownBy(() -> GaussianPosterior.of(PRIOR, FIRST_IS_SEEN).mean(Samples.of(new float[][] {{1, 2}})))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("(1, 2)");
    }
}
