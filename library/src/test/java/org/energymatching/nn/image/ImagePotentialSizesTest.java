package org.energymatching.nn.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

/** How many parameters the paper's networks have, counted layer by layer as guided-diffusion and ViT are described. */
class ImagePotentialSizesTest {

    /** The UNet alone has the 35,746,307 that torchcfm prints for its CIFAR-10 example. */
    @Test
    void cifar10() {
        UNet unet = new UNet(128, List.of(1, 2, 2, 2), 2, List.of(16), 4, 64, 0.1, false);
        assertThat(unet(3, 32, unet)).isEqualTo(35_746_307);
        check(3, 32, unet, new VisionHead(4, 384, 8, 4, 0.1), 49_985_796);
    }

    @Test
    void imagenet32HasTheSizeOfCifar10() {
        UNet unet = new UNet(128, List.of(1, 2, 2, 2), 2, List.of(16), 4, 64, 0.1, false);
        check(3, 32, unet, new VisionHead(4, 384, 8, 4, 0.1), 49_985_796);
    }

    @Test
    void mnist() {
        UNet unet = new UNet(32, List.of(1, 2, 2), 2, List.of(14), 2, 0, 0.1, false);
        check(1, 28, unet, new VisionHead(4, 128, 2, 2, 0.1), 2_028_290);
    }

    @Test
    void mnistSmall() {
        UNet unet = new UNet(32, List.of(1, 1, 2), 1, List.of(), 2, 0, 0, false);
        check(1, 28, unet, new VisionHead(4, 64, 2, 2, 0), 864_770);
    }

    @Test
    void celeba() {
        UNet unet = new UNet(128, List.of(1, 2, 3, 4), 2, List.of(16), 4, 64, 0.1, false);
        check(3, 64, unet, new VisionHead(4, 512, 8, 8, 0.1), 108_334_724);
    }

    private static void check(int pictureChannels, int side, UNet unet, VisionHead head, long count) {
        ImagePotential potential = new ImagePotential(Shape.of(pictureChannels, side, side), unet, head, 1);
        assertThat(potential.parameters().stream()
                        .mapToLong(spec -> spec.shape().size())
                        .sum())
                .isEqualTo(count)
                .isEqualTo(unet(pictureChannels, side, unet) + vision(pictureChannels, side, head));
    }

    private static long unet(int pictureChannels, int side, UNet unet) {
        long embedding = 4L * unet.width();
        long channels = (long) unet.width() * unet.multipliers().get(0);
        long count = linear(unet.width(), embedding)
                + linear(embedding, embedding)
                + convolution(pictureChannels, channels, 3)
                + 2 * channels // the last normalization
                + convolution(channels, pictureChannels, 3);
        Deque<Long> skipped = new ArrayDeque<>(List.of(channels));
        int levels = unet.multipliers().size();
        for (int level = 0; level < levels; level++) {
            long out = (long) unet.width() * unet.multipliers().get(level);
            for (int i = 0; i < unet.blocks(); i++) {
                count += residual(channels, out, embedding)
                        + (unet.attention().contains(side >> level) ? attention(out) : 0);
                channels = out;
                skipped.push(channels);
            }
            if (level < levels - 1) {
                count += convolution(channels, channels, 3);
                skipped.push(channels);
            }
        }
        count += 2 * residual(channels, channels, embedding) + attention(channels);
        for (int level = levels - 1; level >= 0; level--) {
            long out = (long) unet.width() * unet.multipliers().get(level);
            for (int i = 0; i <= unet.blocks(); i++) {
                count += residual(channels + skipped.pop(), out, embedding)
                        + (unet.attention().contains(side >> level) ? attention(out) : 0);
                channels = out;
            }
            count += level > 0 ? convolution(channels, channels, 3) : 0;
        }
        return count;
    }

    private static long vision(int pictureChannels, int side, VisionHead head) {
        long width = head.width();
        long tokens = (long) (side / head.patch()) * (side / head.patch());
        long layer = linear(width, 3 * width)
                + linear(width, width)
                + linear(width, 4 * width)
                + linear(4 * width, width)
                + 2 * 2 * width; // two normalizations
        return tokens * width
                + convolution(pictureChannels, width, head.patch())
                + head.layers() * layer
                + linear(width, 1);
    }

    private static long residual(long in, long out, long embedding) {
        return 2 * in
                + convolution(in, out, 3)
                + linear(embedding, out)
                + 2 * out
                + convolution(out, out, 3)
                + (in == out ? 0 : convolution(in, out, 1));
    }

    private static long attention(long channels) {
        return 2 * channels + linear(channels, 3 * channels) + linear(channels, channels);
    }

    private static long convolution(long in, long out, long kernel) {
        return in * out * kernel * kernel + out;
    }

    private static long linear(long in, long out) {
        return in * out + out;
    }
}
