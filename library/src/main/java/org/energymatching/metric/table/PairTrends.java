package org.energymatching.metric.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.schema.Schema;
import org.energymatching.tensor.Workers;

/**
 * Column pair trends: how similar the dependence of two columns is in real and in synthetic rows, for all pairs.
 *
 * <pre>
 * 1 - ½ |r - s|                    two numbers: Pearson's correlations r of real and s of synthetic rows that have both
 * 1 - ½ Σ_kl |p_kl - q_kl|         else: total variation of contingency tables
 * </pre>
 *
 * <p>Beside levels, numbers are in {@value #BINS} equally wide bins of the real range, closed on the left; the largest real number has
 * a bin of its own with all above it, and so have numbers below the range and missing ones. 1 is best. The mean is the "trend" of
 * the QualityReport of SDMetrics (DataCebo) but for two details: some of its versions bin each side over its own range, and newer ones
 * leave out pairs of weak real dependence.
 *
 * <p>Pairs without a real correlation, for a number is constant, are left out; a synthetic
 * number that is constant has s = 0, where SDMetrics leaves the pair out.
 *
 * @param pairs the similarity of each pair
 * @param mean over pairs; NaN if there is none
 */
public record PairTrends(List<Pair> pairs, double mean) {

    /** The number of bins of a number. */
    public static final int BINS = 10;

    /**
     * Two columns.
     *
     * @param first the name of one
     * @param second the name of the other
     * @param similarity from 0 to 1
     */
    public record Pair(String first, String second, double similarity) {}

    /**
     * Compares all pairs of columns but constants and identifiers.
     *
     * @param real rows of cells as written
     * @param synthetic rows of the same schema
     * @throws org.energymatching.error.DataException if a cell is not of its column's type
     */
    public static PairTrends between(Schema schema, List<String[]> real, List<String[]> synthetic) {
        List<ColumnValues> columns = ColumnValues.of(schema, List.of(real, synthetic));
        List<ColumnValues> binned = columns.stream()
                .map(column -> column.isNumber() ? binned(column) : column)
                .toList();
        List<int[]> places = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            for (int j = i + 1; j < columns.size(); j++) {
                places.add(new int[] {i, j});
            }
        }
        List<Pair> pairs = Workers.common()
                .map(places.size(), number -> {
                    int i = places.get(number)[0];
                    int j = places.get(number)[1];
                    boolean numbers =
                            columns.get(i).isNumber() && columns.get(j).isNumber();
                    return new Pair(
                            columns.get(i).name(),
                            columns.get(j).name(),
                            numbers
                                    ? correlations(columns.get(i), columns.get(j))
                                    : contingencies(binned.get(i), binned.get(j)));
                })
                .stream()
                .filter(pair -> !Double.isNaN(pair.similarity))
                .toList();
        return new PairTrends(
                pairs, pairs.stream().mapToDouble(Pair::similarity).average().orElse(Double.NaN));
    }

    private static double correlations(ColumnValues x, ColumnValues y) {
        double synthetic = correlation(x.tables()[1], y.tables()[1]);
        return 1 - Math.abs(correlation(x.tables()[0], y.tables()[0]) - (Double.isNaN(synthetic) ? 0 : synthetic)) / 2;
    }

    /** Pearson's r over rows with both numbers; NaN if one of them is constant there. */
    public static double correlation(double[] x, double[] y) {
        double n = 0;
        double meanOfX = 0;
        double meanOfY = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i] + y[i])) {
                n++;
                double dx = x[i] - meanOfX;
                double dy = y[i] - meanOfY;
                meanOfX += dx / n;
                meanOfY += dy / n;
                xx += dx * (x[i] - meanOfX);
                yy += dy * (y[i] - meanOfY);
                xy += dx * (y[i] - meanOfY);
            }
        }
        return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }

    private static ColumnValues binned(ColumnValues column) {
        double[] real = column.present(0);
        double low = Arrays.stream(real).min().orElse(0);
        double width = (Arrays.stream(real).max().orElse(0) - low) / BINS;
        double[][] bins = Arrays.stream(column.tables())
                .map(table -> Arrays.stream(table).map(x -> bin(x, low, width)).toArray())
                .toArray(double[][]::new);
        return new ColumnValues(column.name(), BINS + 3, bins);
    }

    /** 0 below the range, 1 to {@value #BINS} in it, then that of its end and above, then that of missing numbers. */
    private static double bin(double x, double low, double width) {
        if (Double.isNaN(x)) {
            return BINS + 2;
        }
        return x < low ? 0 : width == 0 ? BINS + 1 : 1 + Math.min(BINS, Math.floor((x - low) / width));
    }

    private static double contingencies(ColumnValues x, ColumnValues y) {
        Map<Long, Double> differences = new HashMap<>();
        for (int table = 0; table < 2; table++) {
            double[] first = x.tables()[table];
            double[] second = y.tables()[table];
            double share = (table == 0 ? 1.0 : -1.0) / first.length;
            for (int i = 0; i < first.length; i++) {
                differences.merge(((long) first[i]) * y.levels() + (long) second[i], share, Double::sum);
            }
        }
        return 1 - differences.values().stream().mapToDouble(Math::abs).sum() / 2;
    }
}
