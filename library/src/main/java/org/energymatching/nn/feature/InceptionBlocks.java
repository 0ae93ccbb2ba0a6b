package org.energymatching.nn.feature;

import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.nn.feature.InceptionStage.Branches;
import org.energymatching.nn.feature.InceptionStage.Convolution;
import org.energymatching.nn.feature.InceptionStage.Pooling;
import org.energymatching.nn.feature.InceptionStage.Sequence;

/**
 * The blocks of Inception v3 as the FID uses it, by name, from 299 by 299 pixels to 2048 channels of 8 by 8.
 *
 * <p>It differs from the network for ImageNet in the pooling within the blocks: means at the border are over the pixels inside
 * the image, and the last block has the maximum in place of the mean.
 */
final class InceptionBlocks {

    private InceptionBlocks() {}

    /** The blocks in order, under the names of the state dict; the stem's have the names of their last layers. */
    static Map<String, InceptionStage> all() {
        Map<String, InceptionStage> blocks = new LinkedHashMap<>();
        blocks.put(
                "maxpool1",
                Sequence.of(
                        convolution("Conv2d_1a_3x3", 3, 32, 3, 3, 2, false),
                        convolution("Conv2d_2a_3x3", 32, 32, 3, 3, 1, false),
                        same("Conv2d_2b_3x3", 32, 64, 3, 3),
                        Pooling.HALVING));
        blocks.put(
                "maxpool2",
                Sequence.of(
                        same("Conv2d_3b_1x1", 64, 80, 1, 1),
                        convolution("Conv2d_4a_3x3", 80, 192, 3, 3, 1, false),
                        Pooling.HALVING));
        blocks.put("Mixed_5b", fivesAndThrees("Mixed_5b.", 192, 32));
        blocks.put("Mixed_5c", fivesAndThrees("Mixed_5c.", 256, 64));
        blocks.put("Mixed_5d", fivesAndThrees("Mixed_5d.", 288, 64));
        blocks.put("Mixed_6a", halvingThrees("Mixed_6a.", 288));
        blocks.put("Mixed_6b", sevens("Mixed_6b.", 768, 128));
        blocks.put("Mixed_6c", sevens("Mixed_6c.", 768, 160));
        blocks.put("Mixed_6d", sevens("Mixed_6d.", 768, 160));
        blocks.put("Mixed_6e", sevens("Mixed_6e.", 768, 192));
        blocks.put("Mixed_7a", halvingSevens("Mixed_7a.", 768));
        blocks.put("Mixed_7b", forks("Mixed_7b.", 1280, Pooling.MEAN));
        blocks.put("Mixed_7c", forks("Mixed_7c.", 2048, Pooling.LARGEST));
        return blocks;
    }

    private static InceptionStage fivesAndThrees(String name, int in, int pooled) {
        return Branches.of(
                same(name + "branch1x1", in, 64, 1, 1),
                Sequence.of(same(name + "branch5x5_1", in, 48, 1, 1), same(name + "branch5x5_2", 48, 64, 5, 5)),
                Sequence.of(
                        same(name + "branch3x3dbl_1", in, 64, 1, 1),
                        same(name + "branch3x3dbl_2", 64, 96, 3, 3),
                        same(name + "branch3x3dbl_3", 96, 96, 3, 3)),
                Sequence.of(Pooling.MEAN, same(name + "branch_pool", in, pooled, 1, 1)));
    }

    private static InceptionStage halvingThrees(String name, int in) {
        return Branches.of(
                convolution(name + "branch3x3", in, 384, 3, 3, 2, false),
                Sequence.of(
                        same(name + "branch3x3dbl_1", in, 64, 1, 1),
                        same(name + "branch3x3dbl_2", 64, 96, 3, 3),
                        convolution(name + "branch3x3dbl_3", 96, 96, 3, 3, 2, false)),
                Pooling.HALVING);
    }

    private static InceptionStage sevens(String name, int in, int narrow) {
        return Branches.of(
                same(name + "branch1x1", in, 192, 1, 1),
                Sequence.of(
                        same(name + "branch7x7_1", in, narrow, 1, 1),
                        same(name + "branch7x7_2", narrow, narrow, 1, 7),
                        same(name + "branch7x7_3", narrow, 192, 7, 1)),
                Sequence.of(
                        same(name + "branch7x7dbl_1", in, narrow, 1, 1),
                        same(name + "branch7x7dbl_2", narrow, narrow, 7, 1),
                        same(name + "branch7x7dbl_3", narrow, narrow, 1, 7),
                        same(name + "branch7x7dbl_4", narrow, narrow, 7, 1),
                        same(name + "branch7x7dbl_5", narrow, 192, 1, 7)),
                Sequence.of(Pooling.MEAN, same(name + "branch_pool", in, 192, 1, 1)));
    }

    private static InceptionStage halvingSevens(String name, int in) {
        return Branches.of(
                Sequence.of(
                        same(name + "branch3x3_1", in, 192, 1, 1),
                        convolution(name + "branch3x3_2", 192, 320, 3, 3, 2, false)),
                Sequence.of(
                        same(name + "branch7x7x3_1", in, 192, 1, 1),
                        same(name + "branch7x7x3_2", 192, 192, 1, 7),
                        same(name + "branch7x7x3_3", 192, 192, 7, 1),
                        convolution(name + "branch7x7x3_4", 192, 192, 3, 3, 2, false)),
                Pooling.HALVING);
    }

    private static InceptionStage forks(String name, int in, Pooling pooling) {
        return Branches.of(
                same(name + "branch1x1", in, 320, 1, 1),
                Sequence.of(
                        same(name + "branch3x3_1", in, 384, 1, 1),
                        Branches.of(
                                same(name + "branch3x3_2a", 384, 384, 1, 3),
                                same(name + "branch3x3_2b", 384, 384, 3, 1))),
                Sequence.of(
                        same(name + "branch3x3dbl_1", in, 448, 1, 1),
                        same(name + "branch3x3dbl_2", 448, 384, 3, 3),
                        Branches.of(
                                same(name + "branch3x3dbl_3a", 384, 384, 1, 3),
                                same(name + "branch3x3dbl_3b", 384, 384, 3, 1))),
                Sequence.of(pooling, same(name + "branch_pool", in, 192, 1, 1)));
    }

    /** A convolution that keeps the size. */
    private static InceptionStage same(String name, int in, int out, int height, int width) {
        return convolution(name, in, out, height, width, 1, true);
    }

    private static InceptionStage convolution(
            String name, int in, int out, int height, int width, int stride, boolean padded) {
        return new Convolution(
                new ConvolutionSpec(name + ".conv", name + ".bn", in, out, height, width, stride, padded));
    }
}
