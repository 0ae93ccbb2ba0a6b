package org.energymatching.cli.design;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.output.Section;
import org.energymatching.cli.run.ConditionSource;
import org.energymatching.cli.run.DataSource;
import org.energymatching.data.Dataset;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.protein.FitnessPredictor;
import org.energymatching.protein.PredictorEnsemble;
import org.energymatching.protein.SequenceVae;
import org.jspecify.annotations.Nullable;

/**
 * What design needs besides the potential.
 *
 * @param known the measured sequences
 * @param vae the autoencoder to and from the latent space
 * @param predictor the predictor that guides chains
 * @param ranking the predictor that ranks designs; usually the same
 * @param oracle the oracle that evaluates designs, or null
 * @param lowest the score of fitness 0
 * @param highest the score of fitness 1
 * @param source the description of the data in checkpoints, by which they are identified
 * @param fingerprint identifies these predictors
 * @param sections report sections on the training of the parts, if they were trained here
 */
record DesignParts(
        Sequences known,
        SequenceVae vae,
        PredictorEnsemble predictor,
        PredictorEnsemble ranking,
        @Nullable FitnessPredictor oracle,
        double lowest,
        double highest,
        Map<String, Object> source,
        String fingerprint,
        List<Section> sections) {

    /** The score of a sequence as a fitness. */
    double fitness(double score) {
        return (score - lowest) / (highest - lowest);
    }

    double[] fitness(double[] scores) {
        return Arrays.stream(scores).map(this::fitness).toArray();
    }

    /** The fitness of sequences by the oracle, or, without one, by the ranking predictor. */
    double[] judged(List<String> sequences) {
        return fitness(oracle == null ? ranking.scores(sequences) : oracle.scores(sequences));
    }

    /** The name of what evaluates designs. */
    String judge() {
        return oracle == null ? "the predictor itself, for there is no oracle" : "the oracle";
    }

    /**
     * The latent vectors of the known sequences: the training data of the potential.
     *
     * @param condition the column of scores where the potential is conditioned on them, or nothing
     */
    DataSource latents(List<String> condition) {
        ConditionSource conditions = ConditionSource.of(
                "The list of sequences",
                condition,
                scores ->
                        Arrays.stream(known.scores()).mapToObj(Double::toString).toList());
        Samples mean = vae.encode(known.letters()).given(conditions.rows());
        return new DataSource(
                new Dataset(mean),
                null,
                null,
                IntStream.rangeClosed(1, vae.latent()).mapToObj(i -> "z" + i).toList(),
                known.notes(),
                source,
                conditions.conditions());
    }
}
