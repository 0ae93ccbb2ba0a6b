package org.energymatching.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;

/**
 * The histograms of several sets of energies, one of them the reference that the others are compared with.
 *
 * <p>Sets that lie together share a linear axis. Noise often lies orders of magnitude above the data, though: then the
 * axis is {@linkplain AroundScale linear near the reference} and logarithmic far from it, and all histograms are equally
 * high, for on such an axis a far set is a needle.
 */
final class Energies {

    /** How many units of the reference a linear axis can span with the reference still wide enough to be read. */
    private static final double WIDEST = 12;

    private static final double QUARTILES = 2;

    private Energies() {}

    static Plot of(String reference, Map<String, double[]> sets) {
        double[] central = sets.get(reference);
        if (central == null) {
            throw new UsageException(
                    "There are no energies of \"" + reference + "\".",
                    "The reference is one of the sets: " + String.join(", ", sets.keySet()) + ".",
                    "Name one of them as the reference.");
        }
        Quantiles quantiles = Quantiles.of(central, Scale.LINEAR);
        double unit = QUARTILES * (quantiles.at(0.75) - quantiles.at(0.25));
        List<double[]> all = new ArrayList<>(sets.values());
        boolean near = !(unit > 0) || Binning.of(all, Scale.LINEAR).axis().length() <= WIDEST * unit;
        Plot plot = Plot.titled("Energies").x("V");
        for (Map.Entry<String, double[]> set : sets.entrySet()) {
            Histogram histogram = Histogram.of(set.getValue(), set.getKey());
            plot = plot.with(near ? histogram : histogram.raised());
        }
        return near ? plot : plot.logX(quantiles.at(0.5), unit);
    }
}
