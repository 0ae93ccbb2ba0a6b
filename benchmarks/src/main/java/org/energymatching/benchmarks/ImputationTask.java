package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.Split;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.schema.CellRows;
import org.energymatching.data.schema.Schema;
import org.energymatching.metric.IntervalCoverage;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Training rows of which a fifth of the cells were hidden completely at random, but for the outcome's.
 *
 * @param schema of the columns; the outcome is the last
 * @param gapped cells, with empty ones in the place of hidden ones
 * @param whole the same cells before
 */
record ImputationTask(Schema schema, List<String[]> gapped, List<String[]> whole) {

    private static final double TEST_SHARE = 0.2;
    private static final double HIDDEN_SHARE = 0.2;

    /** Imputations that MinMAE and AvgMAE are of. */
    static final int IMPUTATIONS = 5;

    /** The columns of a file but for those left out, with the outcome as the last; eight tenths of its rows are trained on. */
    static ImputationTask of(Path file, String outcome, List<String> without, int repeat) {
        Schema all = Schema.of(file);
        List<String> names = all.names();
        int[] order = IntStream.concat(
                        IntStream.range(0, names.size())
                                .filter(j -> !names.get(j).equals(outcome) && !without.contains(names.get(j))),
                        IntStream.of(names.indexOf(outcome)))
                .toArray();
        Schema schema =
                new Schema(Arrays.stream(order).mapToObj(all.columns()::get).toList(), all.rows());
        List<String[]> rows = CellRows.all(file);
        Rng rng = Rng.of(repeat);
        List<String[]> whole = new ArrayList<>();
        List<String[]> gapped = new ArrayList<>();
        for (int i : Split.rows(rows.size(), TEST_SHARE, rng.stream("test")).training()) {
            String[] row =
                    Arrays.stream(order).mapToObj(j -> rows.get(i)[j].strip()).toArray(String[]::new);
            Rng hidden = rng.stream("hidden").at(i);
            String[] left = row.clone();
            int features = row.length - 1;
            int gone = 0;
            for (int j = 0; j < features; j++) {
                if (hidden.nextDouble() < HIDDEN_SHARE) {
                    left[j] = "";
                    gone++;
                }
            }
            if (gone < features) {
                whole.add(row);
                gapped.add(left);
            }
        }
        return new ImputationTask(schema, gapped, whole);
    }

    /** Whether a cell was hidden, and its value is known. */
    boolean isHidden(int i, int j) {
        return gapped.get(i)[j].isEmpty() && !CsvCell.isMissing(whole.get(i)[j]);
    }

    /** The numbers of the features; NaN where they are missing. */
    static double number(String cell) {
        return CsvCell.isMissing(cell) ? Double.NaN : Double.parseDouble(cell);
    }

    /**
     * Errors in min-max scaled units, per hidden cell.
     *
     * @param minimum of the best of five imputations of each row
     * @param average mean of five imputations
     * @param ofMean the mean of all imputations
     * @param ofMedian the median of all imputations
     * @param coverage of 90 % intervals; NaN without an ensemble
     */
    record Score(double minimum, double average, double ofMean, double ofMedian, double coverage) {
        double[] values() {
            return new double[] {minimum, average, ofMean, ofMedian, coverage};
        }
    }

    /** The score of imputations [row][member][column]. */
    Score score(double[][][] imputed) {
        int features = schema.columns().size() - 1;
        double[] low = new double[features];
        double[] range = new double[features];
        for (int j = 0; j < features; j++) {
            int column = j;
            double[] values = whole.stream()
                    .mapToDouble(row -> number(row[column]))
                    .filter(v -> !Double.isNaN(v))
                    .toArray();
            low[j] = Arrays.stream(values).min().orElseThrow();
            double high = Arrays.stream(values).max().orElseThrow();
            range[j] = high > low[j] ? high - low[j] : 1;
        }
        int members = imputed[0].length;
        double[] sums = new double[4];
        List<Float> truths = new ArrayList<>();
        List<Float> drawn = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            double[] errors = new double[Math.min(members, IMPUTATIONS)];
            for (int j = 0; j < features; j++) {
                if (isHidden(i, j)) {
                    int row = i;
                    int column = j;
                    double truth = number(whole.get(i)[j]);
                    double[] values = IntStream.range(0, members)
                            .mapToDouble(m -> imputed[row][m][column])
                            .toArray();
                    for (int m = 0; m < errors.length; m++) {
                        errors[m] += Math.abs(values[m] - truth) / range[j];
                    }
                    sums[2] += Math.abs(Arrays.stream(values).average().orElseThrow() - truth) / range[j];
                    truths.add((float) (truth / range[j]));
                    Arrays.stream(values).forEach(v -> drawn.add((float) (v / range[column])));
                    Arrays.sort(values);
                    double median = (values[members / 2] + values[(members - 1) / 2]) / 2;
                    sums[3] += Math.abs(median - truth) / range[j];
                }
            }
            sums[0] += Arrays.stream(errors).min().orElseThrow();
            sums[1] += Arrays.stream(errors).average().orElseThrow();
        }
        int n = truths.size();
        double coverage = members == 1
                ? Double.NaN
                : IntervalCoverage.of(column(drawn), column(truths), 0.9).covered();
        return new Score(sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n, coverage);
    }

    private static Samples column(List<Float> values) {
        float[] all = new float[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i);
        }
        return new Samples(all, Shape.of(all.length, 1));
    }
}
