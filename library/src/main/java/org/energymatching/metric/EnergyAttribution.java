package org.energymatching.metric;

import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * The part of a row's energy that each of its columns is responsible for: how much the energy falls, on average, when that column is
 * replaced by that of a row of data, as in permutation importance.
 *
 * <pre>
 * a_j(x) = V(x) - 1/K Σ_k V(x with x_j := y_kj)          y_k: rows of data
 * </pre>
 *
 * @param widths the number of numbers of each column, in their order
 * @param reference rows of data, (n, d)
 * @param replacements K
 */
public record EnergyAttribution(int[] widths, Samples reference, int replacements) {

    /** V of rows. */
    @FunctionalInterface
    public interface Energies {
        double[] of(Samples rows);
    }

    /** a of each row, (rows, columns). */
    public double[][] of(Samples rows, Energies energies, Rng rng) {
        double[] whole = energies.of(rows);
        double[][] parts = new double[rows.rows()][widths.length];
        int at = 0;
        for (int column = 0; column < widths.length; column++) {
            if (widths[column] > 0) {
                double[] replaced = energies.of(replaced(rows, at, widths[column], rng.at(column)));
                for (int i = 0; i < parts.length; i++) {
                    int from = i * replacements;
                    parts[i][column] = whole[i]
                            - IntStream.range(from, from + replacements)
                                    .mapToDouble(k -> replaced[k])
                                    .average()
                                    .orElseThrow();
                }
            }
            at += widths[column];
        }
        return parts;
    }

    /** Each row so many times, with the numbers of one column from rows of data. */
    private Samples replaced(Samples rows, int at, int width, Rng rng) {
        int d = rows.width();
        float[] values = new float[Math.multiplyExact(rows.values().length, replacements)];
        int count = Math.multiplyExact(rows.rows(), replacements);
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows.values(), i / replacements * d, values, i * d, d);
            int drawn = rng.at(i).nextInt(reference.rows());
            System.arraycopy(reference.values(), drawn * d + at, values, i * d + at, width);
        }
        return new Samples(values, Shape.of(count, d));
    }
}
