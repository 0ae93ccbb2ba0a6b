package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.energymatching.benchmarks.KnownSystem.Observable;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Npy;
import org.energymatching.data.file.Permutation;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.Table;
import org.energymatching.density.AnnealedImportance;
import org.energymatching.density.LogPartition;
import org.energymatching.tensor.Rng;

/**
 * Learnt densities of data whose energy is known: log-likelihoods, averages and energies at the equilibrium of runs of {@code em train
 * table}, from annealed chains weighted by importance, and on a grid in the plane.
 *
 * <p>With E the known energy over temperature and U = V/ε, the divergence of the learnt density from that of E needs neither Z:
 *
 * <pre>KL(p_E ‖ p_U) = E_data[U - E] - log E_chains[exp(U - E)]</pre>
 */
final class KnownEnergies {

    private static final String LOG_DENSITY = "log_density";

    private KnownEnergies() {}

    /** Runs {@code check SYSTEM FILE [ENERGIES.npy]}, {@code prepare SYSTEM FILE FIRST:END OUT.npy [ROWS]}, or {@code SYSTEM TEST-FILE RUN…}. */
    public static void main(String[] args) {
        switch (args[0]) {
            case "check" -> check(KnownSystem.named(args[1]), Arrays.copyOfRange(args, 2, args.length));
            case "prepare" -> prepare(KnownSystem.named(args[1]), Arrays.copyOfRange(args, 2, args.length));
            default -> {
                Rows test = read(args[1]);
                Arrays.stream(args).skip(2).forEach(run -> report(KnownSystem.named(args[0]), test, run));
            }
        }
    }

    /** Rows of a file and, where it has that column, their exact log density. */
    private record Rows(DoubleRows rows, double[] logDensity) {}

    private static Rows read(String file) {
        Table table = Table.read(Path.of(file), ColumnSelection.numeric());
        int at = table.columns().indexOf(LOG_DENSITY);
        return at < 0
                ? new Rows(table.rows(), new double[0])
                : new Rows(
                        KnownSystem.each(table.rows(), row -> Arrays.copyOf(row, at)),
                        table.rows().column(at));
    }

    /** The range of the file's energies minus ours: rounding errors, and log Z where the file has log densities. */
    private static void check(KnownSystem system, String... files) {
        Rows rows = read(files[0]);
        double[] known = files.length > 1
                ? Npy.readRows(Path.of(files[1])).values()
                : Arrays.stream(rows.logDensity()).map(log -> -log).toArray();
        double[] apart = minus(known, Objects.requireNonNull(system.energy()).of(rows.rows()));
        say(
                "%s: energies of %,d rows in the file minus ours: %.5f to %.5f",
                system.name(),
                known.length,
                Arrays.stream(apart).min().orElseThrow(),
                Arrays.stream(apart).max().orElseThrow());
    }

    /**
     * Rows of a file in the coordinates of the system, by their places in a random order; if a number is given, so many of them, moved by
     * symmetries.
     */
    private static void prepare(KnownSystem system, String... args) {
        int[] range = Arrays.stream(args[1].split(":", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        DoubleRows all = read(args[0]).rows();
        Permutation order = new Permutation(all.rows(), Rng.of(0).stream("order"));
        DoubleRows part = all.pick(
                IntStream.range(range[0], range[1]).map(i -> (int) order.at(i)).toArray());
        boolean moved = args.length > 3;
        Rng rng = Rng.of(0).stream("symmetry");
        Npy.write(Path.of(args[2]), KnownSystem.rows(moved ? Integer.parseInt(args[3]) : part.rows(), i -> {
            double[] row = KnownSystem.row(part, i % part.rows());
            return system.coordinates()
                    .apply(moved ? Objects.requireNonNull(system.symmetry()).moved(row, rng.at(i)) : row);
        }));
    }

    private static void report(KnownSystem system, Rows test, String run) {
        LearntEquilibrium learnt = LearntEquilibrium.of(Path.of(run));
        AnnealedImportance importance = learnt.importance();
        LogPartition logZ = importance.logPartition();
        say(
                "%n%s, %s: %,d steps in %.0f s",
                system.name(),
                run,
                learnt.checkpoint().step(),
                learnt.checkpoint().seconds());
        say(
                "log Z, annealed importance sampling      %10.4f ± %.4f; %.0f of %,d chains count",
                logZ.value(),
                logZ.standardError(),
                importance.effectiveSampleSize(),
                learnt.annealed().chains());
        boolean plane = test.rows().width() == 2;
        if (plane) {
            logZ = learnt.onGrid(rows -> ones(rows.rows()), test.rows());
            say("log Z, on a grid                         %10.4f", logZ.value());
        }
        double[] logs = learnt.logDensities(test.rows(), logZ);
        say("log density of a test row, learnt        %s", estimate(Weighted.even(logs)));
        say("  of the mixture at the start            %s", estimate(Weighted.even(learnt.ofMixture(test.rows()))));
        if (test.logDensity().length > 0) {
            say("  exact                                  %s", estimate(Weighted.even(test.logDensity())));
            say("  exact minus learnt: KL                 %s", estimate(Weighted.even(minus(test.logDensity(), logs))));
        }
        DoubleRows draws = KnownSystem.each(learnt.draws(), system.published());
        DoubleRows data = KnownSystem.each(test.rows(), system.published());
        if (system.energy() != null) {
            energies(system, learnt, test.rows());
        }
        for (Observable one : system.observables()) {
            say("%-40s %10.4f exactly", one.name(), one.mean());
            say("  test rows                              %s", estimate(one, Weighted.even(one.values(data))));
            say("  chains                                 %s", estimate(one, learnt.weighted(one.values(draws))));
            if (plane) {
                double inside = learnt.onGrid(
                                rows -> one.values(KnownSystem.each(rows, system.published())), test.rows())
                        .value();
                double share = Math.exp(inside - logZ.value());
                say("  on a grid                              %10.4f; free energy %.3f", share, freeEnergy(share));
            }
        }
    }

    /** The learnt energies beside the known ones, of test rows and of chains. */
    private static void energies(KnownSystem system, LearntEquilibrium learnt, DoubleRows test) {
        double[] known = system.negativeLogs(test);
        double[] found = negative(learnt.unnormalised(test));
        double[] excess = minus(negative(learnt.unnormalised(learnt.draws())), system.negativeLogs(learnt.draws()));
        double highest = Arrays.stream(excess).max().orElseThrow();
        Weighted ratios = learnt.weighted(
                Arrays.stream(excess).map(log -> Math.exp(log - highest)).toArray());
        Weighted above = Weighted.even(minus(found, known));
        say(
                "KL(data ‖ learnt) by energies            %10.4f ± %.4f; standard deviation of V/ε - E %.3f",
                above.mean() - highest - Math.log(ratios.mean()),
                Math.hypot(above.error(), ratios.error() / ratios.mean()),
                above.error() * Math.sqrt(known.length));
        double slope = covariance(found, known) / covariance(known, known);
        say(
                "V/ε against E: slope                     %10.4f; correlation %.4f",
                slope, slope * Math.sqrt(covariance(known, known) / covariance(found, found)));
        double[] ofData = system.energies(test);
        Weighted first = Weighted.even(part(ofData, 0));
        Weighted second = Weighted.even(part(ofData, 1));
        Weighted drawn = learnt.weighted(system.energies(learnt.draws()));
        int levels = ofData.length / 2;
        say("energy E of test rows                    %s", estimate(Weighted.even(ofData)));
        say("  of chains                              %s", estimate(drawn));
        say(
                "  Wasserstein distance, chains to data   %10.4f; half of the data to the other %.4f",
                (Weighted.distance(drawn, first, levels) + Weighted.distance(drawn, second, levels)) / 2,
                Weighted.distance(first, second, levels));
    }

    /** Every second value. */
    private static double[] part(double[] values, int first) {
        return IntStream.range(0, values.length / 2)
                .mapToDouble(i -> values[2 * i + first])
                .toArray();
    }

    private static double covariance(double[] a, double[] b) {
        double meanOfA = Arrays.stream(a).average().orElseThrow();
        double meanOfB = Arrays.stream(b).average().orElseThrow();
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - meanOfA) * (b[i] - meanOfB))
                .average()
                .orElseThrow();
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] minus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static String estimate(Weighted values) {
        return String.format(Locale.ROOT, "%10.4f ± %.4f", values.mean(), values.error());
    }

    /** With the free energy of a basin beside the rest, in units of temperature. */
    private static String estimate(Observable one, Weighted values) {
        double share = values.mean();
        return estimate(values)
                + (one.basin()
                        ? String.format(
                                Locale.ROOT,
                                "; free energy %.3f ± %.3f",
                                freeEnergy(share),
                                values.error() / (share * (1 - share)))
                        : "");
    }

    private static double freeEnergy(double share) {
        return Math.log((1 - share) / share);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
        System.out.flush();
    }
}
