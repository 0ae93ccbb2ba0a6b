package org.energymatching.cli.likelihood;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.density.LogLikelihood;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The likelihood of rows under a run's two densities and under simple models, in the units of the data.
 *
 * @param what where the rows come from
 * @param rows the rows, in standardised units
 * @param numbers of each row where it comes from, counted from 0
 * @param files the picture file of each row; none where one file holds them all
 * @param models the run's own densities first
 * @param agreement of the run's two densities; null where there is one
 * @param notes how they were computed, a sentence each
 * @param details the same for programs
 */
record Likelihoods(
        String what,
        Samples rows,
        int[] numbers,
        List<String> files,
        List<Model> models,
        @Nullable Agreement agreement,
        List<String> notes,
        Map<String, Object> details) {

    static final String FLOW = "flow";
    static final String EQUILIBRIUM = "equilibrium";

    /**
     * log p of the rows under one model.
     *
     * @param column its name in a table
     * @param label its name with what it is made of
     * @param likelihood of the rows
     * @param errors of each row, where they are known and not zero
     * @param inside log p of rows in standardised units, in the data's units: for pictures of the model
     */
    record Model(
            String column,
            String label,
            LogLikelihood likelihood,
            double @Nullable [] errors,
            Function<Samples, double[]> inside) {

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", label);
            json.put("nats", likelihood.mean());
            boolean several = likelihood.nats().length > 1;
            if (several) {
                json.put("natsError", likelihood.standardError());
            }
            json.put("bitsPerDimension", likelihood.bitsPerDimension());
            if (several) {
                json.put("bitsError", likelihood.bitsError());
            }
            return json;
        }
    }

    /**
     * How the two densities of one potential compare, row by row.
     *
     * @param difference the mean of flow minus equilibrium, in nats
     * @param error its standard error
     * @param scatter the standard deviation of the difference between rows
     * @param correlation of the two, Pearson's
     */
    record Agreement(double difference, double error, double scatter, double correlation) {

        static Agreement of(LogLikelihood flow, LogLikelihood equilibrium) {
            int n = flow.nats().length;
            double[] differences = new double[n];
            Arrays.setAll(differences, i -> flow.nats()[i] - equilibrium.nats()[i]);
            double ofRows = new LogLikelihood(differences, 0, 1).standardError();
            LogLikelihood difference = new LogLikelihood(differences, equilibrium.common(), 1);
            double product = 0;
            for (int i = 0; i < n; i++) {
                product += (flow.nats()[i] - flow.mean()) * (equilibrium.nats()[i] - equilibrium.mean()) / (n - 1);
            }
            return new Agreement(
                    difference.mean(),
                    difference.standardError(),
                    ofRows * Math.sqrt(n),
                    product / (deviation(flow) * deviation(equilibrium)));
        }

        private static double deviation(LogLikelihood likelihood) {
            return new LogLikelihood(likelihood.nats(), 0, 1).standardError() * Math.sqrt(likelihood.nats().length);
        }
    }

    /** Computes one model after another. */
    static Likelihoods of(TrainedRun run, LikelihoodPlan plan, Console console) {
        LikelihoodRows rows = LikelihoodRows.of(run, plan);
        LikelihoodReport account = new LikelihoodReport(run);
        Rng rng = Rng.of(plan.seed()).stream("likelihood");
        if (plan.method().flow()) {
            rows = LikelihoodOfFlow.add(account, run, plan, rows, rng, console);
        }
        if (plan.method().equilibrium()) {
            LikelihoodOfEquilibrium.add(account, run, plan, rows, rng, console);
        }
        if (rows.training() != null) {
            LikelihoodOfOthers.add(account, plan, rows.rows(), rows.training(), rng);
        }
        account.note(
                "%,d rows of %s, in the units of the data; ± is the standard error of the mean.",
                rows.rows().rows(), rows.what());
        if (run.ofPictures()) {
            account.note("Pixels are bytes 0 to 255 with uniform noise of half a level on either side.");
        }
        return account.likelihoods(rows);
    }

    /** The run's own densities against the best of the others, row by row; none where there are no others. */
    List<Verdict> verdicts() {
        List<Model> own = models.stream()
                .filter(model -> List.of(FLOW, EQUILIBRIUM).contains(model.column()))
                .toList();
        return models.stream()
                .filter(model -> !own.contains(model))
                .max(Comparator.comparingDouble(model -> model.likelihood().mean()))
                .map(best -> own.stream()
                        .map(model -> Verdict.byMore(
                                "Densities by " + model.label(),
                                best.label(),
                                "log p in nats",
                                model.likelihood().nats(),
                                best.likelihood().nats()))
                        .toList())
                .orElse(List.of());
    }

    String text() {
        int width =
                models.stream().mapToInt(model -> model.label().length()).max().orElse(0);
        String line = "%-" + width + "s %22s %22s%n";
        StringBuilder text = new StringBuilder();
        verdicts().forEach(verdict -> text.append(verdict.text()).append(System.lineSeparator()));
        text.append(String.format(Locale.ROOT, line, "", "log p, nats a row", "bits per dimension"));
        for (Model model : models) {
            LogLikelihood of = model.likelihood();
            text.append(String.format(
                    Locale.ROOT,
                    line,
                    model.label(),
                    pair(of.mean(), of.standardError()),
                    pair(of.bitsPerDimension(), of.bitsError())));
        }
        if (agreement != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "Flow minus equilibrium: %s nats a row, scattered by %.3f from row to row; correlation %.3f.%n",
                    pair(agreement.difference(), agreement.error()).strip(),
                    agreement.scatter(),
                    agreement.correlation()));
        }
        notes.forEach(note -> text.append(note).append(System.lineSeparator()));
        return text.toString().stripTrailing();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows.rows());
        json.put("of", what);
        json.put("dimensions", rows.width());
        json.put("models", models.stream().map(Model::json).toList());
        if (agreement != null) {
            json.put("agreement", agreement);
        }
        json.put("verdicts", verdicts());
        json.putAll(details);
        return json;
    }

    private static String pair(double value, double error) {
        return Double.isNaN(error)
                ? String.format(Locale.ROOT, "%10.4f", value)
                : String.format(Locale.ROOT, "%10.4f ± %7.4f", value, error);
    }
}
