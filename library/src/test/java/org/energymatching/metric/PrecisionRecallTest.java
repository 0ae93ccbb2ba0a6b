package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrecisionRecallTest {

    @Test
    void agreesWithTheDefinition() {
        Seeds.check(20, random -> {
            int width = 1 + random.nextInt(4);
            int k = 1 + random.nextInt(4);
            Samples data = GaussianSamples.draw(5 + random.nextInt(40), width, random);
            Samples generated =
                    GaussianSamples.moved(GaussianSamples.draw(5 + random.nextInt(40), width, random), 0.7f);
            assertThat(PrecisionRecall.of(data, generated, k)).isEqualTo(byDefinition(data, generated, k));
        });
    }

    /** Whole numbers, so that there are many equal distances and equal rows; more than one block of rows. */
    @ParameterizedTest
    @CsvSource({"1500, 1100, 2", "1024, 1025, 1", "30, 1100, 1"})
    void agreesWithTheDefinitionOnALattice(int rows, int others, int width) {
        SplittableRandom random = new SplittableRandom(rows);
        Samples data = lattice(GaussianSamples.draw(rows, width, random), 40);
        Samples generated = lattice(GaussianSamples.draw(others, width, random), 60);
        assertThat(PrecisionRecall.of(data, generated)).isEqualTo(byDefinition(data, generated, 3));
    }

    @Test
    void equalSetsCoverEachOther() {
        Samples samples = GaussianSamples.draw(300, 7, new SplittableRandom(1));
        assertThat(PrecisionRecall.of(samples, samples)).isEqualTo(new PrecisionRecall(1, 1));
        Samples copies = Samples.concat(List.of(samples, samples, samples, samples)); // balls of no radius
        assertThat(PrecisionRecall.of(copies, samples).precision()).isEqualTo(1);
        assertThat(PrecisionRecall.of(copies, copies)).isEqualTo(new PrecisionRecall(1, 1));
    }

    @Test
    void aModeLeftOutLowersTheRecallOnly() {
        SplittableRandom random = new SplittableRandom(2);
        Samples here = GaussianSamples.draw(400, 2, random);
        Samples there = GaussianSamples.moved(GaussianSamples.draw(400, 2, random), 50, 0);
        Samples data = Samples.concat(List.of(here, there));
        PrecisionRecall measured = PrecisionRecall.of(data, GaussianSamples.draw(400, 2, random));
        assertThat(measured.precision()).isGreaterThan(0.9);
        assertThat(measured.recall()).isBetween(0.45, 0.5);
    }

    @Test
    void samplesFarFromTheDataLowerThePrecisionOnly() {
        SplittableRandom random = new SplittableRandom(3);
        Samples data = GaussianSamples.draw(400, 2, random);
        Samples good = GaussianSamples.draw(300, 2, random);
        Samples bad = GaussianSamples.moved(GaussianSamples.draw(100, 2, random), 50, 0);
        PrecisionRecall measured = PrecisionRecall.of(data, Samples.concat(List.of(good, bad)));
        assertThat(measured.precision()).isBetween(0.65, 0.75);
        assertThat(measured.recall()).isGreaterThan(0.9);
    }

    @Test
    void moreNeighboursThanRowsAreRefused() {
        Samples three = Samples.of(new float[][] {{0}, {1}, {2}});
        Samples four = Samples.of(new float[][] {{0}, {1}, {2}, {3}});
        assertThatThrownBy(() -> PrecisionRecall.of(three, four)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> PrecisionRecall.of(four, three)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> PrecisionRecall.of(four, four, 0)).isInstanceOf(UsageException.class);
        assertThat(PrecisionRecall.of(four, four, 3)).isEqualTo(new PrecisionRecall(1, 1));
    }

    private static Samples lattice(Samples samples, int scale) {
        float[] values = samples.values().clone();
        for (int at = 0; at < values.length; at++) {
            values[at] = Math.round(scale * values[at]);
        }
        return new Samples(values, samples.shape());
    }

    private static PrecisionRecall byDefinition(Samples data, Samples generated, int k) {
        return new PrecisionRecall(within(data, generated, k), within(generated, data, k));
    }

    /** The part of the points that lie in a ball around a row of the set. */
    private static double within(Samples set, Samples points, int k) {
        double[] radii = new double[set.rows()];
        for (int i = 0; i < radii.length; i++) {
            float[] x = set.row(i);
            double[] squares = new double[set.rows()];
            Arrays.setAll(squares, j -> square(x, set.row(j)));
            squares[i] = -1;
            Arrays.sort(squares);
            radii[i] = squares[k];
        }
        int count = 0;
        for (int j = 0; j < points.rows(); j++) {
            boolean covered = false;
            for (int i = 0; i < radii.length && !covered; i++) {
                covered = square(set.row(i), points.row(j)) <= radii[i];
            }
            count += covered ? 1 : 0;
        }
        return (double) count / points.rows();
    }

    private static double square(float[] x, float[] y) {
        double square = 0;
        for (int k = 0; k < x.length; k++) {
            square += ((double) x[k] - y[k]) * ((double) x[k] - y[k]);
        }
        return square;
    }
}
