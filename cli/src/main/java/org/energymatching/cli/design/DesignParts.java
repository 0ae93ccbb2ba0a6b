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
 * What designing takes besides the potential.
 *
 * @param known the sequences that were measured
 * @param vae to and from the latent space
 * @param predictor what chains follow
 * @param ranking what designs are ranked by; usually the same
 * @param oracle what they are judged by, or null
 * @param lowest the score of fitness 0
 * @param highest the score of fitness 1
 * @param source what a checkpoint keeps to recognise the data by
 * @param fingerprint what tells these predictors from others
 * @param sections how well the parts were learnt, if that was done here
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

    /** The fitness of sequences by the oracle, or by what they are ranked by where there is none. */
    double[] judged(List<String> sequences) {
        return fitness(oracle == null ? ranking.scores(sequences) : oracle.scores(sequences));
    }

    /** Who judges. */
    String judge() {
        return oracle == null ? "the predictor itself, for there is no oracle" : "the oracle";
    }

    /**
     * The latent vectors of the known sequences: what the potential is trained on.
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
