package org.energymatching.inverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains that are given a measurement end in the posterior, where it is known. */
class PosteriorTest {

    private static final double SIGMA = 0.5;
    private static final double EPSILON = 0.4;
    private static final double DT = 0.1;
    private static final int N = 1_000;

    static List<LinearOperator> operators() {
        Shape image = Shape.of(2, 4, 4);
        return List.of(
                new Identity(Shape.of(5)),
                Inpainting.box(image, 1, 1, 2, 3),
                Inpainting.random(image, 0.6, 3),
                Inpainting.columns(10, 4, 5, 6),
                new Downsampling(image, 2),
                new Downsampling(Shape.of(12), 4),
                Blur.of(image, 1),
                Blur.of(Shape.of(12), 2, Blur.Edges.ZERO),
                CompressedSensing.of(image, 0.5, 5),
                Blur.of(image, 0.7).then(new Downsampling(image, 2)),
                LinearOperator.of(Shape.of(4), Operators::differences));
    }

    /**
     * The samples, whitened by the known mean and covariance, are standard normal: the sum over coordinates of the squared
     * error of their mean, and that over pairs of their covariance, have the mean and the scatter of χ².
     */
    @ParameterizedTest
    @MethodSource("operators")
    void linearOperatorsWithGaussianNoise(LinearOperator operator) {
        Shape shape = operator.inputShape();
        int width = shape.length();
        ForwardModel model = operator.with(NoiseModel.gaussian(SIGMA));
        float[] y = model.measure(StandardNormal.of(width).sample(1, Rng.of(1)).values(), Rng.of(2));
        LinearGaussian known = LinearGaussian.of(operator, y, SIGMA, EPSILON);

        Samples samples = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(EPSILON),
                        TimeGrid.to(9).step(DT),
                        250)
                .sample(Target.of(known.potential()).given(model.likelihood(y)), new StandardNormal(shape), N, 11);

        Cholesky root = Cholesky.of(known.discretePrecision(EPSILON, DT), width);
        double[] mean = new double[width];
        double[][] white = new double[N][];
        for (int i = 0; i < N; i++) {
            float[] row = samples.row(i);
            double[] apart = new double[width];
            for (int j = 0; j < width; j++) {
                apart[j] = row[j] - known.mean()[j];
            }
            white[i] = root.whiten(apart);
            for (int j = 0; j < width; j++) {
                mean[j] += white[i][j] / N;
            }
        }
        double shift = 0;
        double covariance = 0;
        for (int j = 0; j < width; j++) {
            shift += N * mean[j] * mean[j];
            for (int k = 0; k <= j; k++) {
                double product = 0;
                for (double[] row : white) {
                    product += row[j] * row[k] / N;
                }
                covariance += j == k ? N * (product - 1) * (product - 1) / 2 : N * product * product;
            }
        }
        double pairs = width * (width + 1) / 2.0;
        assertThat(shift).as("mean, seed 11").isCloseTo(width, within(3 * Math.sqrt(2.0 * width)));
        assertThat(covariance).as("covariance, seed 11").isCloseTo(pairs, within(3 * Math.sqrt(2 * pairs)));
    }

    /** y = x + tanh 2x is seen; the posterior's mean and variance on the line come from quadrature. */
    @Test
    void anOperatorThatIsNotLinear() {
        double epsilon = 0.5;
        double sigma = 0.5;
        double y = 1.2;
        int n = 4_000;
        MeasurementOperator bent =
                MeasurementOperator.of(Shape.of(1), x -> x.times(2).tanh().plus(x));
        Samples samples = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(epsilon),
                        TimeGrid.to(3).step(0.005),
                        1000)
                .sample(
                        Target.of(Quadratic.diagonal(1))
                                .given(bent.with(NoiseModel.gaussian(sigma)).likelihood(new float[] {(float) y})),
                        StandardNormal.of(1),
                        n,
                        5);
        double mass = 0;
        double mean = 0;
        double square = 0;
        for (double x = -4; x <= 4; x += 1e-3) {
            double misfit = y - (x + Math.tanh(2 * x));
            double density = Math.exp(-0.5 * x * x / epsilon - 0.5 * misfit * misfit / (sigma * sigma));
            mass += density;
            mean += density * x;
            square += density * x * x;
        }
        mean /= mass;
        double variance = square / mass - mean * mean;
        double sampledMean = 0;
        double sampledVariance = 0;
        for (float x : samples.values()) {
            sampledMean += x / n;
            sampledVariance += Math.pow(x - mean, 2) / n;
        }
        assertThat(sampledMean).as("seed 5").isCloseTo(mean, within(3 * Math.sqrt(variance / n)));
        assertThat(sampledVariance).as("seed 5").isCloseTo(variance, within(3 * variance * Math.sqrt(3.0 / n)));
    }

    /** The package's three lines: what is known stays, what is missing follows its neighbours. */
    @Test
    void anInverseProblemTakesThreeLines() {
        Potential v = x -> x.minus(1).square().sumPerRow().times(2.5);
        Sampler sampler = new Sampler(
                Kernel.heun(),
                TemperatureSchedule.ramp(0.5, 0.1),
                TimeGrid.to(2).step(0.01),
                16);
        float[] y = new float[28 * 28 - 12 * 12];

        ForwardModel hole = Inpainting.box(Shape.of(1, 28, 28), 8, 8, 12, 12).with(NoiseModel.gaussian(0.05));
        Target posterior = Target.of(v).given(hole.likelihood(y));
        Samples restored = sampler.sample(posterior, StandardNormal.of(1, 28, 28), 16, 7);

        boolean[] missing = ((Inpainting) hole.operator()).missing();
        double known = 0;
        double filled = 0;
        for (int i = 0; i < restored.values().length; i++) {
            if (missing[i % missing.length]) {
                filled += restored.values()[i] / (16.0 * 144);
            } else {
                known += restored.values()[i] / (16.0 * y.length);
            }
        }
        assertThat(known).isCloseTo(50.0 / (50 + 400), within(0.005));
        assertThat(filled).isCloseTo(1, within(4 * Math.sqrt(0.02 / (16 * 144))));
    }

    /** The three lines above are those of the package's and the guide's text, to the letter. */
    @Test
    void theThreeLinesStandInTheDocumentation() throws IOException {
        String here = Files.readString(Path.of("src/test/java/org/energymatching/inverse/PosteriorTest.java"));
        String tour = Files.readString(Path.of("src/main/java/org/energymatching/inverse/package-info.java"));
        String guide = Files.readString(Path.of("..", "docs", "inverse-problems.md"));
        List<String> lines = here.lines()
                .map(String::strip)
                .dropWhile(line -> !line.startsWith("ForwardModel hole"))
                .limit(3)
                .toList();
        assertThat(lines.get(2)).startsWith("Samples restored");
        for (String line : lines) {
            assertThat(tour).contains(" * " + line);
            assertThat(guide.lines()).contains(line);
        }
    }

    /** Chains 2i and 2i + 1 belong to measurement i, in whatever block they run. */
    @Test
    void everyChainFollowsItsOwnMeasurement() {
        ForwardModel model = new Identity(Shape.of(2)).with(NoiseModel.gaussian(0.05));
        float[] y = {-4, 3, 0, 1, 5, -2};
        Sampler sampler = new Sampler(
                Kernel.eulerMaruyama(),
                TemperatureSchedule.constant(0.1),
                TimeGrid.to(1).step(0.01),
                4);
        Target posterior = Target.of(Quadratic.diagonal(1, 1)).given(model.likelihood(y, 2));
        float[] x = sampler.sample(posterior, StandardNormal.of(2), 6, 9).values();
        for (int i = 0; i < x.length; i++) {
            assertThat(x[i]).as("value %d, seed 9", i).isCloseTo(y[i / 4 * 2 + i % 2] * 40 / 41f, within(0.25f));
        }
        assertThatThrownBy(() -> sampler.sample(posterior, StandardNormal.of(2), 7, 9))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Chain 6 has no measurement");
    }

    /** Beyond the largest step, x - y grows from step to step; within it, it does not. */
    @Test
    void stepsUpToTheLargestStayNearTheMeasurement() {
        ForwardModel model = new Downsampling(Shape.of(1, 4, 4), 2).with(NoiseModel.gaussian(0.1));
        Target posterior = Target.of(x -> x.square().sumPerRow().times(1e-3)).given(model.likelihood(new float[4]));
        double largest = model.stableStep(0.2).orElseThrow();
        Samples near = walk(posterior, 0.95 * largest);
        float[] seen = model.operator().values(near.values());
        for (float value : seen) {
            assertThat(value).isBetween(-5f, 5f);
        }
        assertThatThrownBy(() -> walk(posterior, 1.3 * largest))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("step smaller");
    }

    private static Samples walk(Target target, double dt) {
        return new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(0.2),
                        TimeGrid.to(300 * dt).step(dt),
                        8)
                .sample(target, StandardNormal.of(1, 4, 4), 8, 2);
    }
}
