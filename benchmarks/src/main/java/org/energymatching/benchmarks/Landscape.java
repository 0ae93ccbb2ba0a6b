package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.data.sequence.SequenceFormat;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.metric.DesignScores;
import org.energymatching.protein.Alphabet;
import org.energymatching.protein.EpistaticLandscape;
import org.energymatching.protein.RankedSequences;
import org.energymatching.tensor.Rng;

/** A made data set of sequences whose landscape of fitness is known, and what designs are worth on it. */
public final class Landscape {

    private static final EpistaticLandscape TRUTH = EpistaticLandscape.of(Alphabet.protein(), 20, 0.3, 1);
    private static final SequenceFormat FORMAT =
            SequenceFormat.scored(Alphabet.protein().letters()).with(SequenceFormat.Duplicates.MEAN);
    private static final int MEASURED = 2_000;
    private static final double RATE = 0.2;
    private static final double NOISE = 0.02;
    private static final int BEST = 128;

    private Landscape() {}

    /** Runs {@code measure FILE.csv}, or {@code judge MEASURED.csv DESIGNS.csv…}. */
    public static void main(String[] args) {
        if (args.length == 2 && args[0].equals("measure")) {
            Sequences made = TRUTH.measured(MEASURED, RATE, NOISE, Rng.of(2));
            Sequences.write(Path.of(args[1]), made.letters(), Map.of("score", made.scores()));
        } else if (args.length >= 2 && args[0].equals("judge")) {
            say("of the landscape", TRUTH.scores(List.of(TRUTH.best())));
            say("the natural sequence", TRUTH.scores(List.of(TRUTH.natural())));
            say("the best measured", TRUTH.scores(bestMeasured(Path.of(args[1]))));
            Arrays.stream(args)
                    .skip(2)
                    .forEach(file -> say(
                            file,
                            TRUTH.scores(Sequences.read(
                                            Path.of(file),
                                            SequenceFormat.unscored(
                                                    Alphabet.protein().letters()))
                                    .letters())));
        } else {
            throw new IllegalArgumentException("measure FILE.csv, or judge MEASURED.csv DESIGNS.csv…, was expected");
        }
    }

    private static List<String> bestMeasured(Path file) {
        Sequences measured = Sequences.read(file, FORMAT);
        return RankedSequences.of(measured.letters(), measured.scores())
                .best(BEST)
                .letters();
    }

    private static void say(String what, double[] scores) {
        System.out.println(String.format(
                Locale.ROOT,
                "%-40s %5d sequences, true score: median %.3f, best %.3f",
                what,
                scores.length,
                DesignScores.median(scores),
                Arrays.stream(scores).max().orElse(Double.NaN)));
    }
}
