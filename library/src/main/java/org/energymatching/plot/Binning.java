package org.energymatching.plot;

import java.util.Arrays;
import java.util.List;

/**
 * One set of equal bins for all histograms of a plot.
 *
 * <p>The bins span the 0.5 % to 99.5 % quantiles of every histogram, or on to its extremes where these lie within a
 * quarter of that span; what lies beyond is counted in the end bins. Their width is the smallest that Freedman and
 * Diaconis (1981) advise for any of the histograms, 2·IQR·n<sup>−1/3</sup>, within 10 to 60 bins. On a logarithmic axis
 * the bins are equally wide in the logarithm, and densities are per decade.
 *
 * @param axis the range of the bins
 * @param count how many
 */
record Binning(Axis axis, int count) {

    private static final double TAIL = 0.005;
    private static final double NEAR = 0.25;
    private static final int FEWEST = 10;
    private static final int MOST = 60;

    /** The bins for all these sets of values. */
    static Binning of(List<double[]> sets, Scale scale) {
        Bounds bounds = new Bounds(scale, Scale.LINEAR);
        double narrowest = Double.POSITIVE_INFINITY;
        for (double[] values : sets) {
            double[] positions = Arrays.stream(values)
                    .filter(scale::shows)
                    .map(scale::forward)
                    .toArray();
            Quantiles quantiles = Quantiles.of(positions, Scale.LINEAR);
            if (quantiles.count() > 0) {
                double low = quantiles.at(TAIL);
                double high = quantiles.at(1 - TAIL);
                double near = NEAR * (high - low);
                bounds.x(scale.inverse(quantiles.at(0) >= low - near ? quantiles.at(0) : low));
                bounds.x(scale.inverse(quantiles.at(1) <= high + near ? quantiles.at(1) : high));
                double width = 2 * (quantiles.at(0.75) - quantiles.at(0.25)) / Math.cbrt(quantiles.count());
                narrowest = width > 0 ? Math.min(narrowest, width) : narrowest;
            }
        }
        Axis axis = bounds.xAxis();
        return new Binning(axis, (int) Math.max(FEWEST, Math.min(MOST, Math.ceil(axis.length() / narrowest))));
    }

    /** The width of a bin, on the axis's scale. */
    double width() {
        return axis.length() / count;
    }

    /** The value at the lower end of a bin. */
    double edge(int bin) {
        return axis.value((double) bin / count);
    }

    /** The densities of the values that the scale can show: times the width of a bin they sum to 1. */
    double[] densities(double[] values) {
        double[] densities = new double[count];
        Quantiles shown = Quantiles.of(values, axis.scale());
        for (double value : values) {
            if (axis.scale().shows(value)) {
                int bin = (int) Math.floor(axis.fraction(value) * count);
                densities[Math.max(0, Math.min(count - 1, bin))] += 1 / (shown.count() * width());
            }
        }
        return densities;
    }

    /** How many values lie beyond the bins. */
    int beyond(double[] values) {
        int beyond = 0;
        for (double value : values) {
            beyond += axis.scale().shows(value) && !axis.contains(value) ? 1 : 0;
        }
        return beyond;
    }
}
