package org.energymatching.cli.design;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.output.Verdict;
import org.energymatching.data.file.Numbers;
import org.energymatching.metric.DesignScores;

/**
 * A line of the table: one method of design, over several seeds.
 *
 * @param name its name
 * @param designs the number of different sequences
 * @param fitness by the oracle
 * @param each the fitness of each seed
 * @param predicted fitness by the predictor that guided the chains
 * @param diversity in letters
 * @param novelty in letters
 */
record DesignLine(
        String name,
        Spread designs,
        Spread fitness,
        double[] each,
        Spread predicted,
        Spread diversity,
        Spread novelty) {

    /** A mean over seeds and the standard deviation of a seed, with n - 1; 0 for a single one. */
    record Spread(double mean, double deviation) {

        static Spread of(double[] values) {
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Spread(mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)));
        }

        String text(int decimals) {
            return Numbers.format("%." + decimals + "f (%." + decimals + "f)", mean, deviation);
        }
    }

    /**
     * The line of some seeds' designs.
     *
     * @param predicted the median fitness by the predictor, one number for each seed
     */
    static DesignLine of(String name, List<DesignScores> seeds, double[] predicted) {
        return new DesignLine(
                name,
                spread(seeds, DesignScores::distinct),
                spread(seeds, DesignScores::fitness),
                seeds.stream().mapToDouble(DesignScores::fitness).toArray(),
                Spread.of(predicted),
                spread(seeds, DesignScores::diversity),
                spread(seeds, DesignScores::novelty));
    }

    private static Spread spread(List<DesignScores> seeds, ToDoubleFunction<DesignScores> number) {
        return Spread.of(seeds.stream().mapToDouble(number).toArray());
    }

    /** This line's fitness against the best of the others, seed by seed; none where there are no others. */
    Optional<Verdict> against(List<DesignLine> all) {
        return all.stream()
                .filter(line -> !line.name.equals(name) && line.each.length == each.length)
                .max(Comparator.comparingDouble(line -> line.fitness.mean()))
                .map(best -> Verdict.byMore("Designs", best.name, "fitness", each, best.each));
    }

    private List<String> cells() {
        return List.of(
                name,
                fitness.text(3),
                diversity.text(2),
                novelty.text(1),
                predicted.text(3),
                Numbers.format("%.0f", designs.mean()));
    }

    /** The cells of lines, with a header. */
    static List<List<String>> rows(List<DesignLine> lines) {
        List<String> head = List.of("", "fitness", "diversity", "novelty", "predicted", "designs");
        return Stream.concat(Stream.of(head), lines.stream().map(DesignLine::cells))
                .toList();
    }

    /** The lines as a text table. */
    static String table(List<DesignLine> lines) {
        return TextTable.of(rows(lines));
    }
}
