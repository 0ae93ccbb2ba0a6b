package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class KernelDensityTest {

    @Test
    void theDensityIsTheMeanOfItsKernels() {
        KernelDensity density = new KernelDensity(rows(1, 0, 2), 0.5);
        double expected = (normal(0.5, 0.5) + normal(1.5, 0.5)) / 2;
        double[] found = density.logDensities(rows(1, 0.5f, 1000));
        assertThat(Math.exp(found[0])).isCloseTo(expected, within(1e-12));
        assertThat(found[1])
                .as("far out, where the kernels underflow")
                .isCloseTo(-0.5 * 998 * 998 / 0.25 - Math.log(2) - 0.5 * Math.log(2 * Math.PI * 0.25), within(1e-6));
        KernelDensity plane = new KernelDensity(rows(2, 0, 0, 1, 1, 3, 0), 2);
        double sum = normal(1, 2) * normal(0, 2) + normal(0, 2) * normal(1, 2) + normal(2, 2) * normal(0, 2);
        assertThat(Math.exp(plane.logDensities(rows(2, 1, 0))[0])).isCloseTo(sum / 3, within(1e-12));
    }

    /** The number of the reference results: fresh points of the two moons have 2.65 nats under 5,000 points, h = 0.1. */
    @Test
    void theMoonsHaveTheLikelihoodOfTheReference() {
        Samples points = TwoMoons.create().sample(5_000, Rng.of(1));
        Samples fresh = TwoMoons.create().sample(2_000, Rng.of(2));
        double nats = -mean(new KernelDensity(points, 0.1).logDensities(fresh));
        assertThat(nats).isCloseTo(2.65, within(0.04));
    }

    /** Scott's rule is the best for one Gaussian; for eight small ones far apart it is too wide by their distance. */
    @Test
    void theBandwidthIsFoundByLeavingPointsOut() {
        Samples one = StandardNormal.of(2).sample(1_000, Rng.of(3));
        double scott = KernelDensity.scott(one).bandwidth();
        assertThat(scott).isCloseTo(Math.pow(1_000, -1.0 / 6), within(0.03));
        assertThat(KernelDensity.crossValidated(one, 500).bandwidth() / scott).isBetween(0.6, 1.3);

        Samples eight = EightGaussians.create().sample(1_000, Rng.of(4));
        KernelDensity chosen = KernelDensity.crossValidated(eight, 500);
        assertThat(chosen.bandwidth()).isBetween(0.1, 0.4);
        assertThat(KernelDensity.scott(eight).bandwidth()).isGreaterThan(0.9);
        Samples fresh = EightGaussians.create().sample(1_000, Rng.of(5));
        double truth = mean(EightGaussians.create().logDensities(fresh));
        assertThat(mean(chosen.logDensities(fresh))).isBetween(truth - 0.15, truth + 0.02);
    }

    @Test
    void drawsAreKernelsOnThePoints() {
        Samples drawn = new KernelDensity(rows(1, -5, 5), 0.1).sample(2_000, Rng.of(6));
        double square = 0;
        int left = 0;
        for (float x : drawn.values()) {
            square += Math.pow(Math.abs(x) - 5, 2) / 2_000;
            left += x < 0 ? 1 : 0;
        }
        assertThat(Math.sqrt(square)).isCloseTo(0.1, within(0.01));
        assertThat(left).isBetween(900, 1_100);
    }

    @Test
    void senselessBandwidthsAreRefused() {
        Samples two = rows(1, 0, 1);
        for (double h : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new KernelDensity(two, h)).isInstanceOf(UsageException.class);
        }
        assertThatThrownBy(() -> KernelDensity.scott(rows(1, 3))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> KernelDensity.scott(rows(1, 3, 3))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> new KernelDensity(two, 1).logDensities(rows(2, 1, 1)))
                .isInstanceOf(UsageException.class);
    }

    private static double normal(double distance, double deviation) {
        return Math.exp(-0.5 * distance * distance / deviation / deviation) / Math.sqrt(2 * Math.PI) / deviation;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static Samples rows(int width, float... values) {
        return new Samples(values, Shape.of(values.length / width, width));
    }
}
