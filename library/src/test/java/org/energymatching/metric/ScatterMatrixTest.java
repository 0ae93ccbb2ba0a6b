package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.energymatching.Samples;
import org.energymatching.density.ScatterMatrix;
import org.energymatching.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScatterMatrixTest {

    /** Among the sizes some that need two blocks of rows and two stripes of columns. */
    @ParameterizedTest
    @CsvSource({"2, 1", "7, 3", "1030, 5", "40, 300"})
    void meanAndCovarianceByTheirFormulas(int rows, int width) {
        Samples samples = GaussianSamples.moved(GaussianSamples.draw(rows, width, new SplittableRandom(1)), 100);
        ScatterMatrix statistics = ScatterMatrix.of(samples);
        double[] mean = new double[width];
        for (int k = 0; k < width; k++) {
            for (int i = 0; i < rows; i++) {
                mean[k] += samples.row(i)[k] / (double) rows;
            }
        }
        assertThat(statistics.mean()).containsExactly(mean, within(1e-10));
        for (int k = 0; k < width; k += Math.max(1, width / 9)) {
            for (int l = 0; l < width; l += Math.max(1, width / 7)) {
                double sum = 0;
                for (int i = 0; i < rows; i++) {
                    float[] x = samples.row(i);
                    sum += (x[k] - mean[k]) * (x[l] - mean[l]);
                }
                assertThat(statistics.dividedBy(rows - 1)[k * width + l]).isCloseTo(sum / (rows - 1), within(1e-10));
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        Samples samples = GaussianSamples.draw(30, 600, new SplittableRandom(2));
        ScatterMatrix statistics = ScatterMatrix.of(samples);
        Workers.common()
                .runSequentially(
                        () -> assertThat(ScatterMatrix.of(samples).values()).isEqualTo(statistics.values()));
    }
}
