package org.energymatching.interpolant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolantTest {

    @Test
    void pointsLieOnTheLineBetweenTheirPair() {
        Tensor source = inEngine(Samples.of(new float[][] {{0, 0}, {1, -1}, {2, 5}}));
        Tensor data = inEngine(Samples.of(new float[][] {{4, 8}, {1, 3}, {-2, 1}}));
        PathSample path = Interpolant.straight(0).sample(source, data, Rng.of(1));
        assertThat(path.velocity().floats()).containsExactly(4, 8, 0, 4, -4, -4);
        double[] t = path.times();
        double[] expected = {4 * t[0], 8 * t[0], 1, -1 + 4 * t[1], 2 - 4 * t[2], 5 - 4 * t[2]};
        float[] found = path.position().floats();
        for (int i = 0; i < 6; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    private static Tensor inEngine(Samples x) {
        return x.tensor(Device.cpu());
    }

    /** Times are uniform, and what lies beside the line is N(0, σ²), the same in every direction and at every time. */
    @Test
    void timesAreUniformAndTheNoiseNormal() {
        int n = 20_000;
        double sigma = 0.1;
        Samples source = StandardNormal.of(2).sample(n, Rng.of(1));
        Samples data = StandardNormal.of(2).sample(n, Rng.of(2));
        PathSample path = Interpolant.straight(sigma).sample(inEngine(source), inEngine(data), Rng.of(3));
        float[] position = path.position().floats();
        double time = 0;
        double timeSquared = 0;
        double noise = 0;
        double noiseSquared = 0;
        double correlation = 0;
        for (int i = 0; i < n; i++) {
            double t = path.times()[i];
            time += t / n;
            timeSquared += t * t / n;
            for (int j = 2 * i; j < 2 * i + 2; j++) {
                double line = (1 - t) * source.values()[j] + t * data.values()[j];
                double z = (position[j] - line) / sigma;
                noise += z / (2 * n);
                noiseSquared += z * z / (2 * n);
                correlation += z * (t - 0.5) / (2 * n);
            }
        }
        double unit = 4 / Math.sqrt(n);
        assertThat(time).isCloseTo(0.5, within(unit * Math.sqrt(1 / 12.0)));
        assertThat(timeSquared).isCloseTo(1 / 3.0, within(unit * Math.sqrt(4 / 45.0)));
        assertThat(noise).isCloseTo(0, within(unit));
        assertThat(noiseSquared).isCloseTo(1, within(unit));
        assertThat(correlation).isCloseTo(0, within(unit * Math.sqrt(1 / 12.0)));
    }

    @Test
    void aRowDoesNotDependOnTheSizeOfItsBatch() {
        Tensor source = inEngine(StandardNormal.of(3).sample(50, Rng.of(1)));
        Tensor data = inEngine(StandardNormal.of(3).sample(50, Rng.of(2)));
        PathSample all = Interpolant.straight(0.1).sample(source, data, Rng.of(3));
        PathSample few = Interpolant.straight(0.1).sample(source.rows(0, 7), data.rows(0, 7), Rng.of(3));
        assertThat(few.position().floats()).isEqualTo(all.position().rows(0, 7).floats());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void theNoiseIsFiniteAndNotNegative(double sigma) {
        assertThatThrownBy(() -> Interpolant.straight(sigma)).isInstanceOf(UsageException.class);
    }

    @Test
    void aPairIsOfOneShape() {
        Tensor two = inEngine(Samples.of(new float[][] {{1}, {2}}));
        Tensor wide = inEngine(Samples.of(new float[][] {{1, 2}, {3, 4}}));
        assertThatThrownBy(() -> Interpolant.straight(0).sample(two, wide, Rng.of(1)))
                .isInstanceOf(UsageException.class);
    }

    /** The velocity of every course is the derivative of its position, and it leads from source to data. */
    @ParameterizedTest
    @EnumSource
    void velocitiesAreDerivativesOfPositions(Course course) {
        double h = 1e-5;
        for (double t : new double[] {0.05, 0.3, 0.7, 0.95}) {
            double[] at = course.at(t);
            for (int j = 0; j < 2; j++) {
                double slope = (course.at(t + h)[j] - course.at(t - h)[j]) / (2 * h);
                assertThat(at[2 + j]).isCloseTo(slope, within(1e-4));
            }
        }
        assertThat(course.at(0)[0]).isCloseTo(1, within(1e-4));
        assertThat(course.at(0)[1]).isCloseTo(0, within(0.01));
        assertThat(course.at(1)[0]).isCloseTo(0, within(0.02));
        assertThat(course.at(1)[1]).isCloseTo(1, within(1e-4));
    }

    /** The medians of the distributions of times: a half, a half, and that of EDM's noise, 1/(1 + e^-1.2). */
    @Test
    void timesFollowTheirDistributions() {
        assertThat(median(TimeDistribution.uniform())).isCloseTo(0.5, within(0.02));
        assertThat(median(TimeDistribution.logitNormal(0, 1))).isCloseTo(0.5, within(0.02));
        assertThat(median(TimeDistribution.edm())).isCloseTo(1 / (1 + Math.exp(-1.2)), within(0.02));
        assertThatThrownBy(() -> TimeDistribution.logitNormal(0, 0)).isInstanceOf(UsageException.class);
    }

    private static double median(TimeDistribution times) {
        Rng rng = Rng.of(3);
        return IntStream.range(0, 10_001)
                .mapToDouble(i -> times.draw(rng.at(i)))
                .sorted()
                .skip(5_000)
                .findFirst()
                .orElseThrow();
    }

    /** A curved path of one pair, at the time that was drawn. */
    @Test
    void curvedPathsMixTheirPairByTheCourse() {
        Tensor source = inEngine(Samples.of(new float[][] {{2, -1}}));
        Tensor data = inEngine(Samples.of(new float[][] {{4, 3}}));
        PathSample path =
                Interpolant.along(Course.COSINE, TimeDistribution.edm(), 0).sample(source, data, Rng.of(7));
        double[] at = Course.COSINE.at(path.times()[0]);
        assertThat(path.position().floats()[1]).isCloseTo((float) (-at[0] + 3 * at[1]), within(1e-5f));
        assertThat(path.velocity().floats()[0]).isCloseTo((float) (2 * at[2] + 4 * at[3]), within(1e-5f));
    }
}
