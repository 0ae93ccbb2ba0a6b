package org.energymatching.baseline;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.density.GaussianMixture;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;

/**
 * Imputation by a mixture of Gaussians: fills missing values by their conditional mean given the known values of the row, or by
 * draws of their conditional distribution; both exact, see {@link org.energymatching.density.ConditionalMixture}.
 *
 * @param prior fitted to training rows, which may have gaps too
 */
public record MixturePosterior(GaussianMixture prior) implements Filling {

    @Override
    public float[] fill(float[] row, boolean[] missing) {
        int known = Filling.requireKnown(row, missing, 0);
        float[] gapped = row.clone();
        for (int j = 0; j < gapped.length; j++) {
            gapped[j] = missing[j] ? Float.NaN : row[j];
        }
        return known == row.length ? gapped : prior.given(gapped).mean();
    }

    /**
     * Rows with their missing values, NaN, drawn: rows iM … iM + M - 1 belong to row i.
     *
     * @param members M
     * @param rng row i uses {@code rng.at(i)}
     */
    public Samples sample(Samples rows, int members, Rng rng) {
        List<Samples> drawn = Workers.common().map(rows.rows(), i -> {
            float[] row = rows.row(i);
            int[] same = new int[members];
            Arrays.fill(same, i);
            boolean gaps = false;
            for (float value : row) {
                gaps |= Float.isNaN(value);
            }
            return gaps ? prior.given(row).sample(members, rng.at(i)) : rows.pick(same);
        });
        return Samples.concat(drawn);
    }
}
