package org.energymatching.metric;

import java.util.Arrays;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * Out-of-distribution detection by the energy: the area under the ROC curve of foreign points against points of the distribution.
 *
 * <pre>AUROC = P(V(foreign) &gt; V(inside)) + ½ P(V(foreign) = V(inside))</pre>
 *
 * <p>The probabilities are over all pairs; they are computed by ranks, in the time of sorting. 1 is perfect, ½ is chance,
 * and less than ½ means that foreign points have the lower energy. Energies may be infinite (a chain that diverged), and
 * any increasing function of them has the same area.
 *
 * <p>H. Mann and D. Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
 * Annals of Mathematical Statistics 18 (1947).
 */
public final class OutOfDistribution {

    private OutOfDistribution() {}

    /**
     * The area from the energies inside, which should be low, and of foreign points, which should be high.
     *
     * @throws UsageException if a side is empty
     * @throws DataException if an energy is NaN
     */
    public static double auroc(double[] inside, double[] foreign) {
        double[] low = sorted(inside, "inside");
        double[] high = sorted(foreign, "foreign");
        double pairs = 0;
        int below = 0;
        int notAbove = 0;
        for (double energy : high) {
            while (below < low.length && low[below] < energy) {
                below++;
            }
            while (notAbove < low.length && low[notAbove] <= energy) {
                notAbove++;
            }
            pairs += (below + notAbove) / 2.0;
        }
        return pairs / low.length / high.length;
    }

    private static double[] sorted(double[] energies, String which) {
        if (energies.length == 0) {
            throw new UsageException(
                    "There are no energies of the " + which + " points.",
                    "Both sides have at least one energy.",
                    "Pass the energies of points inside and of foreign points.");
        }
        for (int i = 0; i < energies.length; i++) {
            if (Double.isNaN(energies[i])) {
                throw new DataException(
                        "Energy " + i + " of the " + which + " points is NaN.",
                        "Every energy is a number; infinity is allowed.",
                        "Find out where the potential's computation broke down.");
            }
        }
        double[] sorted = energies.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
