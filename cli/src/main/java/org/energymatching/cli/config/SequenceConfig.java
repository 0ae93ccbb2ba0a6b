package org.energymatching.cli.config;

import org.energymatching.cli.config.Choices.Repeated;
import org.energymatching.cli.schema.Key;
import org.jspecify.annotations.Nullable;

/** The format of the sequences of a {@link RunConfig}. */
public record SequenceConfig(
        @Key(
                doc = "The letters of the sequences: protein, dna, rna, or the letters themselves, such as ACGTN.",
                standard = "protein")
        String alphabet,

        @Key(doc = "The file of sequences, where data.path is a folder; empty where it is the file itself.") @Nullable
        String file,

        @Key(doc = "The column of the sequences.", standard = "sequence")
        String column,

        @Key(doc = "The column of their scores, the higher the better.", standard = "score")
        String score,

        @Key(
                doc =
                        "A table with a column of names and one of scores, for FASTA without score=… in its headers; relative to the working directory.")
        @Nullable
        String scores,

        @Key(
                doc =
                        "What becomes of a sequence that comes again with another score: an error, the mean of the scores, or both rows are kept.",
                standard = "refuse")
        Repeated repeated) {}
