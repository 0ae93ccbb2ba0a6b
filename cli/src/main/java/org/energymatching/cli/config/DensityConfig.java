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
                doc =
                        "Gaussians of the mixture that is fitted to the data: noise when it is widened, the source where that is"
                                + " fitted-mixture. 0 means one for every 20 rows of data a column, but 1 to 24.",
                standard = "24",
                range = "[0, inf)")
        int components,

        @Key(
                doc =
                        "Nats by which the network may raise or lower the energy of the mixture, where source is fitted-mixture.",
                standard = "20",
                range = "(0, inf)",
                symbol = "c")
        double bound,

        @Key(
                doc =
                        "V rises beyond this many times the distance of the farthest point of source and data from the origin, so that"
                                + " exp(-V/epsilonMax) has an integral; 0 leaves the network alone, which is all that a fitted-mixture needs.",
                standard = "0",
                range = "[0, inf)")
        double margin,

        @Key(doc = "Points of noise for each point of data.", standard = "2", range = "[1, inf)", symbol = "ν")
        int ratio,

        @Key(
                doc =
                        "Nats above the mean energy of data below which the flow gives way to the density; 0 means never.",
                standard = "2",
                range = "[0, inf)")
        double gateHeight,

        @Key(doc = "Nats over which it gives way.", standard = "0.5", range = "(0, inf)")
        double gateWidth,

        @Key(doc = "The contrast with chains that go on from one step of training to the next.")
        Chains chains) {

    /** Chains of the persistent contrast. */
    public record Chains(
            @Key(doc = "Weight of the contrast; 0 means that no chains are kept.", standard = "0", range = "[0, inf)")
            double weight,

            @Key(doc = "Chains that are kept.", standard = "2048", range = "[1, inf)")
            int kept,

            @Key(doc = "Chains that move in each step of training.", standard = "256", range = "[1, inf)")
            int moving,

            @Key(doc = "Steps that these take.", standard = "20", range = "[1, inf)")
            int steps,

            @Key(doc = "Time of one of them.", standard = "0.01", range = "(0, inf)", symbol = "Δt")
            double step,

            @Key(
                    doc = "The mean time at which chains end, and others begin at the source.",
                    standard = "10",
                    range = "(0, inf)")
            double lifetime) {}
}
