package org.energymatching.cli.anomaly;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.DataException;
import org.energymatching.metric.EnergyAttribution;
import org.energymatching.metric.EnergyPValues;
import org.energymatching.tensor.Rng;

/**
 * The rows of a file by their energy, the highest first.
 *
 * @param rows with their energies
 * @param heldOut how many held-out rows the p-values are of
 * @param threshold the energy from which on rows are flagged
 */
record Anomalies(List<Row> rows, int heldOut, double threshold) {

    static final List<String> COLUMNS = List.of("row", "energy", "p", "flagged", "columns");

    private static final int REPLACEMENTS = 8;
    private static final int NAMED = 3;

    /**
     * A row.
     *
     * @param number its place in the file, from 1
     * @param energy V
     * @param p its p-value
     * @param flagged whether p is at most the false-alarm rate
     * @param columns the columns with the largest parts in the energy, with these parts
     */
    record Row(int number, double energy, double p, boolean flagged, String columns) {}

    static Anomalies of(TrainedRun run, Path data, double rate, long seed) {
        Samples reference = run.data().heldOut();
        if (reference == null || reference.rows() < Math.ceil(1 / rate) - 1) {
            throw new DataException(
                    run.directory() + " holds out " + (reference == null ? 0 : reference.rows()) + " rows.",
                    Numbers.format(
                            "A false-alarm rate of %s takes at least %,.0f rows that training has not seen.",
                            Numbers.brief(rate, 3), Math.ceil(1 / rate) - 1),
                    "Give a larger --rate, or train with a larger data.holdout.");
        }
        Samples rows = run.standardised(data);
        EnergyPValues values = new EnergyPValues(run.energies(reference));
        double[] energies = run.energies(rows);
        int[] widths = run.codec() != null
                ? run.codec().widths()
                : IntStream.range(0, run.width()).map(j -> 1).toArray();
        List<String> names = run.codec() != null ? run.codec().schema().names() : run.columns();
        double[][] parts = new EnergyAttribution(widths, reference, REPLACEMENTS)
                .of(rows, run::energies, Rng.of(seed).stream("anomalies"));
        List<Row> found = IntStream.range(0, energies.length)
                .mapToObj(i -> {
                    double p = values.of(energies[i]);
                    return new Row(i + 1, energies[i], p, p <= rate, named(parts[i], names));
                })
                .sorted(Comparator.comparingDouble(Row::energy).reversed())
                .toList();
        return new Anomalies(found, reference.rows(), values.threshold(rate));
    }

    private static String named(double[] parts, List<String> names) {
        return IntStream.range(0, parts.length)
                .filter(j -> parts[j] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -parts[j]))
                .limit(NAMED)
                .map(j -> names.get(j) + " " + Numbers.brief(parts[j], 3))
                .collect(Collectors.joining("; "));
    }

    /** How many are flagged. */
    long flagged() {
        return rows.stream().filter(Row::flagged).count();
    }

    /** The cells of a table with {@link #COLUMNS}. */
    List<String[]> cells() {
        return rows.stream()
                .map(row -> new String[] {
                    Integer.toString(row.number()),
                    Numbers.brief(row.energy(), 6),
                    Numbers.brief(row.p(), 4),
                    row.flagged() ? "yes" : "no",
                    row.columns()
                })
                .toList();
    }
}
