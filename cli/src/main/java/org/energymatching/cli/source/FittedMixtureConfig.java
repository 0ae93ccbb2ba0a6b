package org.energymatching.cli.source;

import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.ResampledMixture;
import org.energymatching.error.DataException;
import org.energymatching.nn.Architecture;
import org.jspecify.annotations.Nullable;

/** A mixture of Gaussians fitted to the data, over which the network is a residual potential. Rows of numbers only. */
@Named(
        value = "fitted-mixture",
        doc = "A mixture of Gaussians fitted to the data, which the network then tilts. Rows of numbers only.")
public record FittedMixtureConfig(
        @Key(
                doc =
                        "Gaussians of the mixture; 0 means chosen by held-out likelihood for fewer than 3,000 rows, else one for every 20 rows of data a column, but 1 to 96.",
                standard = "24",
                range = "[0, inf)")
        int components,

        @Key(
                doc = "Deviation of the noise that the mixture is smoothed by.",
                standard = "0.1",
                range = "(0, inf)",
                symbol = "σ_s")
        double sigma,

        @Key(
                doc = "Nats by which the network may raise or lower the energy of the mixture.",
                standard = "20",
                range = "(0, inf)",
                symbol = "c")
        double bound,

        @Key(
                doc =
                        "Draws of the mixture of which each chain of sampling begins at one, chosen by importance resampling; 1 for a draw of the mixture.",
                standard = "64",
                range = "[1, inf)",
                symbol = "K")
        int candidates)
        implements SourceConfig {

    @Override
    public Distribution distribution(Architecture network) {
        return mixture(network);
    }

    @Override
    public Distribution starts(Architecture network, Potential potential, double epsilon, float @Nullable [] observed) {
        return ResampledMixture.of(potential, mixture(network), epsilon, candidates, observed);
    }

    private static GaussianMixture mixture(Architecture network) {
        return GaussianMixture.tiltedBy(network)
                .orElseThrow(() -> new DataException(
                        "The configuration starts at a fitted mixture, but the network "
                                + network.description().get("type") + " holds none.",
                        "Where source is fitted-mixture, the checkpoint's network is a tilt of the mixture.",
                        "Restore the checkpoint from a copy; this one was changed by hand."));
    }
}
