package org.energymatching.cli.config;

import java.util.List;
import org.energymatching.cli.schema.Key;
import org.jspecify.annotations.Nullable;

/**
 * The design of sequences with a trained potential. Only the latent space affects training: the same potential
 * serves many settings.
 */
public record DesignConfig(
        @Key(
                doc =
                        "The released VAE, a file in the folder of the data; empty means that one is trained on the sequences.")
        @Nullable
        String vae,

        @Key(
                doc =
                        "Released predictors of fitness, files in the folder of the data; designs follow their mean. Empty means that an ensemble is trained on the sequences.",
                standard = "[]")
        List<String> predictors,

        @Key(
                doc =
                        "Other predictors that designs are ranked by, files in the folder of the data: chains have not learnt to please them. Empty means those that chains follow.",
                standard = "[]")
        List<String> ranking,

        @Key(
                doc =
                        "A predictor that designs are judged by and that designing never sees, a file in the folder of the data; empty means none.")
        @Nullable
        String oracle,

        @Key(doc = "The score that counts as fitness 0; empty means the lowest of the data.") @Nullable
        Double lowest,

        @Key(doc = "The score that counts as fitness 1; empty means the highest of the data.") @Nullable
        Double highest,

        @Key(
                doc =
                        "The score that sequences are to have, as a condition of the potential beside what the predictors say; for data.condition. Empty leaves it open.")
        @Nullable
        Double givenScore,

        @Key(
                doc =
                        "How many deviations of the predictors are taken off their mean: designs keep to where they agree.",
                standard = "0",
                range = "[0, inf)",
                symbol = "κ")
        double uncertaintyPenalty,

        @Key(doc = "The fitness that chains are drawn to.", standard = "1", symbol = "y")
        double target,

        @Key(
                doc = "How far from it a prediction may be: small draws harder.",
                standard = "0.01",
                range = "(0, inf)",
                symbol = "ζ")
        double targetTolerance,

        @Key(
                doc = "Distance at which chains repel one another: small is strong; 0 means not at all.",
                standard = "0",
                range = "[0, inf)",
                symbol = "σ_W")
        double interaction,

        @Key(doc = "Time at which the chains end.", standard = "1.7", range = "(0, inf)", symbol = "τ_s")
        double time,

        @Key(doc = "Time of one step.", standard = "0.01", range = "(0, inf)", symbol = "Δt")
        double step,

        @Key(
                doc =
                        "Time between two looks at the chains, from t = 1 to their ends, each of which yields designs; 0 looks at their ends alone.",
                standard = "0",
                range = "[0, inf)")
        double thinning,

        @Key(
                doc = "Time before which chains feel neither noise nor fitness.",
                standard = "0.9",
                range = "(0, 1]",
                symbol = "τ*")
        double tauStar,

        @Key(
                doc = "Temperature from time 1 on; empty means temperature.epsilonMax, which training had.",
                range = "(0, inf)",
                symbol = "ε_max")
        @Nullable
        Double epsilonMax,

        @Key(
                doc = "Coordinates are brought back to within ± this after every step; 0 means no bound.",
                standard = "1",
                range = "[0, inf)")
        double bound,

        @Key(doc = "Chains that are followed together.", standard = "512", range = "[2, inf)", symbol = "M")
        int chains,

        @Key(
                doc = "Designs that are kept of each seed, the best by the predictor.",
                standard = "128",
                range = "[1, inf)")
        int keep,

        @Key(
                doc =
                        "Fitness that one letter of mean distance to the designs already kept is worth where more are found than kept; 0 keeps the best by the predictor.",
                standard = "0",
                range = "[0, inf)")
        double diversityWeight,

        @Key(doc = "How many times designing is repeated, from other noise.", standard = "5", range = "[1, inf)")
        int seeds,

        @Key(
                doc =
                        "Sequences that each baseline may have scored by the predictor; empty means as many as the chains have positions: chains x time / step.",
                range = "[1, inf)")
        @Nullable
        Integer evaluations,

        @Key(
                doc =
                        "Whether the report shows fitness against diversity as the chains repel one another more and more.",
                standard = "true")
        boolean sweep,

        @Key(doc = "Whether plainer ways are tried as well, to compare with.", standard = "true")
        boolean baselines,

        @Key(doc = "How autoencoder and predictors are trained where no released ones are named.")
        PartsConfig parts) {}
