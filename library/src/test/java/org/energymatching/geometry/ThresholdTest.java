package org.energymatching.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.energymatching.data.toy.Manifold;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class ThresholdTest {

    /** Seven flat directions in noise, 13 stiff ones at least 20 times as strong: the threshold lies between them. */
    @Test
    void aGapIsFoundWhereverItLies() {
        Seeds.check(30, random -> {
            double unit = Math.pow(10, random.nextDouble(-6, 6));
            double[][] eigenvalues = new double[50][20];
            for (double[] values : eigenvalues) {
                for (int i = 0; i < 20; i++) {
                    values[i] = i < 7 ? random.nextDouble(-1, 1) * unit : random.nextDouble(20, 60) * unit;
                }
            }
            HessianSpectrum spectrum = new HessianSpectrum(eigenvalues);
            Threshold threshold = Threshold.of(spectrum);
            assertThat(threshold.value()).isBetween(unit, 20 * unit);
            assertThat(threshold.elasticity()).isZero();
            assertThat(threshold.clear()).isTrue();
            assertThat(spectrum.intrinsicDimension(threshold.value()).values()).containsOnly(7);
        });
    }

    @Test
    void onASurfaceWithoutNoiseItCountsItsDimensions() {
        Manifold torus = Manifold.cliffordTorus(3).in(10, 1);
        HessianSpectrum spectrum = HessianSpectrum.of(Hessian.of(torus.potential(10)), torus.sample(30, Rng.of(1)));
        assertThat(spectrum.intrinsicDimension(Threshold.of(spectrum).value()).values())
                .containsOnly(3);
    }

    /** Where the dimension varies from point to point, and the gap is one of density only. */
    @Test
    void aThinningIsFoundToo() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] eigenvalues = new double[100][200];
        for (double[] values : eigenvalues) {
            int flat = random.nextInt(20, 60);
            for (int i = 0; i < 200; i++) {
                values[i] = i < flat ? random.nextDouble(-2, 2) : random.nextDouble(1, 120);
            }
        }
        Threshold threshold = Threshold.of(new HessianSpectrum(eigenvalues));
        assertThat(threshold.value()).isBetween(2.0, 6.0);
        assertThat(threshold.elasticity()).isBetween(0.05, 0.5);
    }

    @Test
    void eigenvaluesThatLieEvenlyAreNotCalledClear() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] eigenvalues = new double[100][200];
        for (double[] values : eigenvalues) {
            for (int i = 0; i < 200; i++) {
                values[i] = random.nextDouble(0, 100);
            }
        }
        Threshold threshold = Threshold.of(new HessianSpectrum(eigenvalues));
        assertThat(threshold.elasticity()).isBetween(0.8, 1.1);
        assertThat(threshold.clear()).isFalse();
    }

    @Test
    void equallyStiffDirectionsHaveNoThreshold() {
        assertThatThrownBy(() -> Threshold.of(new HessianSpectrum(new double[][] {{2, 2, 2.5}, {3, 3, 3}})))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Threshold.of(new HessianSpectrum(new double[][] {{0, 0}, {0, 0}})))
                .isInstanceOf(UsageException.class);
    }
}
