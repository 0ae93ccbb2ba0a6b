package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.output.ReportPage;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.OutputFile;
import org.energymatching.density.NullSpaceSampler;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.inverse.Observation;
import org.energymatching.plot.ImageGrid;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.posterior.EnsembleSummary;
import org.energymatching.sampling.posterior.Posterior;
import org.energymatching.sampling.posterior.PosteriorPlan;
import org.energymatching.sampling.posterior.PosteriorSampler;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Restored rows or images, their scores and their report.
 *
 * @param run the run
 * @param measurements the measurements
 * @param plan the plan of the sampler
 * @param posterior the samples, in the units of the potential
 * @param seconds of sampling
 * @param draws the samples in the units of the data, pixels within [-1, 1]
 * @param summary their mean, deviation and intervals, in the units of the data
 * @param scores their scores
 * @param effects the effects of repulsion between chains; none if not requested
 */
record Restoration(
        TrainedRun run,
        Measurements measurements,
        PosteriorPlan plan,
        Posterior posterior,
        double seconds,
        Samples draws,
        EnsembleSummary summary,
        Scores scores,
        List<InteractionEffect> effects) {

    /** The names of the files that may be written. */
    static final List<String> NAMES =
            List.of(("samples.npy mean.npy deviation.npy measured.npy mean.png samples.csv mean.csv"
                            + " deviation.csv low.csv high.csv strips.png rows.png interaction.png restore.json report.html")
                    .split(" "));

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Draws samples without repulsion and with each of these strengths; if there is one strength, it is that of the result. */
    static Restoration of(
            TrainedRun run, Measurements measurements, PosteriorPlan plan, List<Double> interactions, Console console) {
        if (measurements.areExactSums()) {
            if (!interactions.isEmpty()) {
                throw new UsageException(
                        "Chains that repel one another were asked for, with exact measurements.",
                        "Chains that are held to exact measurements do not interact.",
                        "Leave --interaction out, or give the noise of the measurements.");
            }
            long started = System.nanoTime();
            Posterior posterior = heldToSums(run, measurements.observation(), plan, console);
            return of(run, measurements, plan, posterior, (System.nanoTime() - started) * 1e-9, List.of());
        }
        List<PosteriorSampler.Prepared> repelling = interactions.stream()
                .map(sigma -> sampler(run, plan.repelledBy(sigma)).prepare(measurements.observation()))
                .toList();
        PosteriorSampler.Prepared free = sampler(run, plan).prepare(measurements.observation());
        PosteriorPlan chosen = plan;
        long started = System.nanoTime();
        Posterior posterior = sample(free, console);
        double seconds = (System.nanoTime() - started) * 1e-9;
        List<InteractionEffect> effects = new ArrayList<>();
        if (!interactions.isEmpty()) {
            effects.add(InteractionEffect.of(run, measurements, posterior, null));
        }
        for (PosteriorSampler.Prepared each : repelling) {
            started = System.nanoTime();
            Posterior repelled = sample(each, console);
            PosteriorPlan own = each.sampler().plan();
            effects.add(InteractionEffect.of(run, measurements, repelled, own.repulsion()));
            if (repelling.size() == 1) {
                chosen = own;
                posterior = repelled;
                seconds = (System.nanoTime() - started) * 1e-9;
            }
        }
        return of(run, measurements, chosen, posterior, seconds, effects);
    }

    private static Restoration of(
            TrainedRun run,
            Measurements measurements,
            PosteriorPlan plan,
            Posterior posterior,
            double seconds,
            List<InteractionEffect> effects) {
        Samples draws = Measurements.inDataUnits(run, posterior.draws());
        EnsembleSummary summary = EnsembleSummary.of(draws, posterior.perRow());
        Scores scores = Scores.of(run, measurements, posterior, draws, summary);
        return new Restoration(run, measurements, plan, posterior, seconds, draws, summary, scores, effects);
    }

    static PosteriorSampler sampler(TrainedRun run, PosteriorPlan plan) {
        RunConfig config = run.config();
        return new PosteriorSampler(
                run.potential(),
                run.source(),
                config.temperature().epsilonMax(),
                plan,
                config.sampling().step(),
                config.shardRows());
    }

    /** Chains in the null space of the operator, from draws of the mixture given the measurements, weighted by importance. */
    private static Posterior heldToSums(TrainedRun run, Observation observation, PosteriorPlan plan, Console console) {
        RunConfig config = run.config();
        int draws = plan.chains() * plan.states();
        double step = Math.min(plan.step() == null ? config.sampling().step() : plan.step(), plan.time());
        Sampler chains = Experiment.sampler(config, plan.time(), step);
        NullSpaceSampler sampler =
                new NullSpaceSampler((LinearOperator) observation.model().operator(), run.conditional(chains, draws));
        int blocks = chains.blocks(Target.of(run.potential()), observation.rows() * draws);
        try (Progress progress = console.progress("restoring", blocks)) {
            Samples drawn = sampler.sample(observation.y(), plan.seed(), progress.counting("blocks of chains"))
                    .rows();
            return new Posterior(drawn, draws, 1, step, chains.grid().steps());
        }
    }

    private static Posterior sample(PosteriorSampler.Prepared prepared, Console console) {
        try (Progress progress = console.progress("restoring", prepared.blocks())) {
            return prepared.sample(progress.counting("descents of a block of chains"));
        }
    }

    /** Writes samples, maps, figures, measures and the page. */
    void write(Path folder) {
        if (run.ofPictures()) {
            RowFile.write(folder.resolve("samples.npy"), List.of(), draws);
            RowFile.write(folder.resolve("mean.npy"), List.of(), summary.mean());
            RowFile.write(folder.resolve("deviation.npy"), List.of(), summary.deviation());
            RowFile.write(folder.resolve("measured.npy"), List.of(), measurements.shown());
            int most = Math.min(256, summary.mean().rows());
            ImageGrid.of(summary.mean().slice(0, most)).save(folder.resolve("mean.png"));
        } else {
            writeRows(folder);
        }
        List<Section> sections = new ArrayList<>(List.of(RestoredPictures.of(run, measurements, posterior, summary)));
        if (!effects.isEmpty()) {
            sections.add(InteractionEffect.section(effects));
        }
        sections.forEach(section -> section.write(folder));
        OutputFile.write(folder.resolve("restore.json"), JSON.writeValueAsString(json()));
        report(sections).write(folder.resolve("report.html"));
    }

    private void writeRows(Path folder) {
        int perRow = posterior.perRow();
        int width = run.width() + 2;
        List<String> names = new ArrayList<>(List.of("row of the measurement", "number of the sample"));
        names.addAll(run.columns());
        DoubleRows rows = run.fromOrigin(draws);
        double[] numbered = new double[draws.rows() * width];
        for (int i = 0; i < draws.rows(); i++) {
            numbered[i * width] = i / perRow + 1;
            numbered[i * width + 1] = i % perRow + 1;
            System.arraycopy(rows.values(), i * (width - 2), numbered, i * width + 2, width - 2);
        }
        RowFile.write(folder.resolve("samples.csv"), names, new DoubleRows(numbered, width));
        run.write(folder.resolve("mean.csv"), summary.mean());
        RowFile.write(folder.resolve("deviation.csv"), run.columns(), summary.deviation());
        run.write(folder.resolve("low.csv"), summary.low());
        run.write(folder.resolve("high.csv"), summary.high());
    }

    private ReportPage report(List<Section> sections) {
        ReportPage page = new ReportPage("Restored with " + run.config().name(), ReportPage.escaped(described()));
        if (scores.verdict() != null) {
            page.verdict(scores.verdict());
        }
        page.add("<p>A measurement leaves many rows possible. The potential V(x) says which of them are likely, ")
                .add("the measurement y which of them it fits; together they make the posterior p(x|y) ∝ ")
                .add("exp(−V(x)/ε)·p(y|x), of which these are samples. Their mean is the best guess, and where they ")
                .add("differ nobody can know.</p>\n")
                .heading("How good it is");
        if (!scores.methods().isEmpty()) {
            page.table(scores.table());
        }
        page.paragraph(scores.closing());
        sections.forEach(page::section);
        return page.heading("How it was made").preformatted(text());
    }

    /** The result as text. */
    String text() {
        return Numbers.format(
                        "%d %s restored from %s by %d samples each, of %d chains in %d steps of %.3g, in %.0f s.%n",
                        measurements.shown().rows(),
                        run.ofPictures() ? "images" : "rows",
                        described(),
                        posterior.perRow(),
                        posterior.chains(),
                        posterior.steps(),
                        posterior.step(),
                        seconds)
                + scores.text()
                + InteractionEffect.text(effects);
    }

    private String described() {
        Instrument instrument = measurements.instrument();
        return "'" + (instrument == null ? "empty cells" : instrument.text()) + "' with noise "
                + measurements.noise().text() + " (" + measurements.what() + ")";
    }

    /** The result for programs. */
    Map<String, Object> json() {
        Instrument instrument = measurements.instrument();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.folder().toString());
        json.put("data", measurements.what());
        json.put("operators", instrument == null ? "" : instrument.text());
        json.put("noise", measurements.noise().text());
        json.put("rows", measurements.shown().rows());
        json.put("chains", posterior.chains());
        json.put("samples", posterior.perRow());
        json.put("time", plan.time());
        json.put("step", posterior.step());
        json.put("steps", posterior.steps());
        json.put("tau", plan.tauStar());
        json.put("guided", plan.guided());
        json.put("epsilon", run.config().temperature().epsilonMax());
        json.put("renoiseRounds", plan.rounds());
        if (plan.rounds() > 0) {
            json.put("renoiseTime", plan.back());
        }
        json.put("seed", plan.seed());
        json.put("seconds", seconds);
        json.put("scores", scores);
        if (plan.repulsion() != null) {
            json.put("interaction", plan.repulsion());
        }
        if (!effects.isEmpty()) {
            json.put("interactions", effects);
        }
        return json;
    }
}
