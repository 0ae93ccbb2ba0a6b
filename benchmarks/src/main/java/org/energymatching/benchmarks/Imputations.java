package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.baseline.MeanFilling;
import org.energymatching.baseline.MixturePosterior;
import org.energymatching.data.schema.CellRows;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.MixtureSelection;
import org.energymatching.tensor.Rng;

/**
 * Imputation of tables: {@code imputation FOLDER [part of a set's name]}. A fifth of the training features is hidden completely at
 * random, three times; errors are per hidden cell, in min-max scaled units. Beside them are published errors of other methods, on
 * other splits by the same protocol (A. Jolicoeur-Martineau, K. Fatras and T. Kachman, "Generating and imputing tabular data via
 * diffusion and flow-based gradient-boosted trees", 2024).
 */
final class Imputations {

    private static final int REPEATS = 3;
    private static final int MEMBERS = 100;

    private record Set(String file, String published, String outcome, List<String> without) {}

    private static final List<Set> SETS = List.of(
            new Set("yacht", "yacht_hydrodynamics", "residuary_resistance", List.of()),
            new Set("airfoil", "airfoil_self_noise", "sound_pressure", List.of()),
            new Set("concrete", "concrete_compression", "strength", List.of()),
            new Set("wine_red", "wine_quality_red", "quality", List.of()),
            new Set("ionosphere", "ionosphere", "target", List.of("x1")),
            new Set("parkinsons", "parkinsons", "status", List.of()),
            new Set("climate_crashes", "climate_model_crashes", "target", List.of("x0", "x1")),
            new Set("breast_cancer_diagnostic", "breast_cancer_diagnostic", "diagnosis", List.of("id")),
            new Set("breast_cancer_original_with_question_marks", "", "class", List.of("id")));

    private Imputations() {}

    /** Arguments: the folder of the sets, and a part of a set's name. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        String part = args.length > 1 ? args[1] : "";
        Map<String, double[]> published = published(folder.resolve("published.csv"));
        Map<String, double[]> means = new LinkedHashMap<>();
        for (Set set : SETS) {
            if (set.file.contains(part)) {
                say("%n%s", set.file);
                say(
                        "  %-34s %8s %8s %8s %8s %9s %8s",
                        "", "MinMAE", "AvgMAE", "of mean", "median", "coverage", "seconds");
                ours(folder, set).forEach((method, row) -> {
                    print(method, row);
                    if (!set.published.isEmpty()) {
                        means.merge(method, row, Imputations::plus);
                    }
                });
                published.forEach((name, row) -> {
                    if (name.startsWith(set.published + " ") && !set.published.isEmpty()) {
                        String method = name.substring(set.published.length() + 1) + ", published";
                        print(method, row);
                        means.merge(method, row, Imputations::plus);
                    }
                });
            }
        }
        say("%nmeans over the sets with published errors");
        int sets = (int) SETS.stream()
                .filter(set -> set.file.contains(part) && !set.published.isEmpty())
                .count();
        means.forEach((method, sums) ->
                print(method, Arrays.stream(sums).map(sum -> sum / sets).toArray()));
    }

    private static Map<String, double[]> ours(Path folder, Set set) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            ImputationTask task =
                    ImputationTask.of(folder.resolve(set.file + ".csv"), set.outcome, set.without, repeat);
            Rng rng = Rng.of(repeat);
            for (boolean quantiles : new boolean[] {false, true}) {
                ImputationEncoding encoding = quantiles
                        ? ImputationEncoding.quantiles(task, rng.stream("noise"))
                        : ImputationEncoding.standardised(task);
                String kind = quantiles ? ", quantiles" : ", standardised";
                if (!quantiles) {
                    Samples filled = new MeanFilling(means(encoding.rows())).fill(encoding.rows());
                    add(sums, "mean", score(task, encoding, filled, 1), 0);
                }
                long start = System.nanoTime();
                GaussianMixture one =
                        ExpectationMaximisation.fit(encoding.rows(), 1, rng).mixture();
                add(sums, "one Gaussian" + kind, score(task, encoding, one, rng), start);
                start = System.nanoTime();
                MixtureSelection selection = MixtureSelection.of(encoding.rows(), rng);
                add(sums, "mixture" + kind, score(task, encoding, selection.mixture(), rng), start);
                start = System.nanoTime();
                Samples drawn = LearntResidual.fit(encoding.rows(), selection.mixture())
                        .completed(encoding.rows(), MEMBERS, repeat);
                add(sums, "V" + kind, score(task, encoding, drawn, MEMBERS), start);
                say(
                        "  # repeat %d%s: %s, shrinkage %s, held out %.3f",
                        repeat, kind, selection.mixture(), selection.shrinkage(), selection.heldOut());
            }
        }
        sums.replaceAll((method, sum) ->
                Arrays.stream(sum).map(value -> value / REPEATS).toArray());
        return sums;
    }

    private static float[] means(Samples rows) {
        double[] sums = new double[rows.width()];
        int[] counts = new int[rows.width()];
        for (int at = 0; at < rows.values().length; at++) {
            float value = rows.values()[at];
            sums[at % sums.length] += Float.isNaN(value) ? 0 : value;
            counts[at % sums.length] += Float.isNaN(value) ? 0 : 1;
        }
        float[] means = new float[sums.length];
        for (int j = 0; j < means.length; j++) {
            means[j] = (float) (sums[j] / counts[j]);
        }
        return means;
    }

    private static ImputationTask.Score score(
            ImputationTask task, ImputationEncoding encoding, GaussianMixture fitted, Rng rng) {
        Samples drawn = new MixturePosterior(fitted).sample(encoding.rows(), MEMBERS, rng.stream("draws"));
        return score(task, encoding, drawn, MEMBERS);
    }

    private static ImputationTask.Score score(
            ImputationTask task, ImputationEncoding encoding, Samples drawn, int members) {
        double[][] decoded = encoding.decode(drawn);
        double[][][] imputed = new double[decoded.length / members][members][];
        for (int i = 0; i < decoded.length; i++) {
            imputed[i / members][i % members] = decoded[i];
        }
        return task.score(imputed);
    }

    private static void add(Map<String, double[]> sums, String method, ImputationTask.Score score, long start) {
        double[] row = Arrays.copyOf(score.values(), 6);
        row[5] = start == 0 ? 0 : (System.nanoTime() - start) / 1e9;
        sums.merge(method, row, Imputations::plus);
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = a.clone();
        Arrays.setAll(sum, k -> a[k] + b[k]);
        return sum;
    }

    /** By set and method, the columns of the table; NaN where nothing was published. */
    private static Map<String, double[]> published(Path file) {
        Map<String, double[]> rows = new LinkedHashMap<>();
        CellRows.all(file).forEach(cells -> {
            int at = List.of("MinMAE", "AvgMAE").indexOf(cells[3]);
            if (at >= 0
                    && List.of("MissForest", "miceforest", "forest_diffusion_repaint_nt51_ycond")
                            .contains(cells[2])) {
                double[] row = rows.computeIfAbsent(cells[0] + " " + cells[2], key -> {
                    double[] nothing = new double[6];
                    Arrays.fill(nothing, Double.NaN);
                    return nothing;
                });
                row[at] = Double.parseDouble(cells[4]);
            }
        });
        return rows;
    }

    private static void print(String method, double[] row) {
        say(
                "  %-34s %8.4f %8.4f %8.4f %8.4f %9.3f %8.1f",
                method.length() > 34 ? method.substring(0, 34) : method,
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5]);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
