package org.energymatching.cli.network;

import java.util.List;
import java.util.function.Supplier;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.condition.Conditions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Execution;
import org.energymatching.nn.image.Head;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.tensor.Shape;

/** The paper's U-Net and head on images. */
@Named(value = "image", doc = "The paper's U-Net and head on pictures.")
public record ImageNetworkConfig(
        @Key(doc = "The picture-to-picture part.") UNet unet,

        @Key(doc = "What makes one number of the picture that the U-Net drew.", standard = "vision")
        HeadConfig head,

        @Key(doc = "What the output is multiplied by.", standard = "1000", range = "(0, inf)")
        double scale,

        @Key(doc = "V is kept within ± this by c tanh(V/c); 0 means no limit.", standard = "0", range = "[0, inf)")
        double softClamp,

        @Key(doc = "The numbers that chains of training are computed in.", standard = "single")
        Precision chainPrecision)
        implements NetworkConfig {

    /** The U-Net. */
    public record UNet(
            @Key(doc = "Channels at full resolution: a multiple of 32.", standard = "128", range = "[32, inf)")
            int width,

            @Key(
                    doc = "How many times as many channels each level has; each level halves the resolution.",
                    standard = "[1, 2, 2, 2]",
                    range = "[1, inf)")
            List<Integer> multipliers,

            @Key(doc = "Residual blocks of a level.", standard = "2", range = "[1, inf)")
            int blocks,

            @Key(
                    doc = "Resolutions, in pixels a side, at which blocks are followed by attention.",
                    standard = "[16]",
                    range = "[1, inf)")
            List<Integer> attention,

            @Key(doc = "Heads of attention, where headChannels is 0.", standard = "4", range = "[1, inf)")
            int heads,

            @Key(doc = "Channels of one head; 0 for 'heads' heads everywhere.", standard = "64", range = "[0, inf)")
            int headChannels,

            @Key(doc = "Share of units left out in training.", standard = "0.1", range = "[0, 1)")
            double dropout,

            @Key(doc = "Whether residual blocks change the resolution, in place of convolutions.", standard = "false")
            boolean residualResampling) {

        private org.energymatching.nn.image.UNet build() {
            return new org.energymatching.nn.image.UNet(
                    width, multipliers, blocks, attention, heads, headChannels, dropout, residualResampling);
        }
    }

    /** The network for images of this shape; an error names the key that does not fit them, or the other keys. */
    @Override
    public ImagePotential architecture(Shape shape, Conditions conditions) {
        org.energymatching.nn.image.UNet built = naming("see 'em config explain network.image.unet'", unet::build);
        Head end = naming("see 'em config explain network.image.head'", head::head);
        return naming(
                "network.image.unet.multipliers, network.image.unet.heads or network.image.head.vision.patch; data.side for"
                        + " pictures of a folder",
                () -> new ImagePotential(
                        shape,
                        built,
                        end,
                        scale,
                        softClamp == 0 ? Double.POSITIVE_INFINITY : softClamp,
                        conditions,
                        Execution.defaults()));
    }

    @Override
    public Domain domain() {
        return Domain.IMAGES;
    }

    /** Adds the keys to an error of a part. */
    static <T> T naming(String keys, Supplier<T> part) {
        try {
            return part.get();
        } catch (UsageException unfit) {
            throw new UsageException(
                    unfit.happened(), unfit.expected(), unfit.remedy().replaceFirst("\\.$", " (" + keys + ")."), unfit);
        }
    }
}
