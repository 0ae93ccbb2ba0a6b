package org.energymatching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Downsampling;
import org.energymatching.inverse.ForwardModel;
import org.energymatching.inverse.Identity;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.inverse.MeasurementOperator;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.posterior.Renoising;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that hear a measurement on their way. */
class GuidedTargetTest {

    private static final int N = 4_000;

    /** So cold that noise is nowhere seen and the temperature is a clock alone. */
    private static final double COLD = 1e-9;

    /**
     * From N(0, 1) to data that are N(0, 1) too and do not depend on it, the straight path has the velocity (2t - 1) x/n. Its
     * clock is the temperature.
     */
    private static final Target BETWEEN_NORMALS = new Target() {
        @Override
        public Tensor energy(Tensor x, double[] epsilon) {
            double t = epsilon[0] / COLD;
            return x.square().sumPerRow().times((1 - 2 * t) / (2 * (t * t + (1 - t) * (1 - t))));
        }
    };

    /**
     * There, the guided path ends in the posterior, which for y = x + σz is N(y/(1 + σ²), σ²/(1 + σ²)), whatever the noise, and
     * a round that carries chains back leaves them in it. Given the measurement in the usual way, chains this cold never hear it.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 1.5})
    void normalDataEndInThePosterior(double sigma) {
        ForwardModel model = new Identity(Shape.of(2)).with(NoiseModel.gaussian(sigma));
        float[] y = {0.8f, -1.3f};
        Target guided = BETWEEN_NORMALS.guidedBy(model.likelihood(y), model.spread(), 0, COLD);
        Renoising restarts =
                new Renoising(Kernel.eulerMaruyama(), TemperatureSchedule.ramp(0, COLD), 1, 1 / 400.0, 0.6, 1, N);
        for (Samples samples : restarts.run(guided, StandardNormal.of(2), N, 3, () -> {})) {
            double variance = sigma * sigma / (1 + sigma * sigma);
            for (int j = 0; j < 2; j++) {
                double mean = 0;
                double square = 0;
                for (int i = 0; i < N; i++) {
                    mean += samples.values()[2 * i + j] / N;
                    square += Math.pow(samples.values()[2 * i + j], 2) / N;
                }
                double wanted = y[j] / (1 + sigma * sigma);
                assertThat(mean)
                        .as("mean of value %d, σ = %s, seed 3", j, sigma)
                        .isCloseTo(wanted, within(3 * Math.sqrt(variance / N) + 0.004));
                assertThat(square - mean * mean)
                        .as("variance of value %d, σ = %s, seed 3", j, sigma)
                        .isCloseTo(variance, within(3 * variance * Math.sqrt(2.0 / N) + 0.02 * variance));
            }
        }
        Samples deaf = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.ramp(0, COLD),
                        TimeGrid.to(1).step(0.01))
                .sample(BETWEEN_NORMALS.given(model.likelihood(y)), StandardNormal.of(2), N, 3);
        double mean = 0;
        for (int i = 0; i < N; i++) {
            mean += deaf.values()[2 * i] / N;
        }
        assertThat(mean).as("seed 3").isCloseTo(0, within(4 / Math.sqrt(N)));
    }

    /** From t = 1 on there is nothing but the posterior's own target, and before τ* nothing but the potential. */
    @Test
    void atTheEndItIsTheTargetGivenTheMeasurement() {
        Potential quadratic = x -> x.square().sumPerRow().times(0.5);
        ForwardModel model = new Downsampling(Shape.of(4), 2).with(NoiseModel.gaussian(0.5));
        float[] y = {1, -1};
        Target guided = Target.of(quadratic).guidedBy(model.likelihood(y), model.spread(), 0.5, 0.1);
        Target given = Target.of(quadratic).given(model.likelihood(y));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, -1, 0, 1, 0}, Shape.of(2, 4));
            double[] ends = {0, 0.1};
            assertThat(guided.energy(x, ends).floats())
                    .containsExactly(given.energy(x, ends).floats());
            assertThat(guided.drift(x, ends).floats())
                    .containsExactly(given.drift(x, ends).floats());
            double[] between = {0.05, 0.05};
            assertThat(guided.drift(x, between).floats())
                    .doesNotContain(given.drift(x, between).floats());
        }
    }

    /** σ²/‖A‖²; a mean over blocks of k values has ‖A‖² = 1/k. */
    @Test
    void theSpreadIsTheVarianceThatAMeasurementLeaves() {
        NoiseModel noise = NoiseModel.gaussian(0.5);
        Shape row = Shape.of(1, 8, 8);
        assertThat(new Identity(row).with(noise).spread()).isCloseTo(0.25, within(1e-6));
        assertThat(Inpainting.random(row, 0.7, 1).with(noise).spread()).isCloseTo(0.25, within(1e-6));
        assertThat(new Downsampling(row, 4).with(noise).spread()).isCloseTo(4, within(1e-3));
        LinearOperator doubled = LinearOperator.of(Shape.of(3), x -> x.times(2));
        assertThat(doubled.with(noise).spread()).isCloseTo(0.0625, within(1e-6));
        MeasurementOperator squared = MeasurementOperator.of(Shape.of(3), Tensor::square);
        assertThat(squared.with(noise).spread()).isInfinite();
    }

    @Test
    void timesThatNobodyCanTellAreRefused() {
        Target target = Target.of(x -> x.sumPerRow());
        for (double[] wrong : new double[][] {{0, 0, 1}, {1, 1, 1}, {1, -0.1, 1}, {1, 0, 0}, {Double.NaN, 0, 1}}) {
            assertThatThrownBy(() -> target.guidedBy(x -> x.sumPerRow(), wrong[0], wrong[1], wrong[2]))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("the temperature tells the time");
        }
    }
}
