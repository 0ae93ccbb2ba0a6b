package org.energymatching.cli.restore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.DoubleRows;
import org.energymatching.data.OutputFile;
import org.energymatching.plot.ImageGrid;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows or images restored, and what is to be said of it.
 *
 * @param run the run
 * @param measurements what was measured
 * @param plan how samples were drawn
 * @param posterior the samples, in the units of the potential
 * @param draws the samples in the units of the data, pixels within [-1, 1]
 * @param maps their mean, deviation and intervals, in the units of the data
 * @param scores how good they are
 * @param effects what repulsion between chains does; none where none was asked for
 */
record Restoration(
        TrainedRun run,
        Measurements measurements,
        PosteriorPlan plan,
        Posterior posterior,
        Samples draws,
        PosteriorMaps maps,
        RestorationScores scores,
        List<InteractionEffect> effects) {

    /** The names of the files that may be written. */
    static final List<String> NAMES = List.of(
            "samples.npy",
            "mean.npy",
            "deviation.npy",
            "measured.npy",
            "mean.png",
            "samples.csv",
            "mean.csv",
            "deviation.csv",
            "low.csv",
            "high.csv",
            "strips.png",
            "rows.png",
            "interaction.png",
            "restore.json",
            "report.html");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Draws samples, without repulsion and with each of these strengths; a single strength is that of the result. */
    static Restoration of(
            TrainedRun run, Measurements measurements, PosteriorPlan plan, List<Double> interactions, Console console) {
        interactions.forEach(sigma -> Posterior.require(run, measurements, plan.interacting(sigma)));
        Posterior plain = Posterior.of(run, measurements, plan, console);
        Posterior chosen = plain;
        List<InteractionEffect> effects = new ArrayList<>();
        if (!interactions.isEmpty()) {
            effects.add(InteractionEffect.of(run, measurements, plain, null));
        }
        for (double sigma : interactions) {
            Posterior repelled = Posterior.of(run, measurements, plan.interacting(sigma), console);
            effects.add(InteractionEffect.of(run, measurements, repelled, sigma));
            chosen = interactions.size() == 1 ? repelled : plain;
        }
        Samples draws = inDataUnits(run, chosen.draws());
        PosteriorMaps maps = PosteriorMaps.of(draws, chosen.perRow());
        RestorationScores scores = RestorationScores.of(run, measurements, chosen, draws, maps);
        return new Restoration(
                run,
                measurements,
                interactions.size() == 1 ? plan.interacting(interactions.get(0)) : plan,
                chosen,
                draws,
                maps,
                scores,
                effects);
    }

    /** Pixels have ends, which chains overstep a little. */
    private static Samples inDataUnits(TrainedRun run, Samples draws) {
        return run.ofPictures() ? ImageBaselines.within(draws) : run.inDataUnits(draws);
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>(
                run.ofPictures()
                        ? RestoredImages.of(measurements, posterior, maps)
                        : RestoredRows.of(run, measurements, posterior, maps));
        if (!effects.isEmpty()) {
            sections.add(InteractionCurves.of(effects));
        }
        return sections;
    }

    /** Writes samples, maps, pictures, measures and the page. */
    void write(Path folder) {
        if (run.ofPictures()) {
            writeImages(folder);
        } else {
            writeRows(folder);
        }
        List<Section> sections = sections();
        sections.forEach(section -> section.pictures()
                .forEach(
                        picture -> OutputFile.write(folder.resolve(picture.file()), ByteBuffer.wrap(picture.bytes()))));
        OutputFile.write(
                folder.resolve("restore.json"),
                ByteBuffer.wrap(JSON.writeValueAsString(json()).getBytes(StandardCharsets.UTF_8)));
        new RestorationReport(this, sections).write(folder.resolve("report.html"));
    }

    private void writeImages(Path folder) {
        RowFile.write(folder.resolve("samples.npy"), List.of(), draws);
        RowFile.write(folder.resolve("mean.npy"), List.of(), maps.mean());
        RowFile.write(folder.resolve("deviation.npy"), List.of(), maps.deviation());
        RowFile.write(folder.resolve("measured.npy"), List.of(), measurements.shown());
        int most = Math.min(256, maps.mean().rows());
        ImageGrid.of(maps.mean().slice(0, most)).save(folder.resolve("mean.png"));
    }

    private void writeRows(Path folder) {
        int perRow = posterior.perRow();
        int width = run.width();
        List<String> names = new ArrayList<>(List.of("row of the measurement", "number of the sample"));
        names.addAll(run.columns());
        DoubleRows rows = run.fromOrigin(draws);
        double[] numbered = new double[draws.rows() * (width + 2)];
        for (int i = 0; i < draws.rows(); i++) {
            numbered[i * (width + 2)] = i / perRow + 1;
            numbered[i * (width + 2) + 1] = i % perRow + 1;
            System.arraycopy(rows.values(), i * width, numbered, i * (width + 2) + 2, width);
        }
        RowFile.write(folder.resolve("samples.csv"), names, new DoubleRows(numbered, width + 2));
        run.write(folder.resolve("mean.csv"), maps.mean());
        RowFile.write(folder.resolve("deviation.csv"), run.columns(), maps.deviation());
        run.write(folder.resolve("low.csv"), maps.low());
        run.write(folder.resolve("high.csv"), maps.high());
    }

    /** What there is to tell, as a table to read. */
    String text() {
        return String.format(
                        Locale.ROOT,
                        "%d %s restored from %s by %d samples each, of %d chains in %d steps of %.3g, in %.0f s.%n",
                        measurements.shown().rows(),
                        run.ofPictures() ? "images" : "rows",
                        described(),
                        posterior.perRow(),
                        posterior.chains(),
                        posterior.steps(),
                        posterior.step(),
                        posterior.seconds())
                + scores.text()
                + InteractionCurves.text(effects);
    }

    String described() {
        Instrument instrument = measurements.instrument();
        return "'" + (instrument == null ? "empty cells" : instrument.text()) + "' with noise "
                + measurements.noise().text() + " (" + measurements.what() + ")";
    }

    /** The same for programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.folder().toString());
        json.put("data", measurements.what());
        json.put(
                "operators",
                measurements.instrument() == null
                        ? ""
                        : measurements.instrument().text());
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
        json.put("rounds", plan.rounds());
        if (plan.rounds() > 0) {
            json.put("back", plan.back());
        }
        json.put("seed", plan.seed());
        json.put("seconds", posterior.seconds());
        json.put("scores", scores.json());
        if (plan.interaction() != null) {
            json.put("interaction", plan.interaction());
        }
        if (!effects.isEmpty()) {
            json.put("interactions", effects);
        }
        return json;
    }
}
