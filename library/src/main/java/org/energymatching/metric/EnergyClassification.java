package org.energymatching.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.condition.Condition;
import org.energymatching.condition.Conditions;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;

/**
 * The accuracy of classification by the energy: how often a conditional potential is lowest at the true class of a row.
 *
 * <pre>ĉ(x) = argmin_c V(x | c)</pre>
 *
 * <p>If exp(-V(x | c)/ε) is the density of each class up to one constant for all, it is Bayes' classifier for equally frequent
 * classes.
 * Losses on gradients alone leave a constant of V undetermined for each class, and then the accuracy is of little use.
 *
 * @param condition the name of the classes
 * @param rows the number of rows with a class
 * @param accuracy the share of them that is classified correctly
 * @param mostFrequent the share of the most frequent class: the accuracy of a constant answer
 */
public record EnergyClassification(String condition, int rows, double accuracy, double mostFrequent) {

    /**
     * By each condition that has classes, with all other conditions unchanged.
     *
     * @param potential V(x | c)
     * @param conditions the fields of c
     * @param x rows with their conditions; rows without a class are not classified
     */
    public static List<EnergyClassification> of(Potential potential, Conditions conditions, Samples x) {
        List<EnergyClassification> all = new ArrayList<>();
        Samples given = x.conditions();
        int offset = 0;
        for (Condition field : conditions.fields()) {
            if (given != null && field instanceof Condition.Categorical classes) {
                int from = offset;
                int[] known = IntStream.range(0, x.rows())
                        .filter(row -> level(given.row(row), from, classes.width()) >= 0)
                        .toArray();
                if (known.length > 0) {
                    all.add(of(potential, classes, from, x.pick(known), given.pick(known)));
                }
            }
            offset += field.width();
        }
        return List.copyOf(all);
    }

    private static EnergyClassification of(
            Potential potential, Condition.Categorical classes, int offset, Samples x, Samples given) {
        int n = x.rows();
        int[] lowest = new int[n];
        double[] least = new double[n];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int level = 0; level < classes.width(); level++) {
            double[] energies = energies(potential, x, replaced(given, offset, classes.width(), level));
            for (int row = 0; row < n; row++) {
                if (energies[row] < least[row]) {
                    least[row] = energies[row];
                    lowest[row] = level;
                }
            }
        }
        int[] counts = new int[classes.width()];
        int right = 0;
        for (int row = 0; row < n; row++) {
            int level = level(given.row(row), offset, classes.width());
            counts[level]++;
            right += lowest[row] == level ? 1 : 0;
        }
        int most = Arrays.stream(counts).max().orElse(0);
        return new EnergyClassification(classes.name(), n, (double) right / n, (double) most / n);
    }

    private static double[] energies(Potential potential, Samples x, Samples given) {
        try (Scope scope = Scope.open()) {
            return potential.given(given.tensor(potential.device())).energies(x);
        }
    }

    /** The class of a row; -1 if it has none. */
    private static int level(float[] row, int offset, int width) {
        return IntStream.range(0, width)
                .filter(k -> row[offset + k] == 1)
                .findFirst()
                .orElse(-1);
    }

    /** All rows with one class set. */
    private static Samples replaced(Samples given, int offset, int width, int level) {
        int k = given.width();
        float[] values = given.values().clone();
        for (int row = 0; row < given.rows(); row++) {
            Arrays.fill(values, row * k + offset, row * k + offset + width, 0);
            values[row * k + offset + level] = 1;
        }
        return new Samples(values, Shape.of(given.rows(), k));
    }
}
