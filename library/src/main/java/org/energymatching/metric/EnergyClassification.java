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
 * How often a conditional potential is lowest under the class that a row has.
 *
 * <pre>ĉ(x) = argmin_c V(x | c)</pre>
 *
 * <p>With exp(-V(x | c)/ε) the density of each class up to one constant for all, it is Bayes' classifier of equally frequent classes.
 * Losses on slopes alone leave a constant of V open for each class, and then it says little.
 *
 * @param condition the name of the classes
 * @param rows how many rows had a class
 * @param accuracy the share of them that is right
 * @param mostFrequent the share of the most frequent class: what a constant answer reaches
 */
public record EnergyClassification(String condition, int rows, double accuracy, double mostFrequent) {

    /**
     * By each condition that has classes, all other conditions as they are.
     *
     * @param potential V(x | c)
     * @param conditions what c is
     * @param x rows with their conditions; nothing is classified without
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

    /** The class that a row is given; -1 if none is. */
    private static int level(float[] row, int offset, int width) {
        return IntStream.range(0, width)
                .filter(k -> row[offset + k] == 1)
                .findFirst()
                .orElse(-1);
    }

    /** All rows given one class. */
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
