package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

/** P-values are ranks, the false-alarm rate is kept, and the parts of an additive energy are those of its columns. */
class EnergyPValuesTest {

    @Test
    void pIsARankAmongHeldOutEnergies() {
        EnergyPValues values = new EnergyPValues(new double[] {3, 1, 2, 2});
        assertThat(values.of(5)).isEqualTo(1 / 5.0);
        assertThat(values.of(3)).isEqualTo(2 / 5.0);
        assertThat(values.of(2)).isEqualTo(4 / 5.0);
        assertThat(values.of(0)).isEqualTo(1);
        assertThat(values.threshold(0.2)).isEqualTo(3);
        assertThat(values.threshold(0.19)).isInfinite();
        assertThatThrownBy(() -> new EnergyPValues(new double[0])).isInstanceOf(UsageException.class);
    }

    @Test
    void rowsOfDataAreFlaggedAtTheRate() {
        double rate = 0.05;
        int flagged = 0;
        int all = 40_000;
        for (int set = 0; set < 40; set++) {
            Rng rng = Rng.of(7).at(set);
            double[] heldOut = new double[99];
            for (int i = 0; i < heldOut.length; i++) {
                heldOut[i] = rng.nextGaussian();
            }
            EnergyPValues values = new EnergyPValues(heldOut);
            for (int i = 0; i < all / 40; i++) {
                double energy = rng.nextGaussian();
                boolean odd = values.of(energy) <= rate;
                assertThat(odd).isEqualTo(energy > values.threshold(rate));
                flagged += odd ? 1 : 0;
            }
        }
        // The share of a set of 99 has the deviation .0217; the mean of 40 sets .0034.
        assertThat((double) flagged / all).isCloseTo(rate, within(0.012));
    }

    @Test
    void theEnergyIsDividedAmongItsColumns() {
        Samples reference = new Samples(new float[] {0, 1, 1, 0, 1, 1}, Shape.of(2, 3));
        Samples rows = new Samples(new float[] {5, 1, 1}, Shape.of(1, 3));
        EnergyAttribution.Energies squares = x -> {
            double[] energies = new double[x.rows()];
            for (int i = 0; i < x.values().length; i++) {
                energies[i / 3] += (double) x.values()[i] * x.values()[i];
            }
            return energies;
        };
        double[][] parts = new EnergyAttribution(new int[] {1, 0, 2}, reference, 4).of(rows, squares, Rng.of(0));
        assertThat(parts[0][0]).isCloseTo(25, within(1e-9));
        assertThat(parts[0][1]).isZero();
        assertThat(parts[0][2]).isCloseTo(0, within(1e-9));
    }
}
