package org.energymatching.cli.config;

/** The terms that make exp(-V/epsilonMax) the density of the data. */
public record DensityConfig(
        @Key(
                doc = "Weight of denoising score matching, which fits the slope of the density.",
                standard = "1",
                range = "[0, inf)")
        double scoreWeight,

        @Key(
                doc = "Deviation of the noise that score matching adds: the density is smooth at this scale.",
                standard = "0.1",
                range = "(0, inf)",
                symbol = "σ_s")
        double sigma,

        @Key(
                doc = "Weight of the contrast with noise of known density, which sets the masses of separate regions.",
                standard = "1",
                range = "[0, inf)")
        double contrastWeight,

        @Key(
                doc = "Gaussians of the mixture that is fitted to the data, widened and drawn from as noise.",
                standard = "24",
                range = "[1, inf)")
        int components,

        @Key(doc = "Points of noise for each point of data.", standard = "2", range = "[1, inf)", symbol = "ν")
        int ratio,

        @Key(
                doc =
                        "Nats above the mean energy of data below which the flow gives way to the density; 0 means never.",
                standard = "2",
                range = "[0, inf)")
        double gateHeight,

        @Key(doc = "Nats over which it gives way.", standard = "0.5", range = "(0, inf)")
        double gateWidth) {}
