package org.energymatching.metric.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.schema.Column;
import org.energymatching.data.schema.ColumnType;
import org.energymatching.data.schema.Schema;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.metric.OutOfDistribution;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Predictive utility of synthetic rows: train on synthetic, test on real (TSTR), beside train on real, test on real.
 *
 * <pre>
 * levels:  AUROC of the test rows of a level against all others; the mean over levels if there are more than two
 * numbers: R² = 1 - Σ (y - ŷ)² / Σ (y - ȳ)² over test rows
 * </pre>
 *
 * <p>Rows with a missing target are left out. A level that the training rows lack has an AUROC of ½. C. Esteban, S. Hyland and G.
 * Rätsch, "Real-valued (medical) time series generation with recurrent conditional GANs", arXiv 1706.02633 (2017).
 *
 * @param target the column that is predicted from all others
 * @param measure of {@code real} and {@code synthetic}
 * @param real trained on real rows
 * @param synthetic trained on synthetic rows
 */
public record PredictiveUtility(String target, Measure measure, double real, double synthetic) {

    /** A measure of predictions. */
    public enum Measure {
        /** The area under the ROC curve, for levels. */
        AUROC,
        /** The coefficient of determination R², for numbers and times. */
        R_SQUARED
    }

    /**
     * With logistic regression for levels and ridge regression for numbers.
     *
     * @param target a column of the schema
     * @param real training rows of cells as written
     * @param synthetic rows of the same schema
     * @param test real rows that are not among the training rows
     * @throws UsageException if there is no such column, it is a constant or an identifier, or there is no other
     * @throws DataException if a cell is not of its column's type, or all test rows have one target
     */
    public static PredictiveUtility between(
            Schema schema, String target, List<String[]> real, List<String[]> synthetic, List<String[]> test) {
        Measure measure = measure(schema.column(target));
        Learner learner = measure == Measure.AUROC ? LogisticRegression::predict : RidgeRegression::predict;
        return new PredictiveUtility(
                target,
                measure,
                score(schema, target, real, test, learner),
                score(schema, target, synthetic, test, learner));
    }

    /** The measure for a column as the target. */
    public static Measure measure(Column target) {
        ColumnType type = target.type();
        if (!type.isLearnt()) {
            throw new UsageException(
                    "Column '" + target.name() + "' is of the type " + type.name() + ".",
                    "A target has numbers, times or levels that other columns predict.",
                    "Choose another column.");
        }
        return type instanceof ColumnType.Bool || type instanceof ColumnType.Categorical
                ? Measure.AUROC
                : Measure.R_SQUARED;
    }

    /** The measure on test rows, with a learner trained on others. */
    public static double score(
            Schema schema, String target, List<String[]> training, List<String[]> test, Learner learner) {
        Measure measure = measure(schema.column(target));
        int place = schema.names().indexOf(target);
        List<ColumnValues> columns =
                new ArrayList<>(ColumnValues.of(schema, List.of(withTarget(training, place), withTarget(test, place))));
        ColumnValues goal = columns.stream()
                .filter(column -> column.name().equals(target))
                .findFirst()
                .orElseThrow();
        columns.remove(goal);
        if (columns.isEmpty()) {
            throw new UsageException(
                    "There is no column beside the target '" + target + "'.",
                    "A target is predicted from other columns.",
                    "Give another column a type with values.");
        }
        LinearFeatures features = LinearFeatures.fit(columns, 0);
        DoubleMatrix x = features.of(0);
        DoubleMatrix ofTest = features.of(1);
        double[] y = goal.tables()[0];
        double[] truth = goal.tables()[1];
        if (Arrays.stream(truth).allMatch(value -> value == truth[0])) {
            throw new DataException(
                    "Column '" + target + "' has one value in all test rows.",
                    "Predictions are tested on rows with different targets.",
                    "Test on more rows, or choose another column.");
        }
        return measure == Measure.AUROC
                ? auroc(x, y, ofTest, truth, goal.levels(), learner)
                : determination(learner.predict(x, y, ofTest), truth);
    }

    private static List<String[]> withTarget(List<String[]> rows, int place) {
        return rows.stream().filter(row -> !CsvCell.isMissing(row[place])).toList();
    }

    /** Of two levels, one is enough: both have the same area. */
    private static double auroc(
            DoubleMatrix x, double[] y, DoubleMatrix test, double[] truth, int levels, Learner learner) {
        double sum = 0;
        int count = 0;
        for (int level = 0; level < (levels == 2 ? 1 : levels); level++) {
            double[] isLevel = isLevel(truth, level);
            if (isVaried(isLevel)) {
                double[] known = isLevel(y, level);
                count++;
                sum += isVaried(known) ? auroc(learner.predict(x, known, test), isLevel) : 0.5;
            }
        }
        return sum / count;
    }

    /** The area under the ROC curve of scores, for classes 0 and 1. */
    public static double auroc(double[] scores, double[] classes) {
        return OutOfDistribution.auroc(of(scores, classes, 0), of(scores, classes, 1));
    }

    private static double[] of(double[] scores, double[] classes, double wanted) {
        double[] found = new double[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (classes[i] == wanted) {
                found[count++] = scores[i];
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static double[] isLevel(double[] levels, int level) {
        return Arrays.stream(levels).map(other -> other == level ? 1 : 0).toArray();
    }

    private static boolean isVaried(double[] classes) {
        double share = Arrays.stream(classes).average().orElse(0);
        return share > 0 && share < 1;
    }

    private static double determination(double[] predicted, double[] truth) {
        double mean = Arrays.stream(truth).average().orElse(0);
        double squares = 0;
        double total = 0;
        for (int i = 0; i < truth.length; i++) {
            squares += (truth[i] - predicted[i]) * (truth[i] - predicted[i]);
            total += (truth[i] - mean) * (truth[i] - mean);
        }
        return 1 - squares / total;
    }
}
