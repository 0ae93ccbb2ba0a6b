package org.energymatching.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class MixtureSelectionTest {

    private static final GaussianMixture THREE = GaussianMixture.round(new double[][] {{-4, 0}, {4, 0}, {0, 5}}, 1);

    @Test
    void asManyGaussiansAreFoundAsThereAre() {
        MixtureSelection found = MixtureSelection.of(THREE.sample(600, Rng.of(1)), Rng.of(2));
        assertThat(found.mixture().components()).as("seed 1: %s", found).hasSize(3);
        assertThat(MixtureSelection.of(gaussian().sample(300, Rng.of(3)), Rng.of(4))
                        .mixture()
                        .components())
                .as("seed 3")
                .hasSize(1);
    }

    /** The likelihood of held-out rows is near that of fresh ones, -entropy less what is lost by fitting. */
    @Test
    void theHeldOutLikelihoodIsThatOfFreshRows() {
        MixtureSelection found = MixtureSelection.of(THREE.sample(600, Rng.of(5)), Rng.of(6));
        double fresh = mean(found.mixture().logDensities(THREE.sample(20_000, Rng.of(7))));
        assertThat(found.heldOut()).as("seed 5").isBetween(fresh - 0.15, fresh + 0.15);
    }

    /** A sixth of 40 columns of a few rows is missing: without shrinkage a full covariance would be nearly singular. */
    @Test
    void fewRowsOfManyColumnsAreShrunkMore() {
        int d = 40;
        GaussianMixture wide = GaussianMixture.round(new double[1][d], 1);
        float[] values = wide.sample(60, Rng.of(8)).values();
        Rng gaps = Rng.of(9);
        for (int at = 0; at < values.length; at++) {
            values[at] = gaps.nextDouble() < 1 / 6.0 ? Float.NaN : values[at];
        }
        Samples rows = new Samples(values, Shape.of(60, d));
        MixtureSelection found = MixtureSelection.of(rows, Rng.of(10));
        assertThat(found.shrinkage()).as("seed 8: %s", found).isEqualTo(10);
        double entropy = 0.5 * d * Math.log(2 * Math.PI * Math.E);
        double loss = -entropy - mean(found.mixture().logDensities(wide.sample(2_000, Rng.of(11))));
        GaussianMixture plain = ExpectationMaximisation.fit(rows, 1, Rng.of(12)).mixture();
        double unshrunk = -entropy - mean(plain.logDensities(wide.sample(2_000, Rng.of(11))));
        assertThat(loss).as("nats lost; %s without selection", unshrunk).isLessThan(unshrunk / 2);
    }

    @Test
    void tooFewRowsAreRefused() {
        assertThatThrownBy(() -> MixtureSelection.of(gaussian().sample(11, Rng.of(1)), Rng.of(1)))
                .isInstanceOf(DataException.class);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Strongly correlated, so that shrinking several Gaussians to round ones costs much. */
    private static Gaussian gaussian() {
        return Gaussian.of(new double[] {1, 2}, new double[] {1, 0.95, 0.95, 1});
    }
}
