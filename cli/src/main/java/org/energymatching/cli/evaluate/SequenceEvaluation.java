package org.energymatching.cli.evaluate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.Result;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.sequence.SequenceFormat;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.metric.DesignScores;
import org.energymatching.protein.Alphabet;
import org.energymatching.protein.FitnessPredictor;
import org.jspecify.annotations.Nullable;

/**
 * Fitness, diversity and novelty of any list of sequences, of this program or of others.
 *
 * @param list the file of sequences
 * @param known the file of the known sequences
 * @param oracle the network of the scores, or null
 * @param alphabet the letters, or null
 * @param column the column of the sequences
 * @param range the scores of fitness 0 and 1
 */
record SequenceEvaluation(
        Path list,
        Path known,
        @Nullable Path oracle,
        @Nullable String alphabet,
        String column,
        List<Double> range) {

    Result result() {
        FitnessRange scale = FitnessRange.of(range);
        Alphabet asked = alphabet == null ? null : SequenceLetters.alphabet(alphabet);
        if (oracle == null) {
            return result(asked == null ? Alphabet.protein() : asked, null, scale);
        }
        try (FitnessPredictor judge = FitnessPredictor.read(oracle, asked)) {
            return result(judge.alphabet(), judge, scale);
        }
    }

    private Result result(Alphabet letters, @Nullable FitnessPredictor judge, FitnessRange scale) {
        SequenceFormat format = new SequenceFormat(letters.letters(), column, "", null, SequenceFormat.Duplicates.KEEP);
        List<String> designs = Sequences.read(list, format).letters();
        List<String> training = Sequences.read(known, format).letters();
        double[] fitness = judge == null ? new double[0] : scale.fitness(judge.scores(designs));
        DesignScores scores = DesignScores.of(designs, fitness, training);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("list", list.toString());
        json.put("data", known.toString());
        json.put("designs", scores.designs());
        json.put("distinct", scores.distinct());
        if (judge != null) {
            json.put("fitness", scores.fitness());
        }
        json.put("diversity", scores.diversity());
        json.put("novelty", scores.novelty());
        return Result.done(text(scores, judge != null), json);
    }

    private String text(DesignScores scores, boolean judged) {
        return Numbers.format(
                """
                %-11s%s
                diversity  %.3f letters, the mean distance between two of them
                novelty    %.1f letters, the median distance to the nearest of %s
                designs    %,d, %,d of them different""",
                "fitness",
                judged
                        ? Numbers.format("%.4f, the median by %s", scores.fitness(), oracle)
                        : "not judged; name a network with --oracle",
                scores.diversity(),
                scores.novelty(),
                known,
                scores.designs(),
                scores.distinct());
    }
}
