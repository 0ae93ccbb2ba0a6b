package org.energymatching.cli.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.output.Verdict;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.LogLikelihood;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The likelihood of rows under a run's two densities and under simple models, in the units of the data.
 *
 * @param what the origin of the rows
 * @param given the rows, in standardised units
 * @param models the run's own densities first
 * @param agreement of the run's two densities; null where there is one
 * @param notes how they were computed, a sentence each
 * @param details the same for programs
 */
record Likelihoods(
        String what,
        TrainedRun.Given given,
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
     * @param label its name with its settings
     * @param likelihood of the rows
     * @param errors of each row, where they are known and not zero
     * @param inside log p of rows in standardised units, in the data's units: for figures of the model
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
     * The comparison of the two densities of one potential, row by row.
     *
     * @param difference the mean of flow minus equilibrium, in nats
     * @param error its standard error
     * @param scatter the standard deviation of the difference between rows
     * @param correlation Pearson's correlation of the two
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

    /** Computes all models. */
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

    /** The run's own densities. */
    private List<Model> own() {
        return models.stream()
                .filter(model -> List.of(FLOW, EQUILIBRIUM).contains(model.column()))
                .toList();
    }

    /** The best of the others, if there are any. */
    private Optional<Model> rival() {
        return models.stream()
                .filter(model -> !own().contains(model))
                .max(Comparator.comparingDouble(model -> model.likelihood().mean()));
    }

    /** The run's own densities and the best of the others. */
    List<Model> shown() {
        return Stream.concat(own().stream(), rival().stream()).toList();
    }

    /** The run's own densities against the best of the others, row by row; none where there are no others. */
    List<Verdict> verdicts() {
        return rival().stream()
                .flatMap(best -> own().stream()
                        .map(model -> Verdict.byMore(
                                "Densities by " + model.label(),
                                best.label(),
                                "log p in nats",
                                model.likelihood().nats(),
                                best.likelihood().nats())))
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        verdicts().forEach(verdict -> text.append(verdict.text()).append(System.lineSeparator()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "log p, nats a row", "bits per dimension"));
        for (Model model : models) {
            LogLikelihood of = model.likelihood();
            rows.add(List.of(
                    model.label(), pair(of.mean(), of.standardError()), pair(of.bitsPerDimension(), of.bitsError())));
        }
        text.append(TextTable.of(rows));
        if (agreement != null) {
            text.append(Numbers.format(
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
        json.put("rows", given.rows().rows());
        json.put("of", what);
        json.put("dimensions", given.rows().width());
        json.put("models", models.stream().map(Model::json).toList());
        if (agreement != null) {
            json.put("agreement", agreement);
        }
        json.put("verdicts", verdicts());
        json.putAll(details);
        return json;
    }

    private static String pair(double value, double error) {
        return Double.isNaN(error) ? Numbers.format("%10.4f", value) : Numbers.format("%10.4f ± %7.4f", value, error);
    }
}
