package org.energymatching.cli.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.energymatching.cli.output.TextTable;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.schema.Schema;
import org.energymatching.metric.table.ColumnShapes;
import org.energymatching.metric.table.NearestRecord;
import org.energymatching.metric.table.PairTrends;
import org.energymatching.metric.table.PredictiveUtility;
import org.energymatching.metric.table.TwoSampleTest;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The quality of synthetic rows with columns of mixed types: shapes of columns, trends of pairs, a two-sample test, the use for a
 * prediction, and the nearest records.
 *
 * @param lines samples, data and the mixture, each against held-out rows
 * @param columns the similarity of each column of the samples, the least alike first
 * @param pairs the least alike pairs of columns of the samples
 * @param utility by line; empty where no target was chosen
 */
public record TableQuality(
        List<Line> lines,
        Map<String, Double> columns,
        List<PairTrends.Pair> pairs,
        Map<String, PredictiveUtility> utility) {

    private static final int SHOWN = 5;

    /**
     * The measures of a set of rows.
     *
     * @param name of the set
     * @param shape mean similarity of columns, 1 at best
     * @param trend mean similarity of pairs, 1 at best
     * @param detection 1 where a logistic regression cannot tell the rows from held-out ones, 0 where it always can
     * @param nearest the nearest training and held-out rows
     */
    public record Line(String name, double shape, double trend, double detection, NearestRecord nearest) {}

    /**
     * Compares sets of rows.
     *
     * @param sets by name, the samples first
     * @param training rows that the run has learnt
     * @param heldOut rows that it has not
     * @param target the column to predict, or null
     */
    static TableQuality of(
            Schema schema,
            Map<String, List<String[]>> sets,
            List<String[]> training,
            List<String[]> heldOut,
            @Nullable String target,
            Rng rng) {
        List<Line> lines = new ArrayList<>();
        Map<String, Double> columns = new LinkedHashMap<>();
        List<PairTrends.Pair> pairs = new ArrayList<>();
        Map<String, PredictiveUtility> utility = new LinkedHashMap<>();
        sets.forEach((name, rows) -> {
            ColumnShapes shapes = ColumnShapes.between(schema, heldOut, rows);
            PairTrends trends = PairTrends.between(schema, heldOut, rows);
            if (lines.isEmpty()) {
                shapes.columns().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .forEach(entry -> columns.put(entry.getKey(), entry.getValue()));
                trends.pairs().stream()
                        .sorted(Comparator.comparingDouble(PairTrends.Pair::similarity))
                        .limit(SHOWN)
                        .forEach(pairs::add);
            }
            lines.add(new Line(
                    name,
                    shapes.mean(),
                    trends.mean(),
                    TwoSampleTest.between(schema, heldOut, rows, rng.stream("folds"))
                            .score(),
                    NearestRecord.between(schema, training, heldOut, rows, rng.stream("nearest"))));
            if (target != null) {
                utility.put(name, PredictiveUtility.between(schema, target, training, rows, heldOut));
            }
        });
        return new TableQuality(lines, columns, pairs, utility);
    }

    /** The measures, with a header. */
    public List<List<String>> table() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "shape", "trend", "detection", "nearer to training", "copies"));
        utility.values().stream()
                .findFirst()
                .ifPresent(one -> head.add(
                        one.target() + (one.measure() == PredictiveUtility.Measure.AUROC ? ", AUROC" : ", R²")));
        rows.add(head);
        for (Line line : lines) {
            List<String> row = new ArrayList<>(List.of(
                    line.name(),
                    Numbers.format("%.4f", line.shape()),
                    Numbers.format("%.4f", line.trend()),
                    Numbers.format("%.3f", line.detection()),
                    Numbers.format("%.3f", line.nearest().nearerToTraining()),
                    Numbers.format("%.4f", line.nearest().copies())));
            if (utility.containsKey(line.name())) {
                row.add(Numbers.format("%.4f", utility.get(line.name()).synthetic()));
            }
            rows.add(row);
        }
        return rows;
    }

    /** The meaning of the measures, and the columns that are least alike. */
    public String legend() {
        return "Against held-out rows: shape and trend are the similarity of columns and of pairs of columns, 1 at best; detection is 1"
                + " where a logistic regression cannot tell the rows from held-out ones; half of the rows are nearer to a training row"
                + " than to a held-out one where nothing was memorised; copies are equal to a training row. The least alike columns of"
                + " the samples: "
                + columns.entrySet().stream()
                        .limit(SHOWN)
                        .map(entry -> Numbers.format("%s %.3f", entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "))
                + "; the least alike pairs: "
                + pairs.stream()
                        .map(pair -> Numbers.format("%s and %s %.3f", pair.first(), pair.second(), pair.similarity()))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    String text() {
        return System.lineSeparator() + TextTable.of(table()) + legend();
    }
}
