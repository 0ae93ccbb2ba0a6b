package org.energymatching.cli.design;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.PartsConfig;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.output.Section;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.Sha256;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.error.UsageException;
import org.energymatching.plot.Plot;
import org.energymatching.protein.Alphabet;
import org.energymatching.protein.Fitting;
import org.energymatching.protein.PredictorQuality;
import org.energymatching.protein.PredictorTraining;
import org.energymatching.protein.SequenceVae;
import org.energymatching.protein.VaeTraining;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/** Autoencoder and predictors trained on the sequences of a run, in {@code parts/} of its directory; each is trained once. */
final class TrainedParts {

    private static final String HELD_OUT = "held-out.csv";
    private static final List<String> COLUMNS = List.of("measured", "predicted", "disagreement");

    private final RunConfig config;
    private final PartsConfig parts;
    private final Alphabet alphabet;
    private final Sequences known;
    private final boolean predictorsWanted;
    private final Path folder;
    private final Console console;

    private TrainedParts(
            RunConfig config, Alphabet alphabet, Sequences known, boolean predictorsWanted, Path run, Console console) {
        this.config = config;
        this.parts = config.design().parts();
        this.alphabet = alphabet;
        this.known = known;
        this.predictorsWanted = predictorsWanted;
        this.folder = run.resolve("parts");
        this.console = console;
    }

    /** Trains the parts that are needed and missing. */
    static TrainedParts of(
            RunConfig config,
            Alphabet alphabet,
            Sequences known,
            boolean vaeWanted,
            boolean predictorsWanted,
            Path run,
            Console console) {
        TrainedParts trained = new TrainedParts(config, alphabet, known, predictorsWanted, run, console);
        if (vaeWanted || predictorsWanted) {
            trained.requireSameSettings();
        }
        if (vaeWanted && !Files.exists(trained.vaeFile())) {
            trained.trainVae();
        }
        if (predictorsWanted && !Files.exists(trained.folder.resolve(HELD_OUT))) {
            trained.trainPredictors();
        }
        return trained;
    }

    Path vaeFile() {
        return folder.resolve("vae.safetensors");
    }

    List<Path> predictorFiles() {
        return IntStream.range(0, parts.members())
                .mapToObj(k -> folder.resolve("predictor-" + k + ".safetensors"))
                .toList();
    }

    SequenceVae vae() {
        return SequenceVae.read(vaeFile());
    }

    /** The report sections on their training. */
    List<Section> sections() {
        return predictorsWanted ? List.of(quality()) : List.of();
    }

    private Rng rng() {
        return Rng.of(config.seed()).stream("parts");
    }

    private void trainVae() {
        VaeTraining training = new VaeTraining(
                parts.latent(),
                parts.width(),
                parts.beta(),
                new Fitting(parts.vaeSteps(), config.batchSize(), parts.vaeRate()));
        try (Progress progress = console.progress("autoencoder", parts.vaeSteps());
                SequenceVae vae = training.train(
                        alphabet, known.letters(), rng().stream("vae"), step -> progress.at(step, "steps"))) {
            VaeTraining.Fidelity fidelity = VaeTraining.Fidelity.of(vae, known.letters());
            vae.write(vaeFile());
            console.info(Numbers.format(
                    "The autoencoder brings back %.1f %% of the letters and %.1f %% of the sequences.",
                    100 * fidelity.letters(), 100 * fidelity.sequences()));
        }
    }

    private void trainPredictors() {
        PredictorTraining training = new PredictorTraining(
                parts.members(),
                Math.max(1, parts.features() / 2),
                parts.features(),
                Math.min(parts.window(), known.length()),
                parts.heldOut(),
                new Fitting(parts.predictorSteps(), config.batchSize(), parts.predictorRate()));
        int steps = parts.members() * parts.predictorSteps();
        PredictorTraining.Trained trained;
        try (Progress progress = console.progress("predictors", steps)) {
            trained = training.train(
                    alphabet, known, rng().stream("predictors"), step -> progress.at(step, "steps of all"));
        }
        List<Path> files = predictorFiles();
        for (int k = 0; k < files.size(); k++) {
            trained.ensemble().members().get(k).write(files.get(k));
            trained.ensemble().members().get(k).close();
        }
        PredictorQuality quality = trained.quality();
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("measured", quality.measured());
        columns.put("predicted", quality.predicted());
        columns.put("disagreement", quality.disagreement());
        // This is last, since it marks all as complete.
        Sequences.write(folder.resolve(HELD_OUT), trained.heldOut().letters(), columns);
        console.info("The predictors, on sequences that they have not seen: " + quality + ".");
    }

    private Section quality() {
        Map<String, double[]> columns = Sequences.columns(folder.resolve(HELD_OUT), COLUMNS);
        double[] measured = columns.getOrDefault("measured", new double[0]);
        double[] predicted = columns.getOrDefault("predicted", new double[0]);
        PredictorQuality quality =
                PredictorQuality.of(predicted, measured, columns.getOrDefault("disagreement", new double[0]));
        float[] points = new float[2 * measured.length];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < measured.length; i++) {
            points[2 * i] = (float) predicted[i];
            points[2 * i + 1] = (float) measured[i];
            low = Math.min(low, predicted[i]);
            high = Math.max(high, predicted[i]);
        }
        double[] ends = {low, high};
        Plot plot = Plot.titled("Predictions of sequences not seen")
                .x("predicted score")
                .y("measured score")
                .scatter(new Samples(points, Shape.of(measured.length, 2)), "sequences held out")
                .line(ends, ends, "measured as predicted");
        return Section.of(
                "predictors.png",
                "How far the predictors can be trusted",
                "The ensemble of " + parts.members() + " predictors on the sequences that none of them has seen: "
                        + quality
                        + ". A Spearman correlation of 1 is a perfect ranking. A slope of 1 and 95 % within two deviations are"
                        + " good calibration; a smaller slope means that high predictions promise too much.",
                plot.toPng());
    }

    /** The settings by which the parts of a folder were trained. */
    private void requireSameSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sequences", Sha256.of(DesignFiles.of(config).sequences()));
        settings.put("alphabet", alphabet.letters());
        settings.put("seed", config.seed());
        settings.put("batchSize", config.batchSize());
        settings.put("parts", parts);
        if (!SettingsFile.differences(folder, settings).isEmpty()) {
            throw new UsageException(
                    folder
                            + " holds an autoencoder or predictors that were trained on other sequences or by other settings.",
                    "A run has one set of them (design.parts, seed, batchSize and the sequences themselves).",
                    "Repeat the earlier settings, or choose another directory with --run.");
        }
    }
}
