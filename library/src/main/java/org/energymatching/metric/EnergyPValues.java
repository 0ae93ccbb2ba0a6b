package org.energymatching.metric;

import java.util.Arrays;
import org.energymatching.error.UsageException;

/**
 * Conformal p-values of rows by their energy: the share of rows of data whose energy is as high or higher.
 *
 * <pre>
 * p(x) = (1 + #{i : V(x_i) ≥ V(x)}) / (n + 1)          x_i: held-out rows of data
 * </pre>
 *
 * <p>For a row of data P(p ≤ α) ≤ α, so that flagging p ≤ α has a false-alarm rate of at most α (S. Bates et al., "Testing for
 * outliers with conformal p-values", Annals of Statistics 2023).
 */
public final class EnergyPValues {

    private final double[] ascending;

    /** P-values by the energies of held-out rows, at least one. */
    public EnergyPValues(double[] heldOut) {
        if (heldOut.length == 0) {
            throw new UsageException(
                    "No held-out energies were given.",
                    "A p-value is a rank among energies of rows that training has not seen.",
                    "Hold out a share of the rows.");
        }
        this.ascending = heldOut.clone();
        Arrays.sort(ascending);
    }

    /** p of a row of this energy. */
    public double of(double energy) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] >= energy) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return (1.0 + ascending.length - low) / (ascending.length + 1);
    }

    /** The energy above which p ≤ α; infinite where α is below 1/(n + 1). */
    public double threshold(double alpha) {
        int beyond = (int) Math.floor(alpha * (ascending.length + 1)) - 1;
        return beyond < 0 ? Double.POSITIVE_INFINITY : ascending[Math.max(0, ascending.length - 1 - beyond)];
    }
}
