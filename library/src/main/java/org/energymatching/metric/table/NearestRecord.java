package org.energymatching.metric.table;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.energymatching.data.file.EpochOrder;
import org.energymatching.data.schema.Schema;
import org.energymatching.metric.DesignScores;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;

/**
 * Distance to the closest record (DCR), a check of privacy: whether synthetic rows are nearer to training rows than to held-out ones.
 *
 * <pre>
 * d(x, y) = mean over columns of |x_j - y_j| / range_j     numbers and times; range of the training rows
 *                             or [x_j ≠ y_j]               levels; missing against present is 1, against missing 0
 * </pre>
 *
 * <p>Neighbours are sought among equally many rows of either kind, drawn at random, at most {@value #MOST_ROWS}, for as many synthetic
 * rows; copies among all rows. The time grows with the product of both. J. Gower, "A general coefficient of similarity and some of its properties", Biometrics 27 (1971).
 *
 * @param nearerToTraining the share of synthetic rows nearer to a training row than to a held-out one, ties counted half; ½ is ideal
 * @param toTraining the median distance of a synthetic row to the nearest training row
 * @param toHeldOut the median distance of a synthetic row to the nearest held-out row
 * @param copies the share of synthetic rows that are equal to a training row
 * @param copiesHeldOut the share of held-out rows that are: copies beyond this share are memorised
 */
public record NearestRecord(
        double nearerToTraining, double toTraining, double toHeldOut, double copies, double copiesHeldOut) {

    /** The largest number of rows of each kind. */
    public static final int MOST_ROWS = 5000;

    private static final int BLOCK = 64;

    /**
     * Compares rows in all columns but constants and identifiers.
     *
     * @param training rows of cells as written
     * @param heldOut real rows that were not trained on
     * @param synthetic rows of the same schema
     * @param rng of the rows that are drawn
     * @throws org.energymatching.error.DataException if a cell is not of its column's type
     */
    public static NearestRecord between(
            Schema schema, List<String[]> training, List<String[]> heldOut, List<String[]> synthetic, Rng rng) {
        List<ColumnValues> columns = ColumnValues.of(schema, List.of(training, heldOut, synthetic));
        int neighbours = Math.min(MOST_ROWS, Math.min(training.size(), heldOut.size()));
        double[][] known = rows(columns, 0, neighbours, rng.stream("training"));
        double[][] unknown = rows(columns, 1, neighbours, rng.stream("held-out"));
        double[][] made = rows(columns, 2, Math.min(MOST_ROWS, synthetic.size()), rng.stream("synthetic"));
        boolean[] isNumber = new boolean[columns.size()];
        for (int j = 0; j < isNumber.length; j++) {
            isNumber[j] = columns.get(j).isNumber();
        }
        double[] near = nearest(made, known, isNumber);
        double[] far = nearest(made, unknown, isNumber);
        double nearer = IntStream.range(0, made.length)
                .mapToDouble(i -> near[i] < far[i] ? 1 : near[i] == far[i] ? 0.5 : 0)
                .average()
                .orElse(Double.NaN);
        Set<List<Double>> originals = new HashSet<>(cells(columns, 0));
        return new NearestRecord(
                nearer,
                DesignScores.median(near),
                DesignScores.median(far),
                share(cells(columns, 2), originals),
                share(cells(columns, 1), originals));
    }

    /** Rows drawn without replacement, with numbers in units of the training rows' range. */
    private static double[][] rows(List<ColumnValues> columns, int table, int count, Rng rng) {
        int[] drawn = EpochOrder.rows(columns.get(0).tables()[table].length, 0, count, rng);
        double[][] rows = new double[count][columns.size()];
        for (int j = 0; j < columns.size(); j++) {
            ColumnValues column = columns.get(j);
            double[] training = column.present(0);
            double range = Arrays.stream(training).max().orElse(0)
                    - Arrays.stream(training).min().orElse(0);
            double unit = column.isNumber() && range > 0 ? range : 1;
            for (int i = 0; i < count; i++) {
                rows[i][j] = column.tables()[table][drawn[i]] / unit;
            }
        }
        return rows;
    }

    /** The distance of each row to the nearest other row. */
    private static double[] nearest(double[][] rows, double[][] others, boolean[] isNumber) {
        double[] nearest = new double[rows.length];
        Workers.common().map((rows.length + BLOCK - 1) / BLOCK, block -> {
            for (int i = block * BLOCK; i < Math.min(rows.length, (block + 1) * BLOCK); i++) {
                double least = Double.POSITIVE_INFINITY;
                for (double[] other : others) {
                    least = Math.min(least, sum(rows[i], other, isNumber, least));
                }
                nearest[i] = least / isNumber.length;
            }
            return block;
        });
        return nearest;
    }

    /** The sum over columns, or over some of them if it is not below the limit. */
    private static double sum(double[] x, double[] y, boolean[] isNumber, double limit) {
        double sum = 0;
        for (int j = 0; j < x.length && sum < limit; j++) {
            double gap = Math.abs(x[j] - y[j]);
            if (Double.isNaN(gap)) {
                sum += Double.isNaN(x[j]) && Double.isNaN(y[j]) ? 0 : 1;
            } else {
                sum += isNumber[j] ? gap : Math.min(1, gap);
            }
        }
        return sum;
    }

    private static List<List<Double>> cells(List<ColumnValues> columns, int table) {
        return IntStream.range(0, columns.get(0).tables()[table].length)
                .mapToObj(i -> columns.stream()
                        .map(column -> column.tables()[table][i] + 0.0) // one zero
                        .toList())
                .toList();
    }

    private static double share(List<List<Double>> rows, Set<List<Double>> originals) {
        return rows.stream()
                .mapToInt(row -> originals.contains(row) ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }
}
