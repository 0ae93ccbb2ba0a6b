package org.energymatching.data.sequence;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The expected format of a file of sequences.
 *
 * @param alphabet the letters of the sequences
 * @param sequenceColumn the column of the sequences, in tables
 * @param scoreColumn the column of the scores; empty to read none
 * @param scores a table with the columns {@code name} and the score's, for FASTA without {@code score=…} in its headers; or null
 * @param duplicates the treatment of duplicate sequences
 */
public record SequenceFormat(
        String alphabet,
        String sequenceColumn,
        String scoreColumn,
        @Nullable Path scores,
        Duplicates duplicates) {

    /** The treatment of duplicate sequences. */
    public enum Duplicates {
        /** One sequence, if its scores are equal; an error if they are not. */
        REFUSE,
        /** One sequence, with the mean of its scores. */
        MEAN,
        /** All of them, each with its own score. */
        KEEP
    }

    /** Columns {@code sequence} and {@code score}; no sequence with two scores. */
    public static SequenceFormat scored(String alphabet) {
        return new SequenceFormat(alphabet, "sequence", "score", null, Duplicates.REFUSE);
    }

    /** A column {@code sequence} alone, with duplicates. */
    public static SequenceFormat unscored(String alphabet) {
        return new SequenceFormat(alphabet, "sequence", "", null, Duplicates.KEEP);
    }

    /** The same with another treatment of duplicates. */
    public SequenceFormat with(Duplicates other) {
        return new SequenceFormat(alphabet, sequenceColumn, scoreColumn, scores, other);
    }

    /** Whether scores are read. */
    boolean wantsScores() {
        return !scoreColumn.isEmpty();
    }
}
