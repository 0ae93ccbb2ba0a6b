package org.energymatching.cli.config;

import org.energymatching.cli.schema.Key;

/** The training of the autoencoder and the predictors, for runs that name no released ones. */
public record PartsConfig(
        @Key(
                doc = "Coordinates of the latent space: a multiple of what the network halves.",
                standard = "16",
                range = "[1, inf)")
        int latent,

        @Key(doc = "Width of the autoencoder: an even number.", standard = "64", range = "[2, inf)")
        int width,

        @Key(
                doc =
                        "How much the latent space is to look like a normal one: large makes it smooth, small makes sequences come back letter by letter.",
                standard = "0.1",
                range = "[0, inf)",
                symbol = "β")
        double beta,

        @Key(doc = "Steps of the autoencoder's training.", standard = "4000", range = "[1, inf)")
        int vaeSteps,

        @Key(doc = "Learning rate of the autoencoder, at the beginning.", standard = "2e-3", range = "(0, inf)")
        double vaeRate,

        @Key(doc = "Predictors in the ensemble.", standard = "4", range = "[1, inf)")
        int members,

        @Key(
                doc = "Features of a predictor, and half as many channels before them.",
                standard = "256",
                range = "[2, inf)")
        int features,

        @Key(doc = "Letters that a predictor looks at together.", standard = "5", range = "[1, inf)")
        int window,

        @Key(doc = "Steps of each predictor's training.", standard = "1500", range = "[1, inf)")
        int predictorSteps,

        @Key(doc = "Learning rate of the predictors, at the beginning.", standard = "2e-3", range = "(0, inf)")
        double predictorRate,

        @Key(
                doc = "Share of the sequences that no predictor sees, to judge them by.",
                standard = "0.1",
                range = "(0, 1)")
        double heldOut) {}
