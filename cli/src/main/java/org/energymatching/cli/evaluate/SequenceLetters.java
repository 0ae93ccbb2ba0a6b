package org.energymatching.cli.evaluate;

import java.nio.file.Path;
import java.util.Locale;
import org.energymatching.cli.config.SequenceConfig;
import org.energymatching.data.sequence.SequenceFormat;
import org.energymatching.data.sequence.SequenceFormat.Duplicates;
import org.energymatching.protein.Alphabet;
import org.jspecify.annotations.Nullable;

/** Alphabets by their names in configurations and options. */
public final class SequenceLetters {

    private SequenceLetters() {}

    /** {@code protein}, {@code dna}, {@code rna}, or the letters themselves. */
    public static Alphabet alphabet(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "protein" -> Alphabet.protein();
            case "dna" -> Alphabet.dna();
            case "rna" -> Alphabet.rna();
            default -> new Alphabet(word);
        };
    }

    /** The format of the sequences of a configuration. */
    public static SequenceFormat format(SequenceConfig sequences, @Nullable Path scores) {
        return new SequenceFormat(
                alphabet(sequences.alphabet()).letters(),
                sequences.column(),
                sequences.score(),
                scores,
                switch (sequences.repeated()) {
                    case REFUSE -> Duplicates.REFUSE;
                    case MEAN -> Duplicates.MEAN;
                    case KEEP -> Duplicates.KEEP;
                });
    }
}
