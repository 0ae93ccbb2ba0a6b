package org.energymatching.inverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseModelTest {

    private static final PoissonNoise PHOTONS = new PoissonNoise(40, 0.5);

    @Test
    void gaussianIsTheSquaredErrorOverTwiceTheVariance() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, Shape.of(2, 2));
            Tensor y = Tensor.of(new float[] {0, 4}, Shape.of(1, 2));
            assertThat(NoiseModel.gaussian(0.5).negativeLog(a, y).floats()).containsExactly(10, 18);
        }
    }

    @Test
    void thePapersZetaIsTheRootOfTwoTimesSigma() {
        assertThat(GaussianNoise.ofZeta(0.2).sigma()).isCloseTo(0.2 / Math.sqrt(2), within(1e-15));
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.of(new float[] {1, 2}, Shape.of(1, 2));
            assertThat(GaussianNoise.ofZeta(0.2)
                            .negativeLog(a, Tensor.zeros(Shape.of(1, 2)))
                            .item())
                    .isCloseTo(5 / 0.04, within(1e-4));
        }
    }

    /** -log of the probability mass e^-λ λ^n / n!, up to n!, and its slope λ'(1 - n/λ) with λ' = peak/2. */
    @ParameterizedTest
    @CsvSource({"-1, 0", "-1, 2", "-0.9, 1", "0, 20", "0.3, 33", "1, 40", "1.5, 47"})
    void poissonIsTheLogarithmOfTheMassFunction(double a, int count) {
        double rate = 20 * (a + 1) + 0.5;
        float y = (float) (2 * (count - 0.5) / 40 - 1);
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(Tensor.of(new float[] {(float) a}, Shape.of(1, 1)));
            Tensor energy = PHOTONS.negativeLog(x, Tensor.of(new float[] {y}, Shape.of(1, 1)));
            assertThat(energy.item()).isCloseTo(rate - count * Math.log(rate), within(1e-4));
            assertThat(Autodiff.gradient(energy.sum(), x).item()).isCloseTo(20 * (1 - count / rate), within(2e-3));
        }
    }

    /** Below -1 the rate goes on as an exponential function: value and slope meet, and both stay finite far out. */
    @Test
    void poissonIsSmoothBeyondBlack() {
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(Tensor.of(new float[] {-1 - 1e-4f, -1 + 1e-4f, -1.05f, -30}, Shape.of(4, 1)));
            Tensor y = Tensor.of(new float[] {-0.9f}, Shape.of(1, 1));
            Tensor energies = PHOTONS.negativeLog(x, y);
            float[] values = energies.floats();
            float[] slopes = Autodiff.gradient(energies.sum(), x).floats();
            double count = (-0.9 + 1) * 20 + 0.5;
            assertThat(values[0]).isCloseTo(values[1], within(0.02f));
            assertThat(slopes[0]).isCloseTo(slopes[1], within(1.5f));
            assertThat((double) values[2]).isCloseTo(0.5 * Math.exp(-2) - count * (Math.log(0.5) - 2), within(1e-4));
            assertThat((double) slopes[2]).isCloseTo(20 * (Math.exp(-2) - count / 0.5), within(1e-3));
            assertThat((double) slopes[3]).isCloseTo(-20 * count / 0.5, within(1e-3));
        }
    }

    /** A Poisson variable has mean and variance λ; both estimates have known scatter. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.7, 12, 499, 1300})
    void countsHaveTheMeanAndVarianceOfTheirRate(double rate) {
        int n = 20_000;
        Rng rng = Rng.of(3);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double apart = PoissonNoise.count(rate, rng) - rate;
            sum += apart / n;
            squares += apart * apart / n;
        }
        assertThat(sum).as("mean, seed 3").isCloseTo(0, within(4 * Math.sqrt(rate / n)));
        assertThat(squares).as("variance, seed 3").isCloseTo(rate, within(4 * Math.sqrt((rate + 2 * rate * rate) / n)));
    }

    @Test
    void measurementsScatterAroundWhatIsSeen() {
        int n = 20_000;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = 0.3f;
        }
        for (NoiseModel noise : new NoiseModel[] {NoiseModel.gaussian(0.2), NoiseModel.poisson(50)}) {
            float[] y = new Identity(Shape.of(1)).with(noise).measure(x, Rng.of(5));
            double mean = 0;
            double variance = 0;
            for (float value : y) {
                mean += (double) value / n;
                variance += Math.pow(value - 0.3, 2) / n;
            }
            double deviation = noise.deviation(0.3f);
            assertThat(mean).as("%s, seed 5", noise).isCloseTo(0.3, within(4 * deviation / Math.sqrt(n)));
            assertThat(variance)
                    .as("%s, seed 5", noise)
                    .isCloseTo(deviation * deviation, within(5 * Math.sqrt(2.0 / n) * deviation * deviation));
            noise.require(y);
        }
    }

    @Test
    void aRowsMeasurementDependsOnItsNumberAlone() {
        ForwardModel model = new Identity(Shape.of(3)).with(NoiseModel.poisson(20));
        float[] x = new float[3 * 130];
        float[] all = model.measure(x, Rng.of(1));
        float[] few = model.measure(new float[6], Rng.of(1));
        assertThat(few).containsExactly(all[0], all[1], all[2], all[3], all[4], all[5]);
        assertThat(new float[] {all[384], all[385], all[386]}).isNotEqualTo(new float[] {all[0], all[1], all[2]});
    }

    /** n λ'²/λ² at λ = 0.52 and n = 0.5, by differences of slopes; the bound is that at λ = n = 0.5. */
    @Test
    void theCurvatureIsTheSecondDerivative() {
        assertThat(NoiseModel.gaussian(0.2).curvature()).isCloseTo(25, within(1e-9));
        assertThat(secondDerivative(PHOTONS, -1 + 1e-3, -1)).isCloseTo(0.5 * 400 / (0.52 * 0.52), within(5.0));
        assertThat(PHOTONS.curvature()).isCloseTo(800, within(1e-9));
    }

    private static double secondDerivative(NoiseModel noise, double a, double y) {
        try (Scope scope = Scope.open()) {
            double h = 5e-4;
            Tensor x = Autodiff.leaf(Tensor.of(new float[] {(float) (a - h), (float) (a + h)}, Shape.of(2, 1)));
            float[] slopes = Autodiff.gradient(
                            noise.negativeLog(x, Tensor.of(new float[] {(float) y}, Shape.of(1, 1)))
                                    .sum(),
                            x)
                    .floats();
            return (slopes[1] - slopes[0]) / (2 * h);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void noiseHasToBePositive(double sigma) {
        assertThatThrownBy(() -> NoiseModel.gaussian(sigma))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("deviation " + sigma)
                .hasMessageContaining("0.01")
                .hasMessageContaining("Inpainting.project");
        assertThatThrownBy(() -> NoiseModel.poisson(sigma))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("peak " + sigma);
    }

    @Test
    void negativeCountsAreRefused() {
        ForwardModel model = new Identity(Shape.of(2)).with(PHOTONS);
        assertThatThrownBy(() -> model.likelihood(new float[] {0, -1.1f}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Value 1")
                .hasMessageContaining("-1.5");
        model.likelihood(new float[] {0, -1.025f});
    }
}
