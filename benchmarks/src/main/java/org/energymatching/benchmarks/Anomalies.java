package org.energymatching.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.KernelDensity;
import org.energymatching.density.MixtureSelection;
import org.energymatching.metric.OutOfDistribution;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Anomaly detection by densities: {@code anomalies FOLDER [--shuffle] [part of a set's name]}: AUROC in % on each set of 1,000 rows
 * or more, of the protocol of V. Livernoche, V. Jain, Y. Hezaveh and S. Ravanbakhsh, "On diffusion modeling for anomaly
 * detection" (2024), whose training rows are the first half of the normal ones in the order of the file. With {@code --shuffle}
 * their order is drawn, by the seeds 0 to 4, and the means are given.
 */
final class Anomalies {

    private static final int FEWEST_ROWS = 1000;
    private static final int SHUFFLES = 5;
    private static final int NEIGHBOURS = 5;
    private static final int LOCAL_NEIGHBOURS = 10;

    /** Smoothing of the mixture in standardised units, and of its marginals. */
    private static final double SIGMA = 0.5;

    private static final double MARGINAL_SIGMA = 0.1;

    private Anomalies() {}

    /** Arguments: the folder of the sets, {@code --shuffle}, and a part of a set's name. */
    public static void main(String[] args) {
        boolean shuffle = Arrays.asList(args).contains("--shuffle");
        String part = Arrays.stream(args)
                .skip(1)
                .filter(arg -> !arg.startsWith("--"))
                .findFirst()
                .orElse("");
        Map<String, double[]> sums = new LinkedHashMap<>();
        int sets = 0;
        for (Path file : files(Path.of(args[0]), part)) {
            AnomalySet first = AnomalySet.read(file, shuffle ? 0 : -1);
            if (first.training().rows()
                            + first.normal().rows()
                            + first.anomalies().rows()
                    < FEWEST_ROWS) {
                continue;
            }
            Map<String, double[]> rows = new LinkedHashMap<>();
            int repeats = shuffle ? SHUFFLES : 1;
            for (int seed = 0; seed < repeats; seed++) {
                of(seed == 0 ? first : AnomalySet.read(file, seed))
                        .forEach((method, row) ->
                                rows.merge(method, new double[] {row[0] / repeats, row[1] / repeats}, Anomalies::plus));
            }
            say(
                    "%n%s: trained on %d rows of %d",
                    file.getFileName(),
                    first.training().rows(),
                    first.training().width());
            rows.forEach((method, row) -> {
                say("  %-36s %6.2f %8.1f s", method, row[0], row[1]);
                sums.merge(method, row, Anomalies::plus);
            });
            sets++;
        }
        say("%nmeans of %d sets", sets);
        for (Map.Entry<String, double[]> row : sums.entrySet()) {
            say("  %-36s %6.2f %8.1f s", row.getKey(), row.getValue()[0] / sets, row.getValue()[1] / sets);
        }
    }

    private static List<Path> files(Path folder, String part) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file ->
                            file.toString().endsWith(".npz") && file.toString().contains(part))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** AUROC in % and seconds by method. */
    private static Map<String, double[]> of(AnomalySet set) {
        Map<String, double[]> found = new LinkedHashMap<>();
        Samples x = Samples.concat(List.of(set.normal(), set.anomalies()));
        int normal = set.normal().rows();
        long start = System.nanoTime();
        Neighbours five = Neighbours.of(x, set.training(), NEIGHBOURS);
        double[] fifth = five.distance(NEIGHBOURS);
        add(found, "neighbour 5", fifth, normal, start);

        start = System.nanoTime();
        Neighbours ten = Neighbours.of(x, set.training(), LOCAL_NEIGHBOURS);
        double[] around =
                ten.meanOf(Neighbours.among(set.training(), LOCAL_NEIGHBOURS).logMean());
        double[] relative = ten.logMean();
        Arrays.setAll(relative, i -> relative[i] - around[i]);
        add(found, "relative distance, 10 neighbours", relative, normal, start);

        start = System.nanoTime();
        double[] kernels = energies(KernelDensity.crossValidated(set.training(), 500), x);
        add(found, "kernel density", kernels, normal, start);

        start = System.nanoTime();
        MixtureSelection selection = MixtureSelection.of(set.training(), Rng.of(1));
        say("  # %s, shrinkage %s, held out %.2f", selection.mixture(), selection.shrinkage(), selection.heldOut());
        GaussianMixture mixture = selection.mixture();
        double[] plain = energies(mixture, x);
        add(found, "mixture", plain, normal, start);
        double[] smoothed = energies(mixture.smoothed(SIGMA), x);
        add(found, "mixture smoothed by 0.5", smoothed, normal, start);
        start = System.nanoTime();
        add(
                found,
                "V over the mixture",
                LearntResidual.fit(set.training(), mixture).energies(x),
                normal,
                start);
        start = System.nanoTime();
        add(
                found,
                "V over the smoothed mixture",
                LearntResidual.fit(set.training(), mixture.smoothed(SIGMA)).energies(x),
                normal,
                start);
        double[] marginals = marginals(mixture.smoothed(MARGINAL_SIGMA), x);
        add(found, "mixture's marginals", marginals, normal, start);

        start = System.nanoTime();
        ColumnQuantiles quantiles = ColumnQuantiles.fit(set.training());
        GaussianMixture normalised =
                MixtureSelection.of(quantiles.apply(set.training()), Rng.of(1)).mixture();
        double[] inQuantiles = energies(normalised, quantiles.apply(x));
        add(found, "mixture of quantiles", inQuantiles, normal, start);
        add(
                found,
                "mixture of quantiles, smoothed",
                energies(normalised.smoothed(SIGMA), quantiles.apply(x)),
                normal,
                start);

        add(found, "ranks: smoothed, marginals", ranks(smoothed, marginals), normal, start);
        add(found, "ranks: kernels, marginals", ranks(kernels, marginals), normal, start);
        add(found, "ranks: neighbour 5, marginals", ranks(fifth, marginals), normal, start);
        add(found, "ranks: smoothed, relative, marginals", ranks(smoothed, relative, marginals), normal, start);
        add(found, "ranks: neighbour 5, relative, marginals", ranks(fifth, relative, marginals), normal, start);
        return found;
    }

    private static double[] energies(Density density, Samples x) {
        return Arrays.stream(density.logDensities(x)).map(l -> -l).toArray();
    }

    /** -Σ_j log q_j(x_j). */
    private static double[] marginals(GaussianMixture mixture, Samples x) {
        double[] sums = new double[x.rows()];
        for (int j = 0; j < x.width(); j++) {
            double[] logs = mixture.marginal(j).logDensities(column(x, j));
            Arrays.setAll(sums, i -> sums[i] - logs[i]);
        }
        return sums;
    }

    private static Samples column(Samples x, int j) {
        float[] values = new float[x.rows()];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.values()[i * x.width() + j];
        }
        return new Samples(values, Shape.of(values.length, 1));
    }

    /** The sum over methods of a row's rank among all test rows; equal numbers have their mean rank. */
    private static double[] ranks(double[]... methods) {
        double[] sums = new double[methods[0].length];
        for (double[] energies : methods) {
            double[] sorted = energies.clone();
            Arrays.sort(sorted);
            Map<Double, double[]> ranks = new HashMap<>();
            for (int i = 0; i < sorted.length; i++) {
                double[] rank = ranks.computeIfAbsent(sorted[i], value -> new double[2]);
                rank[0] += i;
                rank[1]++;
            }
            for (int i = 0; i < sums.length; i++) {
                double[] rank = ranks.getOrDefault(energies[i], new double[] {0, 1});
                sums[i] += rank[0] / rank[1];
            }
        }
        return sums;
    }

    private static void add(Map<String, double[]> found, String method, double[] energies, int normal, long start) {
        double[] anomalies = Arrays.copyOfRange(energies, normal, energies.length);
        double auroc = OutOfDistribution.auroc(Arrays.copyOf(energies, normal), anomalies);
        found.put(method, new double[] {100 * auroc, (System.nanoTime() - start) / 1e9});
    }

    private static double[] plus(double[] a, double[] b) {
        return new double[] {a[0] + b[0], a[1] + b[1]};
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
