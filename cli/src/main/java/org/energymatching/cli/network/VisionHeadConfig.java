package org.energymatching.cli.network;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.nn.image.Head;
import org.energymatching.nn.image.VisionHead;

/** A vision transformer as the head. */
@Named(value = "vision", doc = "A vision transformer, as in the paper.")
public record VisionHeadConfig(
        @Key(doc = "Pixels on the side of a patch.", standard = "4", range = "[1, inf)")
        int patch,

        @Key(doc = "The length of a patch's token.", standard = "384", range = "[1, inf)")
        int width,

        @Key(doc = "Layers of the transformer.", standard = "8", range = "[0, inf)")
        int layers,

        @Key(doc = "Heads of attention in each layer.", standard = "4", range = "[1, inf)")
        int heads,

        @Key(doc = "Share of units left out in training.", standard = "0.1", range = "[0, 1)")
        double dropout)
        implements HeadConfig {

    @Override
    public Head head() {
        return new VisionHead(patch, width, layers, heads, dropout);
    }
}
