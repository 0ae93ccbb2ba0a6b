package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.HessianSpectrum;
import org.junit.jupiter.api.Test;

class SpectraTest {

    private static final HessianSpectrum SPECTRUM =
            new HessianSpectrum(new double[][] {{-0.5, 0.2, 10}, {0.5, 20, 30}, {-0.1, 30, 50}});

    /** By rank: means -0.0333…, 16.7333… and 30; the band's ends are the 5 % and 95 % quantiles of the three values. */
    @Test
    void eigenvaluesAreDrawnByRank() {
        Plot plot = Plot.eigenvalues(SPECTRUM, 2);
        Line means = (Line) plot.layers().get(1);
        assertThat(means.xs()).containsExactly(1, 2, 3);
        assertThat(means.ys()[0]).isBetween(-0.034, -0.033);
        assertThat(means.ys()[1]).isBetween(16.73, 16.74);
        assertThat(means.ys()[2]).isEqualTo(30);
        Band band = (Band) plot.layers().get(0);
        assertThat(band.low()[2]).isEqualTo(12);
        assertThat(band.high()[2]).isEqualTo(48);
        assertThat(plot.toSvg()).contains("mean over points", "9 in 10 points", ">τ<");
    }

    /** Below 2 lie two, one and one eigenvalues; thresholds are shown from a hundredth of 2 to 200, where all lie below. */
    @Test
    void dimensionsRiseWithTheThreshold() {
        Line means = (Line) Plot.dimensionByThreshold(SPECTRUM, 2).layers().get(1);
        int middle = means.xs().length / 2;
        assertThat(means.xs()[middle]).isBetween(1.999, 2.001);
        assertThat(means.ys()[middle]).isBetween(4 / 3.0 - 1e-9, 4 / 3.0 + 1e-9);
        assertThat(means.ys()[0]).isZero();
        assertThat(means.ys()[means.ys().length - 1]).isEqualTo(3);
        assertThat(means.ys()).isSorted();
    }

    @Test
    void magnitudesComeFromAllPoints() {
        Histogram histogram =
                (Histogram) Plot.eigenvalueMagnitudes(SPECTRUM, 2).layers().get(0);
        assertThat(histogram.values()).containsExactlyInAnyOrder(0.5, 0.2, 10, 0.5, 20, 30, 0.1, 30, 50);
    }

    @Test
    void aSpectrumOfNoPointsIsRefused() {
        HessianSpectrum empty = new HessianSpectrum(new double[0][]);
        for (Runnable drawing : List.<Runnable>of(
                () -> Plot.eigenvalues(empty, 1),
                () -> Plot.eigenvalueMagnitudes(empty, 1),
                () -> Plot.dimensionByThreshold(empty, 1))) {
            assertThatThrownBy(drawing::run).isInstanceOf(UsageException.class);
        }
    }
}
