package org.energymatching.data.sequence;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a file of sequences.
 *
 * @param alphabet the letters that sequences consist of
 * @param sequenceColumn the column of the sequences, in tables
 * @param scoreColumn the column of the scores; empty if they are not wanted
 * @param scores a table with the columns {@code name} and the score's, for FASTA without {@code score=…} in its headers; or null
 * @param duplicates what becomes of a sequence that comes again
 */
public record SequenceFormat(
        String alphabet,
        String sequenceColumn,
        String scoreColumn,
        @Nullable Path scores,
        Duplicates duplicates) {

    /** What becomes of a sequence that comes again. */
    public enum Duplicates {
        /** Once, if its scores are equal; an error if they are not. */
        REFUSE,
        /** Once, with the mean of its scores. */
        MEAN,
        /** As often as it comes, each time with its own score. */
        KEEP
    }

    /** Columns {@code sequence} and {@code score}; no sequence with two scores. */
    public static SequenceFormat scored(String alphabet) {
        return new SequenceFormat(alphabet, "sequence", "score", null, Duplicates.REFUSE);
    }

    /** A column {@code sequence} alone, as often as each comes. */
    public static SequenceFormat unscored(String alphabet) {
        return new SequenceFormat(alphabet, "sequence", "", null, Duplicates.KEEP);
    }

    /** The same with another answer to duplicates. */
    public SequenceFormat with(Duplicates other) {
        return new SequenceFormat(alphabet, sequenceColumn, scoreColumn, scores, other);
    }

    /** Whether scores are wanted. */
    boolean wantsScores() {
        return !scoreColumn.isEmpty();
    }
}
