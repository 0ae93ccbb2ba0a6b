package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.EpochOrder;
import org.energymatching.data.schema.CellRows;
import org.energymatching.data.schema.Schema;
import org.energymatching.error.UsageException;
import org.energymatching.metric.table.ColumnShapes;
import org.energymatching.metric.table.Learner;
import org.energymatching.metric.table.NearestRecord;
import org.energymatching.metric.table.PairTrends;
import org.energymatching.metric.table.PredictiveUtility;
import org.energymatching.metric.table.TwoSampleTest;
import org.energymatching.tensor.Rng;

/**
 * Quality of a synthetic table by the protocol of published benchmarks: {@code table-quality TRAIN.csv TEST.csv SYNTHETIC.csv --target
 * COLUMN}. Beside it the same for the training rows themselves, and for those with each column in an order of its own.
 *
 * <p>Shape and trend as in SDMetrics' QualityReport; C2ST: detection scores against the training rows with XGBoost and logistic
 * regression, 1 if they cannot be separated; MLE: XGBoost trained on the table, AUROC or RMSE on the test rows; DCR: the share of rows
 * nearer to training rows than to test rows..
 */
final class TableQuality {

    private TableQuality() {}

    /** Arguments: training rows, test rows, synthetic rows, --target and the name of its column. */
    public static void main(String[] args) {
        if (args.length != 5 || !args[3].equals("--target")) {
            throw new UsageException(
                    "The arguments are " + List.of(args) + ".",
                    "They are TRAIN.csv TEST.csv SYNTHETIC.csv --target COLUMN.",
                    "Name three tables and a column.");
        }
        Schema schema = Schema.of(Path.of(args[0]));
        List<String[]> training = read(args[0], schema);
        List<String[]> test = read(args[1], schema);
        schema.column(args[4]);
        say(
                "%-22s %7s %7s %9s %9s %9s %7s %8s",
                "", "shape", "trend", "C2ST XGB", "C2ST LR", measure(schema, args[4]), "DCR", "copies");
        judge("synthetic", schema, args[4], training, test, read(args[2], schema));
        judge("columns shuffled", schema, args[4], training, test, shuffled(training, Rng.of(0)));
        say("%-22s %47.4f", "training rows", use(schema, args[4], training, test));
    }

    private static List<String[]> read(String file, Schema schema) {
        List<String[]> rows = new ArrayList<>();
        CellRows.read(Path.of(file), names -> {
            if (!names.equals(schema.names())) {
                throw new UsageException(
                        file + " has the columns " + names + ".",
                        "Those of the training rows are " + schema.names() + ".",
                        "Write the same columns in the same order.");
            }
            return (line, cells) -> rows.add(cells.toArray(String[]::new));
        });
        return rows;
    }

    private static String measure(Schema schema, String target) {
        return isLevels(schema, target) ? "MLE AUROC" : "MLE RMSE";
    }

    private static boolean isLevels(Schema schema, String target) {
        return PredictiveUtility.measure(schema.column(target)) == PredictiveUtility.Measure.AUROC;
    }

    private static void judge(
            String name,
            Schema schema,
            String target,
            List<String[]> training,
            List<String[]> test,
            List<String[]> rows) {
        NearestRecord nearest = NearestRecord.between(schema, training, test, rows, Rng.of(0).stream("nearest"));
        Rng folds = Rng.of(0).stream("folds");
        say(
                "%-22s %7.4f %7.4f %9.4f %9.4f %9.4f %7.4f %8.4f",
                name,
                ColumnShapes.between(schema, training, rows).mean(),
                PairTrends.between(schema, training, rows).mean(),
                TwoSampleTest.between(schema, training, rows, BoostedTrees::classify, folds)
                        .score(),
                TwoSampleTest.between(schema, training, rows, folds).score(),
                use(schema, target, rows, test),
                nearest.nearerToTraining(),
                nearest.copies());
    }

    /** AUROC, or RMSE = √((1 - R²) variance of the test rows). */
    private static double use(Schema schema, String target, List<String[]> rows, List<String[]> test) {
        boolean levels = isLevels(schema, target);
        Learner learner = levels ? BoostedTrees::tunedClassify : BoostedTrees::tunedRegress;
        double score = PredictiveUtility.score(schema, target, rows, test, learner);
        if (levels) {
            return score;
        }
        int place = schema.names().indexOf(target);
        double[] truth = test.stream()
                .mapToDouble(row -> CsvCell.number(row[place], false))
                .filter(Double::isFinite)
                .toArray();
        double mean = Arrays.stream(truth).average().orElseThrow();
        double variance =
                Arrays.stream(truth).map(y -> (y - mean) * (y - mean)).average().orElseThrow();
        return Math.sqrt((1 - score) * variance);
    }

    private static List<String[]> shuffled(List<String[]> rows, Rng rng) {
        List<String[]> copies = rows.stream().map(String[]::clone).toList();
        for (int j = 0; j < rows.get(0).length; j++) {
            int[] order = EpochOrder.rows(rows.size(), 0, rows.size(), rng.at(j));
            for (int i = 0; i < order.length; i++) {
                copies.get(i)[j] = rows.get(order[i])[j];
            }
        }
        return copies;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
