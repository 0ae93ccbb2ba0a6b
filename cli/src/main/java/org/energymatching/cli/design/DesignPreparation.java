package org.energymatching.cli.design;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.config.DesignConfig;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.evaluate.SequenceLetters;
import org.energymatching.cli.run.DataSource;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Sha256;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.DataException;
import org.energymatching.protein.Alphabet;
import org.energymatching.protein.FitnessPredictor;
import org.energymatching.protein.PredictorEnsemble;
import org.energymatching.protein.SequenceVae;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/** Reads what design needs besides the potential. */
final class DesignPreparation {

    private final RunConfig config;
    private final Path run;
    private final Console console;
    private final DesignFiles files;
    private final Alphabet alphabet;
    private final Sequences known;

    private DesignPreparation(RunConfig config, Path run, Console console) {
        this.config = config;
        this.run = run;
        this.console = console;
        files = DesignFiles.of(config);
        alphabet = SequenceLetters.alphabet(config.data().sequences().alphabet());
        known = Sequences.read(
                files.sequences(), SequenceLetters.format(config.data().sequences(), files.scores()));
    }

    static DesignPreparation of(RunConfig config, Path run, Console console) {
        return new DesignPreparation(config, run, console);
    }

    /** All parts; those that are neither given nor trained yet are trained. */
    DesignParts parts() {
        requireABatch();
        DesignConfig design = config.design();
        DoubleSummaryStatistics scores = Arrays.stream(known.scores()).summaryStatistics();
        double lowest = design.lowest() == null ? scores.getMin() : design.lowest();
        double highest = design.highest() == null ? scores.getMax() : design.highest();
        if (!(lowest < highest)) {
            throw new DataException(
                    files.sequences() + " has scores from " + scores.getMin() + " to " + scores.getMax()
                            + ", and fitness was to run from " + lowest + " to " + highest + ".",
                    "The score of fitness 0 is below that of fitness 1.",
                    "Give both design.lowest and design.highest.");
        }
        // Given files are read first: a wrong file is reported before minutes of training.
        SequenceVae released = files.vae() == null ? null : released(files.vae());
        FitnessPredictor oracle = oracle();
        TrainedParts trained = trained();
        SequenceVae vae = released == null ? trained.vae() : released;
        List<Path> followed = followed(trained);
        PredictorEnsemble predictor = ensemble(followed);
        return new DesignParts(
                known,
                vae,
                predictor,
                files.ranking().isEmpty() ? predictor : ensemble(files.ranking()),
                oracle,
                lowest,
                highest,
                source(trained),
                fingerprint(followed),
                trained.sections());
    }

    /** The latent vectors for a trial of training; random ones where there is no autoencoder yet. */
    DataSource tryOut() {
        requireABatch();
        int latent = config.design().parts().latent();
        Samples vectors = files.vae() != null
                ? released(files.vae()).encode(known.letters())
                : StandardNormal.of(latent).sample(known.size(), Rng.of(config.seed()));
        return new DataSource(new Dataset(vectors), null, null, List.of(), known.notes(), Map.of());
    }

    /** The parts that must be trained by the configuration; none where all are given. */
    private TrainedParts trained() {
        return TrainedParts.of(
                config, alphabet, known, files.vae() == null, files.predictors().isEmpty(), run, console);
    }

    private List<Path> followed(TrainedParts trained) {
        return files.predictors().isEmpty() ? trained.predictorFiles() : files.predictors();
    }

    private String fingerprint(List<Path> followed) {
        return Stream.concat(followed.stream(), files.ranking().stream())
                .map(Sha256::of)
                .toList()
                .toString();
    }

    private void requireABatch() {
        if (known.size() < config.batchSize()) {
            throw new DataException(
                    files.sequences() + " has " + known.size() + " sequences, fewer than the " + config.batchSize()
                            + " of a batch.",
                    "A batch is drawn from the sequences without repeating one.",
                    "Provide more sequences, or add batchSize=" + Math.max(2, known.size() / 2) + ".");
        }
    }

    private SequenceVae released(Path file) {
        int length = known.length();
        try (SequenceVae longest = SequenceVae.read(file, alphabet, 0)) {
            // A released file determines only a quarter of the length, rounded up.
            if (longest.length() != length && longest.length() != (length + 3) / 4 * 4) {
                throw otherLength(file, longest.length());
            }
        }
        return SequenceVae.read(file, alphabet, length);
    }

    private DataException otherLength(Path file, int length) {
        return new DataException(
                file + " is an autoencoder of sequences of " + length + " letters.",
                "Those of " + files.sequences() + " have " + known.length() + ".",
                "Name the autoencoder that belongs to them (design.vae), or leave it out to have one trained.");
    }

    private PredictorEnsemble ensemble(List<Path> predictors) {
        return new PredictorEnsemble(
                predictors.stream()
                        .map(file -> FitnessPredictor.read(file, alphabet))
                        .toList(),
                config.design().uncertaintyPenalty());
    }

    private @Nullable FitnessPredictor oracle() {
        return files.oracle() == null ? null : FitnessPredictor.read(files.oracle(), alphabet);
    }

    private Map<String, Object> source(TrainedParts trained) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("sha256", Sha256.of(files.sequences()));
        source.put("sequences", known.size());
        source.put("length", known.length());
        source.put("vae", Sha256.of(files.vae() == null ? trained.vaeFile() : files.vae()));
        source.put("columns", List.of());
        return source;
    }
}
