package org.energymatching.cli.config;

import java.util.List;
import org.energymatching.cli.config.Choices.HeadKind;
import org.energymatching.cli.config.Choices.NetworkKind;
import org.energymatching.nn.layer.Activation;

/** The network of a {@link RunConfig}: a perceptron, or the paper's networks for pictures and for sequences. */
public record NetworkConfig(
        @Key(
                doc =
                        "A perceptron on rows of numbers, the paper's UNet and head on pictures, or its 1-D UNet on the latent vectors of sequences.",
                standard = "perceptron")
        NetworkKind kind,

        @Key(
                doc = "Width of each hidden layer. Perceptrons only.",
                standard = "[256, 256, 256, 256]",
                range = "[1, inf)")
        List<Integer> widths,

        @Key(doc = "Activation after every hidden layer but the first. Perceptrons only.", standard = "silu")
        Activation activation,

        @Key(doc = "Activation after the first hidden layer. Perceptrons only.", standard = "relu")
        Activation firstActivation,

        @Key(doc = "The picture-to-picture part. Image networks only.")
        UNet unet,

        @Key(doc = "What makes one number of the picture that the UNet drew. Image networks only.")
        Head head,

        @Key(doc = "The 1-D UNet. Sequence networks only.") Sequence sequence,

        @Key(
                doc = "What the output is multiplied by. Image and sequence networks only.",
                standard = "1000",
                range = "(0, inf)")
        double scale,

        @Key(
                doc = "V is kept within ± this by c tanh(V/c); 0 means no limit. Image networks only.",
                standard = "0",
                range = "[0, inf)")
        double softClamp) {

    /** The UNet. */
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
            boolean residualResampling) {}

    /** The head. */
    public record Head(
            @Key(doc = "A vision transformer, or a perceptron on all pixels.", standard = "vision")
            HeadKind kind,

            @Key(doc = "Pixels on the side of a patch. Vision heads only.", standard = "4", range = "[1, inf)")
            int patch,

            @Key(doc = "The length of a patch's token. Vision heads only.", standard = "384", range = "[1, inf)")
            int width,

            @Key(doc = "Layers of the transformer. Vision heads only.", standard = "8", range = "[0, inf)")
            int layers,

            @Key(doc = "Heads of attention in each layer. Vision heads only.", standard = "4", range = "[1, inf)")
            int heads,

            @Key(doc = "Share of units left out in training. Vision heads only.", standard = "0.1", range = "[0, 1)")
            double dropout,

            @Key(doc = "Widths of the hidden layers. Perceptron heads only.", standard = "[256]", range = "[1, inf)")
            List<Integer> widths) {}

    /** The 1-D UNet. */
    public record Sequence(
            @Key(doc = "Channels at full resolution: an even number.", standard = "28", range = "[4, inf)")
            int width,

            @Key(
                    doc = "How many times as many channels each level has; each level but the last halves the length.",
                    standard = "[1, 2]",
                    range = "[1, inf)")
            List<Integer> multipliers,

            @Key(doc = "Share of units left out in training.", standard = "0.1", range = "[0, 1)")
            double dropout) {}
}
