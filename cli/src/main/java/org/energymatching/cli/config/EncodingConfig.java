package org.energymatching.cli.config;

import org.energymatching.cli.schema.Key;
import org.energymatching.data.schema.TableEncoding;
import org.energymatching.data.schema.TableEncoding.NumberMap;
import org.energymatching.data.schema.TableEncoding.WordCode;

/** The encoding of typed columns as numbers, as {@link TableEncoding}. */
public record EncodingConfig(
        @Key(
                doc =
                        "The map of numbers: their quantiles to those of a normal, or standardised; both keep to the bounds.",
                standard = "quantile")
        NumberMap numbers,

        @Key(doc = "The code of words: a number for each, or the binary digits of their index.", standard = "one-hot")
        WordCode words,

        @Key(doc = "Deviation of the noise on the ±1 of words.", standard = "0.2", range = "(0, 1]")
        double noise) {

    /** The encoding. */
    public TableEncoding encoding() {
        return new TableEncoding(numbers, words, noise);
    }
}
