package org.energymatching.nn.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Description;
import org.energymatching.nn.layer.GroupNorm;

/**
 * The U-Net of the paper's potentials, from images to images, in the style of guided diffusion (Dhariwal, Nichol 2021; paper,
 * appendix on architectures): residual blocks at falling, then at rising resolution, with skip connections and attention at
 * some resolutions. Names in the state dict are those of the reference implementation.
 *
 * @param width channels at full resolution, a multiple of 32
 * @param multipliers how many times as many channels each level has; each level halves the resolution of the one before
 * @param blocks residual blocks of a level
 * @param attention the resolutions, in pixels a side, at which blocks are followed by attention
 * @param heads of attention, where {@code headChannels} is 0
 * @param headChannels channels of one head; 0 for {@code heads} heads everywhere
 * @param dropout the rate of units left out in training
 * @param residualResampling whether residual blocks change the resolution, in place of convolutions
 */
public record UNet(
        int width,
        List<Integer> multipliers,
        int blocks,
        List<Integer> attention,
        int heads,
        int headChannels,
        double dropout,
        boolean residualResampling) {

    /** The limit of levels, and of blocks in a level; more are probably a mistake. */
    private static final int MOST = 30;

    public UNet {
        multipliers = List.copyOf(multipliers);
        attention = List.copyOf(attention);
        if (width < GroupNorm.GROUPS || width % GroupNorm.GROUPS != 0) {
            throw new UsageException(
                    "A UNet of " + width + " channels was asked for.",
                    "Its channels are normalised in " + GroupNorm.GROUPS + " groups, so there is a multiple of that.",
                    "Choose for example 32, 64 or 128.");
        }
        if (multipliers.isEmpty()
                || multipliers.size() > MOST
                || multipliers.stream().anyMatch(m -> m < 1)
                || blocks < 1
                || blocks > MOST) {
            throw new UsageException(
                    "A UNet with channel multipliers " + multipliers + " and " + blocks
                            + " blocks a level was asked for.",
                    "There are 1 to " + MOST + " levels of 1 to " + MOST
                            + " blocks, and every multiplier is 1 or more.",
                    "Choose for example the multipliers [1, 2, 2, 2] and 2 blocks.");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new UsageException(
                    "A UNet was to leave out a share of " + dropout + " of its units.",
                    "The share lies in [0, 1).",
                    "The paper takes 0.1.");
        }
        if (heads < 1 || headChannels < 0) {
            throw new UsageException(
                    "Attention with " + heads + " heads of " + headChannels + " channels was asked for.",
                    "There is at least one head, and headChannels is 0 where their number is given.",
                    "Choose for example 4 heads and 0.");
        }
        // The coarsest level always has attention.
        shared(Math.multiplyExact(width, multipliers.get(multipliers.size() - 1)), heads, headChannels);
    }

    /** The number of heads over so many channels. */
    int headsOf(int channels) {
        return shared(channels, heads, headChannels);
    }

    private static int shared(int channels, int heads, int headChannels) {
        if (channels % (headChannels > 0 ? headChannels : heads) != 0) {
            throw new UsageException(
                    "Attention over " + channels + " channels was to have "
                            + (headChannels > 0 ? "heads of " + headChannels + " channels" : heads + " heads") + ".",
                    "The channels of a level are shared out evenly among its heads.",
                    "Choose a number that divides " + channels + ".");
        }
        return headChannels > 0 ? channels / headChannels : heads;
    }

    /** The number by which an image's sides must be divisible. */
    int coarsest() {
        return 1 << (multipliers.size() - 1);
    }

    /** As values of a checkpoint's description. */
    Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("width", width);
        description.put("multipliers", multipliers);
        description.put("blocks", blocks);
        description.put("attention", attention);
        description.put("heads", heads);
        description.put("headChannels", headChannels);
        description.put("dropout", dropout);
        description.put("residualResampling", residualResampling);
        return description;
    }

    /** The network of a description. */
    static UNet from(Description description) {
        return new UNet(
                description.integer("width"),
                description.integers("multipliers"),
                description.integer("blocks"),
                description.integers("attention"),
                description.integer("heads"),
                description.integer("headChannels"),
                description.number("dropout"),
                description.flag("residualResampling"));
    }
}
