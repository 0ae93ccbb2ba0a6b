package org.energymatching.nn.image;

import java.util.List;
import java.util.Map;
import org.energymatching.tensor.Shape;

/**
 * The sizes of an {@link ImagePotential}, inferred from the names and shapes of its state dict.
 *
 * <p>They do not determine the number of attention heads, the output's scale and clamp, and the dropout; those are arguments of
 * {@link #potential}.
 *
 * @param inputShape (channels, height, width) of an image
 * @param width channels of the UNet at full resolution
 * @param multipliers how many times as many channels each level has
 * @param blocks residual blocks of a level
 * @param attention the resolutions at which blocks are followed by attention, the highest first
 * @param residualResampling whether residual blocks change the resolution
 * @param head the sizes of the head
 */
public record ImagePotentialShapes(
        Shape inputShape,
        int width,
        List<Integer> multipliers,
        int blocks,
        List<Integer> attention,
        boolean residualResampling,
        HeadShapes head) {

    public ImagePotentialShapes {
        multipliers = List.copyOf(multipliers);
        attention = List.copyOf(attention);
    }

    /** The sizes of the head. */
    public sealed interface HeadShapes permits VisionShapes, PerceptronShapes {}

    /**
     * Of a {@link VisionHead}.
     *
     * @param patch the side of a patch in pixels
     * @param width the length of a token
     * @param layers of the encoder
     */
    public record VisionShapes(int patch, int width, int layers) implements HeadShapes {}

    /**
     * Of a {@link PerceptronHead}.
     *
     * @param widths the sizes of its hidden layers
     */
    public record PerceptronShapes(List<Integer> widths) implements HeadShapes {}

    /**
     * Infers the sizes; the names and shapes are exactly those of an image potential of these sizes.
     *
     * @param shapes of a state dict, by name
     * @param origin its file, for messages
     * @throws org.energymatching.error.DataException if it is not that of an image potential, with names and the likely cause
     */
    public static ImagePotentialShapes of(Map<String, Shape> shapes, String origin) {
        return new ImagePotentialInference(shapes, origin).infer();
    }

    /**
     * The potential of these sizes, without clamp and dropout.
     *
     * @param heads of the UNet's attention, where {@code headChannels} is 0
     * @param headChannels channels of one head; 0 for {@code heads} heads everywhere
     * @param tokenHeads of a vision head's attention
     * @param scale the factor of the output
     */
    public ImagePotential potential(int heads, int headChannels, int tokenHeads, double scale) {
        Head last = head instanceof VisionShapes vision
                ? new VisionHead(vision.patch(), vision.width(), vision.layers(), tokenHeads, 0)
                : new PerceptronHead(((PerceptronShapes) head).widths());
        UNet unet = new UNet(width, multipliers, blocks, attention, heads, headChannels, 0, residualResampling);
        return new ImagePotential(inputShape, unet, last, scale);
    }
}
