package org.energymatching.cli.impute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.ConditionalSampler;
import org.energymatching.sampling.Sampler;

/**
 * Draws of the missing cells of a table.
 *
 * @param table the table
 * @param rows the indices of its incomplete rows
 * @param drawn the cells of all draws of the first of them, then those of the second, …
 * @param draws how many for each row
 * @param effective the effective number of candidates of each row
 */
record Imputation(GappyTable table, int[] rows, List<String[]> drawn, int draws, double[] effective) {

    static final List<String> COLUMNS = List.of("row", "column", "estimate", "low", "high", "deviation", "probability");

    static Imputation of(GappyTable table, int draws, double time, long seed, Console console) {
        int[] rows = table.encoded().incomplete();
        if (rows.length == 0) {
            return new Imputation(table, rows, List.of(), draws, new double[0]);
        }
        TrainedRun run = table.run();
        double step = Math.min(run.config().sampling().step(), time);
        Sampler chains = time == 0 ? null : Experiment.sampler(run.config(), time, step);
        ConditionalSampler sampler = run.conditional(chains, draws);
        Samples observed = table.encoded().pick(rows);
        int blocks = chains == null
                ? 1
                : chains.blocks(Target.of(run.potential()).conditionedOn(observed, draws), rows.length * draws);
        try (Progress progress = console.progress("imputing", blocks)) {
            ConditionalSampler.Draws found = sampler.sample(observed, seed, progress.counting("blocks of chains"));
            return new Imputation(table, rows, table.decoded(found.rows()), draws, found.effective());
        }
    }

    /** The table with draw k in its missing cells. */
    List<String[]> completed(int k) {
        List<String[]> all = new ArrayList<>(table.cells());
        for (int i = 0; i < rows.length; i++) {
            String[] row = table.cells().get(rows[i]).clone();
            for (int j = 0; j < row.length; j++) {
                row[j] = table.isMissing(rows[i], j) ? drawn.get(i * draws + k)[j] : row[j];
            }
            all.set(rows[i], row);
        }
        return all;
    }

    /** The number of missing cells. */
    long missing() {
        return IntStream.of(rows)
                .mapToLong(i -> IntStream.range(0, table.columns().size())
                        .filter(j -> table.isMissing(i, j))
                        .count())
                .sum();
    }

    /** The median over rows. */
    double medianEffective() {
        return effective.length == 0
                ? 0
                : Arrays.stream(effective)
                        .sorted()
                        .skip(effective.length / 2)
                        .findFirst()
                        .orElseThrow();
    }

    /**
     * A line for each missing cell. Of a number: the median, the interval and the deviation of its draws; of words and dates: the most
     * frequent and its share.
     */
    List<String[]> cells(double level) {
        List<String[]> lines = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < table.columns().size(); j++) {
                if (table.isMissing(rows[i], j)) {
                    lines.add(line(i, j, level));
                }
            }
        }
        return lines;
    }

    private String[] line(int i, int column, double level) {
        List<String> values = IntStream.range(i * draws, (i + 1) * draws)
                .mapToObj(k -> drawn.get(k)[column])
                .toList();
        String row = Integer.toString(rows[i] + 1);
        String name = table.columns().get(column);
        List<String> ascending = values.stream()
                .filter(cell -> CsvCell.isNumber(cell, false))
                .sorted(Comparator.comparingDouble(cell -> CsvCell.number(cell, false)))
                .toList();
        if (ascending.size() == draws) {
            return new String[] {
                row,
                name,
                quantile(ascending, 0.5),
                quantile(ascending, (1 - level) / 2),
                quantile(ascending, (1 + level) / 2),
                Numbers.brief(deviation(ascending), 4),
                ""
            };
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        Map.Entry<String, Integer> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        return new String[] {row, name, most.getKey(), "", "", "", Numbers.brief((double) most.getValue() / draws, 3)};
    }

    /** The nearest order statistic, as it is written. */
    private static String quantile(List<String> ascending, double q) {
        return ascending.get((int) Math.round(q * (ascending.size() - 1)));
    }

    private static double deviation(List<String> cells) {
        double[] numbers =
                cells.stream().mapToDouble(cell -> CsvCell.number(cell, false)).toArray();
        double mean = Arrays.stream(numbers).average().orElseThrow();
        double squares =
                Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / Math.max(1, numbers.length - 1));
    }
}
