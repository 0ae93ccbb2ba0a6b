package org.energymatching.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.output.Section;
import org.energymatching.data.schema.Schema;
import org.energymatching.metric.table.ColumnValues;
import org.energymatching.metric.table.PairTrends;
import org.energymatching.plot.Panels;
import org.energymatching.plot.Plot;
import org.energymatching.tensor.Shape;

/**
 * Figures of columns of mixed types.
 *
 * @param schema their types
 * @param real rows of data as cells
 * @param made samples as cells
 * @param time the time of the samples, in words
 */
record TypedFigures(Schema schema, List<String[]> real, List<String[]> made, String time) {

    private static final int ACROSS = 3;
    private static final int MOST_COLUMNS = 24;
    private static final int MOST_LEVELS = 4;
    private static final int MOST_PAIRS = 6;
    private static final int POINTS = 600;

    /** A histogram of each column. */
    Section columns() {
        List<ColumnValues> values = ColumnValues.of(schema, List.of(real, made));
        List<Plot> plots = values.stream().limit(MOST_COLUMNS).map(this::plot).toList();
        return Section.of(
                "columns.png",
                "Column by column",
                "Each column of the table, in data that training has not seen and in as many samples: the two should cover one another."
                        + " Levels are numbered as below each picture, days counted from 1970."
                        + (values.size() > MOST_COLUMNS ? " The first " + MOST_COLUMNS + " columns are shown." : ""),
                Panels.grid(Math.min(ACROSS, plots.size()), plots).toPng());
    }

    private Plot plot(ColumnValues column) {
        return Plot.titled(column.name())
                .x(column.isNumber() ? column.name() : levels(schema.names().indexOf(column.name())))
                .histogram(column.present(0), "data")
                .histogram(column.present(1), "samples at t = " + time);
    }

    /** The first levels in the order in which they occur, as they are numbered. */
    private String levels(int place) {
        List<String> levels = Stream.concat(real.stream(), made.stream())
                .map(row -> row[place])
                .distinct()
                .toList();
        return IntStream.range(0, Math.min(MOST_LEVELS, levels.size()))
                        .mapToObj(k -> k + " " + (levels.get(k).isEmpty() ? "missing" : levels.get(k)))
                        .collect(Collectors.joining(", "))
                + (levels.size() > MOST_LEVELS ? ", …" : "");
    }

    /** The pairs of columns of numbers with the strongest correlation; none if there are fewer than two such columns. */
    List<Section> pairs() {
        List<ColumnValues> numbers = ColumnValues.of(schema, List.of(real, made)).stream()
                .filter(ColumnValues::isNumber)
                .toList();
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            for (int j = i + 1; j < numbers.size(); j++) {
                pairs.add(new int[] {i, j});
            }
        }
        List<Plot> plots = pairs.stream()
                .sorted(Comparator.comparingDouble(pair -> -strength(numbers.get(pair[0]), numbers.get(pair[1]))))
                .limit(MOST_PAIRS)
                .map(pair -> scatter(numbers.get(pair[0]), numbers.get(pair[1])))
                .toList();
        return plots.isEmpty()
                ? List.of()
                : List.of(Section.of(
                        "pairs.png",
                        "The strongest pairs",
                        "The pairs of columns of numbers with the strongest correlation in the data. The clouds should have the same shape and the same borders.",
                        Panels.grid(Math.min(ACROSS, plots.size()), plots).toPng()));
    }

    private static Plot scatter(ColumnValues x, ColumnValues y) {
        return Plot.titled(x.name() + " and " + y.name())
                .x(x.name())
                .y(y.name())
                .scatter(points(x.tables()[0], y.tables()[0]), "data")
                .scatter(points(x.tables()[1], y.tables()[1]), "samples");
    }

    private static Samples points(double[] x, double[] y) {
        int[] present = IntStream.range(0, x.length)
                .filter(i -> !Double.isNaN(x[i]) && !Double.isNaN(y[i]))
                .toArray();
        int count = Math.min(POINTS, present.length);
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            values[2 * i] = (float) x[present[i]];
            values[2 * i + 1] = (float) y[present[i]];
        }
        return new Samples(values, Shape.of(count, 2));
    }

    private static double strength(ColumnValues x, ColumnValues y) {
        double r = Math.abs(PairTrends.correlation(x.tables()[0], y.tables()[0]));
        return Double.isNaN(r) ? 0 : r;
    }
}
